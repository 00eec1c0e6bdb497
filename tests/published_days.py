"""Who decides what about which edition, in tests that publish the real day."""

VERIFIER, APPROVER = "petugas.verifikasi", "petugas.persetujuan"
REASON = "sudah diperiksa terhadap tanda terima kelima tim"
TENGAH = "20240214-1930-harian-16.72.05-r0"
