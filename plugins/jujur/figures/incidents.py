"""Figures of the incident form: what was reported, by state of verification, never mixed (P14, P17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jujur.domain.areas import Area
from jujur.domain.figures import Figure
from jujur.domain.forms import Form
from jujur.figures.cells import cell_figures
from jujur.figures.digests import digest_of
from jujur.figures.tallies import AsKnown, Known, Tally, count_cells, inside


def is_open_severe(row: Known) -> bool:
    """True for a severe incident that nobody has closed or refuted; an unreadable severity counts as severe (P12, P13)."""
    if row["status_verifikasi"] == "tidak terbukti":
        return False
    return row["tingkat"] not in ("ringan", "sedang") and row["masih_terbuka"] != "tidak"


def _is_pending(row: Known) -> bool:
    # "dilaporkan", "menunggu" and anything unreadable: nobody has checked it yet.
    return row["status_verifikasi"] not in ("terverifikasi", "tidak terbukti")


KINDS: dict[str, tuple[str, Callable[[Known], bool]]] = {
    "incidents_reported": ("Insiden dilaporkan", lambda _: True),
    "incidents_verified": (
        "Insiden terverifikasi",
        lambda row: bool(row["status_verifikasi"] == "terverifikasi"),
    ),
    "incidents_refuted": (
        "Insiden tidak terbukti",
        lambda row: bool(row["status_verifikasi"] == "tidak terbukti"),
    ),
    "incidents_pending": ("Insiden belum diperiksa", _is_pending),
    "incidents_open_severe": ("Insiden berat yang masih terbuka", is_open_severe),
}


def incident_figures(area: Area, form: Form, known: AsKnown) -> Iterator[Figure]:
    """The incident figures of one kecamatan or city."""
    expected = [row["unit_code"] for row in known.incident_units if inside(row["unit_code"], area.code)]
    heard = [
        row["unit_code"]
        for row in known.incident_units
        if row["received_at"] is not None and inside(row["unit_code"], area.code)
    ]
    rows = [row for row in known.incidents if inside(row["kecamatan_code"], area.code)]
    n, total = len(heard), len(expected)
    for name, (label, belongs) in KINDS.items():
        ids = [row["row_id"] for row in rows if belongs(row)]
        k = len(ids)
        yield Figure(name, area.code, label, "insiden", k, k, n, total, lower=k, rows_digest=digest_of(ids))
    yield Figure(
        "incident_forms",
        area.code,
        "Kecamatan yang mengirim formulir kejadian",
        "kecamatan",
        n,
        n,
        n,
        total,
        rows_digest=digest_of(heard),
    )
    tally = Tally()
    for row in rows:
        count_cells(tally, form, row)
    yield from cell_figures(area, tally, "incident_cells", "formulir kejadian", n, total)
