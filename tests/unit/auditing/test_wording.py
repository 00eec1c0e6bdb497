"""The wording gate on its own: PDF, subject, body and file name."""

import pytest
from tests.golden.editions import content

from jujur.auditing import audit_places, audit_words
from jujur.auditing.wording import FORBIDDEN, GATED, PRIVATE, count_nil
from jujur.domain.figures import AreaStatus, GatedStatus
from jujur.rendering import masking

OPEN = tuple(GatedStatus(code, AreaStatus.KONDUSIF, "K-1", (), ()) for code in ("16.72", "16.72.01"))
SHUT = (GatedStatus("16.72", AreaStatus.BELUM_DAPAT_DISIMPULKAN, "K-1", (), ()), OPEN[1])

ROSY = [
    "Situasi aman",
    "Laporan harian: Situasi AMAN terkendali",
    "berjalan lancar",
    "tidak ada insiden",
    "tidak terdapat satu pun pelanggaran",
    "tanpa kendala",
    "nol insiden",
    "laporan_kondusif.pdf",
]


@pytest.mark.parametrize("text", ROSY)
def test_a_rosy_word_needs_every_status(text):
    assert audit_words(text, SHUT, "subjek")
    assert audit_words(text, (), "subjek")
    assert audit_words(text, OPEN, "subjek") == []


@pytest.mark.parametrize(
    "text", ["data terkini", "nihil", "seluruh wilayah", "partisipasi menurun", "perolehan suara"]
)
def test_some_words_have_no_gate_at_all(text):
    assert audit_words(text, OPEN, "isi")


@pytest.mark.parametrize(
    "text",
    [
        "Belum dapat disimpulkan",
        "syarat KONDUSIF belum terpenuhi",
        "Dempo Selatan: nihil (dinyatakan pengirim)",
        "petugas keamanan dan pengamanan",
        "0 insiden dilaporkan oleh 3 dari 5 kecamatan",
        "tidak berarti tidak ada insiden",
    ],
)
def test_cautious_words_are_free(text):
    assert audit_words(text, SHUT, "isi") == []


def test_only_as_many_marks_as_areas_passed():
    assert audit_words("Utara KONDUSIF", SHUT, "isi") == []
    assert audit_words("Utara KONDUSIF, kota KONDUSIF", SHUT, "isi")


def test_confirmed_nil_is_counted_across_line_breaks():
    assert count_nil("Utara: nihil (dinyatakan\npengirim). Selatan: NIHIL (dinyatakan pengirim)") == 2


@pytest.mark.parametrize("text", ["0812 3456 7890", "+62812-3456-7890", "NIK 1672010101900001"])
def test_private_data_is_refused(text):
    assert audit_words(text, OPEN, "isi")
    assert masking.masked(text) != text


def test_both_rooms_know_the_same_words():
    """The renderer masks exactly what the auditor refuses; a difference would stop a report over a sender's adjective."""
    assert set(masking.JUDGEMENTS) == {*GATED, *FORBIDDEN}
    assert masking.PRIVATE == PRIVATE


@pytest.mark.parametrize(
    "text", ["Kabupaten Kolaka", "Kab. Kolaka", "KOTA Palembang", "di Lahat", "kota Medan"]
)
def test_a_foreign_place_is_named(text):
    assert audit_places(text, content("city draft"))


@pytest.mark.parametrize(
    "text", ["Kota Pagar Alam", "Padang Temu", "Dempo Selatan", "di medan terjal", "Batu"]
)
def test_own_places_and_common_words_are_free(text):
    assert audit_places(text, content("city draft")) == []


@pytest.mark.parametrize(
    "digest",
    [
        "08123456789012345678901234567890" * 2,
        "c0812345 08123456 78901234 56789012 34567890 12345678 90123456 78901234",
        "0812345678901234567890123456789012345678901234567890123456789012",
    ],
)
def test_a_digest_is_no_private_number(digest: str) -> None:
    assert audit_words(f"Sidik berkas (sha256): {digest}", (), "surat") == []


@pytest.mark.parametrize("private", ["0812 3456 7890", "+62 812-3456-7890", "NIK 1672010203040005"])
def test_a_private_number_is_found(private: str) -> None:
    assert audit_words(f"Hubungi {private} segera", (), "surat") == ["surat: tampak data pribadi (P43)"]
