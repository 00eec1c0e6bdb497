"""Lies told by the pipeline's own code: a function of it is replaced by one that lies; what comes after must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from jujur.domain.areas import Area
from jujur.domain.audits import AuditResult
from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.properties import PROPERTY_NAMES, Outcome
from jujur.domain.reports import Incident
from jujur.figures.sentences import Sentence
from jujur.lies.post import with_post_office
from jujur.lies.printed_lies import middle, reports
from jujur.lies.registry import Act, Lie, Watch, seen_by
from jujur.lies.town import CITY, KECAMATAN, MIDDLE, NORTH
from jujur.lies.watching import edition_id, judged, page, published, verified
from jujur.lies.world import INCIDENTS, MAIN, SEVERE, World, honest_rows, station
from jujur.operations import deliver, seal

BLOCKED = (
    r"(PublicationBlocked|CalculatorsDisagree|AuditFailed|UnsourcedNumeral|ConfigurationError|JujurError): .*"
)
MIDDLE_ROWS = honest_rows(MIDDLE)
BROKEN = {**MIDDLE_ROWS[0], "suara_sah": 150}
REFUSED = {**MIDDLE_ROWS[0], "suara_sah": "tidak dapat diakses"}
Rows = list[dict[str, Any]]


def bent(before: Act, query: str, bend: Callable[[Rows], Rows]) -> Act:
    """After the reports came in, a statement of ``sql/`` begins to answer otherwise."""

    def act(world: World) -> None:
        before(world)
        world.bend_query(query, bend)

    return act


def lying(before: Act, target: str, lie: Callable[[Any], Any]) -> Act:
    """After the reports came in, a function begins to lie."""

    def act(world: World) -> None:
        before(world)
        world.replace(target, lie)

    return act


def same(rows: Rows) -> Rows:
    """A statement that was rewritten and answers the same."""
    return list(rows)


def kept(original: Any) -> Any:
    """A function that was rewritten and does the same."""
    return lambda *given, **named: original(*given, **named)


def only_arrived(rows: Rows) -> Rows:
    """An inner join of the frame with what arrived."""
    return [row for row in rows if row["first_content_at"] is not None]


def zeros(rows: Rows) -> Rows:
    """``fillna(0)``."""
    return [
        {name: row["rows_used"] if name.startswith("filled_") else value or 0 for name, value in row.items()}
        if "rows_used" in row
        else {name: 0 if value is None else value for name, value in row.items()}
        for row in rows
    ]


def fanned_out(rows: Rows) -> Rows:
    """A join to a table with two rows a unit."""
    return [row for row in rows for _ in range(2)]


def without_held(rows: Rows) -> Rows:
    """A filter without a bin."""
    return [row for row in rows if row["bin"] != "held"]


def naive_percent(_: Any) -> Callable[[Fraction], str]:
    """Rounding as any library rounds."""
    return lambda share: f"{float(share) * 100:.1f}\N{NO-BREAK SPACE}%".replace(".", ",")


def mean_of_percents(original: Any) -> Any:
    """The city's turnout as the mean of its kecamatan's."""

    def compute(*given: Any) -> dict[str, Figure]:
        known: dict[str, Figure] = original(*given)
        shares = [Fraction(known[f"{code}/turnout"].value or 0) for code in KECAMATAN]
        key = f"{CITY}/turnout"
        return {**known, key: replace(known[key], value=sum(shares, Fraction()) / len(shares))}

    return compute


def best_of_all(original: Any) -> Any:
    """The city is as good as its best kecamatan."""

    def gate_city(city: Area, kecamatan: Sequence[GatedStatus]) -> GatedStatus:
        honest: GatedStatus = original(city, kecamatan)
        return replace(honest, status=kecamatan[0].status, reasons=kecamatan[0].reasons)

    return gate_city


def soft_words(catalogue: Mapping[str, Sentence]) -> dict[str, Sentence]:
    """The sentence about incidents says more than anybody knows."""
    soft = replace(catalogue["insiden_sebagian"], text="Tidak ada insiden.")
    return {**catalogue, "insiden_sebagian": soft}


def all_verified(original: Any) -> Any:
    """Whatever was reported is printed as checked."""

    def incidents(*given: Any) -> list[Incident]:
        return [replace(one, verification="terverifikasi") for one in original(*given)]

    return incidents


def _one_form_missing(world: World) -> None:
    for kecamatan in KECAMATAN:
        world.send(MAIN, honest_rows(kecamatan), kecamatan)
    world.send(INCIDENTS, (), NORTH, is_nil=True)


def tolerant(original: Any) -> Any:
    """``mostly=0.5``: half of the rows may break a rule and the rule still passes."""

    def build(name: str, cases: Any) -> Any:
        suite = original(name, cases)
        for expectation in suite.expectations:
            # The lie itself (L34): rules of the desk never use `mostly`, and the rule checker must refuse one that does.
            expectation.mostly = 0.5
        return suite

    return build


def failing(original: Any) -> Any:
    """Every expectation asks for a column that is not there, and raises."""

    def build(name: str, cases: Any) -> Any:
        suite = original(name, cases)
        for expectation in suite.expectations:
            expectation.column = f"bukan {expectation.column}"
        return suite

    return build


def all_but(known: int) -> Act:
    """Both kecamatan with 300 voters a TPS, and so many of the last TPS's voters came."""
    full = station(300, 290, 300)
    return reports(
        rows={NORTH: [full] * 6, MIDDLE: [*[full] * 5, station(known, 290, 300)]},
    )


def _unequal(world: World) -> None:
    world.everybody_reports(rows={NORTH: [station(290, 280, 300)] * 6})


# What an audit says that looked at nothing.
NOTHING_FOUND = AuditResult(dict.fromkeys(PROPERTY_NAMES, Outcome.PASSED), ())


def refused_audit(world: World) -> None:
    """Publishing without an audit, with a page that rounds up."""
    all_but(299)(world)
    world.replace("jujur.rendering.formats:percent", naive_percent)
    world.replace("jujur.auditing:examine", lambda _: lambda *given: NOTHING_FOUND)


def one_check_off(world: World) -> None:
    """Publishing with one check switched off: the one that the page would fail."""
    all_but(299)(world)
    world.replace("jujur.rendering.formats:percent", naive_percent)
    world.replace("jujur.auditing.audit:Sources.problem", lambda _: lambda *given: None)
    world.replace("jujur.auditing.audit:lonely_percents", lambda _: lambda *given: [])


def checked_elsewhere(area_code: str) -> Watch:
    """Published by the code as it now is, then verified by the code as it should be."""

    def look(world: World) -> Any:
        published(world, area_code)
        world.close()
        yield from verified(area_code).look(world)

    return Watch("jujur check", look)


@seen_by("gerbang terbit dan kirim")
def after_sending(world: World) -> Any:
    """Sending what is at hand, whatever became of the steps before."""
    deliver.deliver_edition(edition_id(MIDDLE))
    yield "terkirim"


@seen_by("pemeriksaan kiriman")
def _then_judged(world: World) -> Any:
    world.send(MAIN, [BROKEN, *MIDDLE_ROWS[1:]])
    yield from judged.look(world)


def _publish_with_post(world: World) -> None:
    with_post_office(world)
    published(world, MIDDLE)
    seal.seal_edition(edition_id(MIDDLE))


CODE_LIES = (
    Lie(
        *("L01b", "gabungan dalam membuang kecamatan yang belum melapor", "kode", "BLOCK", "sore"),
        bent(reports(but=MIDDLE), "units_pungut_hitung", only_arrived),
        *(
            "pernyataan SQL ditulis ulang, jawabannya sama",
            bent(reports(but=MIDDLE), "units_pungut_hitung", same),
        ),
        *(page(), BLOCKED),
    ),
    Lie(
        *("L05", "kosong diisi nol (fillna)", "kode", "BLOCK", "sore"),
        bent(middle(REFUSED), "figures_pungut_hitung", zeros),
        *("nol yang dilaporkan", middle(station(0, 0, 0))),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L09", "hampir semua dicetak sebagai seratus persen", "kode", "BLOCK", "sore"),
        lying(all_but(299), "jujur.rendering.formats:percent", naive_percent),
        *(
            "semua, dicetak sebagai seratus persen",
            lying(all_but(300), "jujur.rendering.formats:percent", naive_percent),
        ),
        *(page(), BLOCKED),
    ),
    Lie(
        *("L10", "persen dari beberapa TPS saja", "kode", "BLOCK", "sore"),
        lying(
            middle({}, {}),
            "jujur.rendering.book:Book.is_share_printable",
            lambda _: lambda book, area, name: book.figure(area, name).value is not None,
        ),
        *(
            "persen dari ribuan pemilih",
            lying(middle({}, {}), "jujur.rendering.book:Book.is_share_printable", kept),
        ),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L14b", "gerbang yang selalu menyatakan aman", "kode", "BLOCK", "sore"),
        lying(middle({}, {}, {}), "jujur.figures.claims:_unknown", lambda _: lambda *given: []),
        *(
            "gerbang ditulis ulang, jawabannya sama",
            lying(middle({}, {}, {}), "jujur.figures.claims:_unknown", kept),
        ),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L15b", "status kota dari kecamatan terbaik", "kode", "BLOCK", "sore"),
        lying(reports(but=MIDDLE), "jujur.figures:gate_city", best_of_all),
        *("status kota dari kecamatan terburuk", lying(reports(but=MIDDLE), "jujur.figures:gate_city", kept)),
        *(page(), BLOCKED),
    ),
    Lie(
        *("L16b", "“tidak ada insiden” sebagai kalimat baku", "kode", "BLOCK", "sore"),
        lying(_one_form_missing, "jujur.figures.sentences:BY_ID", soft_words),
        *("kalimat baku apa adanya", lying(_one_form_missing, "jujur.figures.sentences:BY_ID", dict)),
        *(page(), BLOCKED),
    ),
    Lie(
        *("L17b", "insiden berat disingkirkan dari halaman pertama", "kode", "BLOCK", "sore"),
        lying(
            reports(incidents=[SEVERE]), "jujur.rendering.view:View.severe", lambda _: property(lambda _: ())
        ),
        *("insiden berat di halaman pertama", reports(incidents=[SEVERE])),
        *(page(), BLOCKED),
    ),
    Lie(
        *("L19b", "insiden yang belum diperiksa dicetak sebagai terverifikasi", "kode", "BLOCK", "sore"),
        lying(reports(incidents=[SEVERE]), "jujur.operations.content:_incidents", all_verified),
        *(
            "insiden terverifikasi dicetak begitu",
            reports(incidents=[{**SEVERE, "status_verifikasi": "terverifikasi"}]),
        ),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L31a", "baris yang ditahan hilang dari keranjang", "kode", "BLOCK", "sore"),
        bent(middle(BROKEN), "bins:pungut_hitung", without_held),
        *("baris yang ditahan tetap terhitung", bent(middle(BROKEN), "bins:pungut_hitung", same)),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L31b", "daftar baris yang ditahan dikosongkan", "kode", "BLOCK", "sore"),
        bent(middle(BROKEN), "held_rows:pungut_hitung", lambda rows: []),
        *("tidak ada baris yang ditahan", bent(reports(), "held_rows:pungut_hitung", same)),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L33", "gabungan banyak-ke-banyak menggandakan angka", "kode", "BLOCK", "sore"),
        bent(reports(), "rows_used_pungut_hitung", fanned_out),
        *("gabungan satu-ke-satu", bent(reports(), "rows_used_pungut_hitung", same)),
        *(page(MIDDLE), BLOCKED),
    ),
    Lie(
        *("L34a", "aturan yang boleh dilanggar separuh baris (mostly)", "kode", "BLOCK", "sore"),
        lying(lambda world: None, "jujur.validation.suites:build_suite", tolerant),
        *(
            "aturan ditulis ulang, sama ketatnya",
            lying(lambda world: None, "jujur.validation.suites:build_suite", kept),
        ),
        *(_then_judged, BLOCKED),
    ),
    Lie(
        *("L34b", "pemeriksaan yang gagal berjalan dianggap lulus", "kode", "BLOCK", "sore"),
        lying(lambda world: None, "jujur.validation.suites:build_suite", failing),
        *("pemeriksaan berjalan", lying(lambda world: None, "jujur.validation.suites:build_suite", kept)),
        *(_then_judged, BLOCKED),
    ),
    Lie(
        *("L35a", "laporan dikirim meski langkah sebelumnya dilewati", "kode", "BLOCK", "lengkap"),
        lambda world: None,
        *("laporan terbit dikirim", _publish_with_post),
        *(after_sending, r"PublicationBlocked: .*"),
    ),
    Lie(
        *("L35b", "audit dilewati, halaman yang membulatkan ke atas terbit", "kode", "BLOCK", "sore"),
        refused_audit,
        *("audit berjalan, halaman jujur", all_but(299)),
        *(checked_elsewhere(CITY), r".+"),
    ),
    Lie(
        *("L50", "satu uji dimatikan supaya terbit", "kode", "BLOCK", "sore"),
        one_check_off,
        *("semua uji berjalan", all_but(300)),
        *(checked_elsewhere(CITY), r".+"),
    ),
    Lie(
        *("L51", "rata-rata dari persen", "kode", "BLOCK", "sore"),
        lying(_unequal, "jujur.figures:compute", mean_of_percents),
        *("pembilang dan penyebut dijumlahkan", lying(_unequal, "jujur.figures:compute", kept)),
        *(page(), BLOCKED),
    ),
)
