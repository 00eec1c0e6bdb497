"""How often which violation is injected.

Measured: the share of the 262 TPS of Pagar Alam with a complete administration block in which the identity fails (domain.md §2,
"Failure rate of the identities on real data"). Where Pagar Alam has none (DPT <= 300), the share of the 17,17x TPS of Sumsel.
"""

from __future__ import annotations

MEASURED: dict[tuple[str, tuple[str, ...]], float] = {
    ("V03", ("pemilih_dpt_j", "pemilih_dpt_l", "pemilih_dpt_p")): 0.027,
    ("V03", ("pengguna_dpt_j", "pengguna_dpt_l", "pengguna_dpt_p")): 0.034,
    ("V03", ("pengguna_dptb_j", "pengguna_dptb_l", "pengguna_dptb_p")): 0.015,
    ("V03", ("pengguna_dpk_j", "pengguna_dpk_l", "pengguna_dpk_p")): 0.031,
    ("V03", ("pengguna_total_j", "pengguna_total_l", "pengguna_total_p")): 0.050,
    ("V04", ("pengguna_total_j", "pengguna_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j")): 0.061,
    ("V05", ("pengguna_dpt_j", "pemilih_dpt_j")): 0.023,
    ("V08", ("suara_total", "suara_sah", "suara_tidak_sah")): 0.011,
    ("V09", ("suara_total", "pengguna_total_j")): 0.107,
    ("V13", ("pemilih_dpt_j",)): 0.003,
    ("V15", ("suara_total", "pemilih_dpt_j")): 0.031,
}

# Everything that nobody has measured: rare, but each case at least once.
UNMEASURED = 0.002

# Of 494 TPS, 232 without the administration block, and 72 without votes (domain.md §2).
ADMINISTRATION_MISSING, VOTES_MISSING = 0.470, 0.146


def rate(rule_id: str, columns: tuple[str, ...]) -> float:
    """The share of rows that get this violation."""
    return MEASURED.get((rule_id, columns), UNMEASURED)
