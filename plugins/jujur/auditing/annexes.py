"""The annexes of a final report against its content: stations, states, sums, contacts, vintages, method (P01, P07, P10, P25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from jujur.auditing.accounts import change_texts
from jujur.auditing.spelling import spell_integer, spell_points, spell_signed
from jujur.domain.annexes import EditionLine
from jujur.domain.figures import Exact
from jujur.domain.reports import ReportContent

Texts = Iterator[tuple[str, str]]
PRINTED_DIGITS = 16
FATES = {
    "tepat waktu": "tps_on_time",
    "terlambat": "tps_late",
    "baris kosong": "tps_empty",
    "tanpa baris": "tps_absent",
}


def annex_texts(content: ReportContent) -> Texts:
    """Fact and text of everything that the annexes may print."""
    is_city = content.area.level == "kota"
    for one in content.units:
        base = f"unit/{one.code}"
        whole = f"{one.name} {one.area.name}"
        yield from ((f"{base}/name", whole if is_city else one.name), (f"{base}/full", whole))
        yield from ((f"{base}/{name}", spell_integer(value)) for name, value in one.values.items())
        if one.opened:
            yield f"{base}/opened", one.opened.replace(":", ".")
    yield "units/unused", spell_integer(sum(one.use != "dipakai" for one in content.units))
    yield from ((f"annex/contact/{one.kecamatan.code}", one.role) for one in content.contacts)
    for line in content.vintages:
        yield from _vintage(line)
    yield from _triangles(content)
    yield from _method(content)


def annex_instants(content: ReportContent) -> Iterator[tuple[str, datetime]]:
    """Fact and instant of everything that the annexes may date."""
    yield from ((f"unit/{one.code}/first_at", one.first_at) for one in content.units if one.first_at)
    for one in content.contacts:
        if one.last_heard_at:
            yield f"annex/heard/{one.kecamatan.code}", one.last_heard_at
    for line in content.vintages:
        base = f"vintage/{line.edition_id}"
        yield from ((f"{base}/as_of", line.as_of), (f"{base}/settled_at", line.settled_at))
        yield f"{base}/release_at", line.release_at
        yield from (
            (f"change/{line.edition_id}/{at}/changed_at", change.changed_at)
            for at, change in enumerate(line.changes)
        )


def annex_must_show(content: ReportContent) -> Iterator[str]:
    """Every station with its numbers, every vintage with its changes, every threshold: a full annex leaves nothing out."""
    if content.edition.kind != "akhir":
        return
    for one in content.units:
        base = f"unit/{one.code}"
        yield f"{base}/name"
        yield from (f"{base}/{name}" for name in one.values)
        yield from (
            f"{base}/{part}"
            for part, value in (("first_at#short", one.first_at), ("opened", one.opened))
            if value
        )
        if one.use != "dipakai":
            yield f"{base}/full"
    yield from (f"annex/heard/{one.kecamatan.code}#short" for one in content.contacts if one.last_heard_at)
    for line in content.vintages:
        base = f"vintage/{line.edition_id}"
        yield from (
            f"{base}/{part}" for part in ("number", "settled_at#short", "as_of#short", "changes", "misled")
        )
        yield from (f"change/{line.edition_id}/{at}/changed_at#short" for at in range(len(line.changes)))
        for headline in line.headlines:
            if headline.value is not None and headline.n:
                yield f"{base}/{headline.name}/{'value' if headline.denominator is None else 'k'}"
    for terms in content.frame_versions[-1:]:
        yield from (f"method/threshold/{name}" for name in terms.terms.get("thresholds") or {})
        yield from (f"method/form/{name}/version" for name in terms.terms.get("forms") or {})


def crooked_annexes(content: ReportContent) -> Iterator[str]:
    """Sentences on a list of stations that is not the frame, states or numbers that do not add up, and unclosed final reports."""
    if content.edition.kind != "akhir":
        return
    codes = [one.code for one in content.units]
    if len(set(codes)) != len(codes):
        yield "rincian TPS memuat satu TPS dua kali (P11)"
    for area in (content.area, *content.children):
        mine = [one for one in content.units if f"{one.area.code}.".startswith(f"{area.code}.")]
        counts = {"tps_expected": len(mine), "tps_used": sum(one.use == "dipakai" for one in mine)}
        counts |= {name: sum(one.fate == fate for one in mine) for fate, name in FATES.items()}
        for name, count in counts.items():
            if count != content.figures[f"{area.code}/{name}"].k:
                yield f"{area.code}: rincian TPS memberi {name} {count}, angkanya lain (P01)"
        for name in sorted({name for one in mine for name in (*one.values, *one.marks)}):
            figure = content.figures[f"{area.code}/sum_{name}"]
            filled = [one.values[name] for one in mine if name in one.values]
            if (sum(filled), len(filled)) != (figure.k, figure.n):
                yield f"{area.code}: jumlah {name} pada rincian TPS {sum(filled)} bukan {figure.k} (P30)"
    yield from _marks(content)
    excused = {act.subject for act in content.acts if act.act == "excuse"}
    open_ = [one.code for one in content.units if one.use != "dipakai" and one.code not in excused]
    if content.edition.is_final and open_:
        yield f"laporan disebut FINAL padahal {len(open_)} TPS belum ditutup (P27)"


def _marks(content: ReportContent) -> Iterator[str]:
    """A number stands only where a row counts, and each other cell has the mark of its state (P07)."""
    for one in content.units:
        if one.values.keys() & one.marks.keys():
            yield f"{one.code}: satu sel bernilai sekaligus bertanda (P07)"
        if one.use != "dipakai" and one.values:
            yield f"{one.code}: angka tercetak dari baris yang tidak dipakai (P01)"
        silent = {"-": "…", "ditahan": "!"}.get(one.use)
        if silent and set(one.marks.values()) - {silent}:
            yield f"{one.code}: tanda sel bukan {silent} (P07)"


def _vintage(line: EditionLine) -> Texts:
    base = f"vintage/{line.edition_id}"
    yield f"{base}/number", f"{line.number} (R{line.revision})"
    yield f"{base}/revision", f"R{line.revision}"
    yield from (
        (f"{base}/changes", spell_integer(len(line.changes))),
        (f"{base}/misled", spell_integer(line.misled)),
    )
    printed = line.sha256[:PRINTED_DIGITS]
    yield from ((f"{base}/sha256:{at // 8}", printed[at : at + 8]) for at in range(0, len(printed), 8))
    for one in line.headlines:
        yield f"{base}/{one.name}/label", one.label
        if one.denominator is not None:
            yield f"{base}/{one.name}/k", spell_integer(one.k)
            yield f"{base}/{one.name}/denominator", spell_integer(one.denominator)
        elif one.value is not None:
            yield f"{base}/{one.name}/value", spell_integer(int(one.value))
            yield from (
                (f"{base}/{one.name}/{part}", spell_integer(size))
                for part, size in (("n", one.n), ("N", one.N))
            )
    for at, change in enumerate(line.changes):
        yield from change_texts(change, f"{line.edition_id}/{at}")


def _triangles(content: ReportContent) -> Texts:
    """How far the newest value of each headline lies from the first issue of its slot."""
    slots: dict[tuple[object, ...], list[EditionLine]] = {}
    for line in content.vintages:
        if line.headlines:
            slots.setdefault((line.release_at, line.kind, line.opens_at), []).append(line)
    for issues in slots.values():
        first = {one.name: one for one in issues[0].headlines if one.n and one.value is not None}
        for name, one in first.items():
            last = _newest(content, issues[-1], name)
            if last is not None and one.value is not None:
                change = Fraction(last) - Fraction(one.value)
                text = spell_signed(int(change)) if one.denominator is None else spell_points(change)
                yield f"triangle/{issues[0].edition_id}/{name}", text


def _newest(content: ReportContent, last: EditionLine, name: str) -> Exact | None:
    if last.opens_at == content.edition.period.starts_at:
        figure = content.figures.get(f"{content.area.code}/{name}")
        return figure.value if figure is not None and figure.n else None
    return next((one.value for one in last.headlines if one.name == name and one.n), None)


def _method(content: ReportContent) -> Texts:
    if content.gate_rule:
        yield "method/gate", f"{content.gate_rule.id} versi {content.gate_rule.version}"
    for terms in content.frame_versions[-1:]:
        held = terms.terms
        for name, value in (held.get("thresholds") or {}).items():
            yield from (
                (f"method/threshold/{name}", spell_integer(value)),
                (f"method/threshold/{name}/meaning", name),
            )
        digests = {"terms": terms.digest, "rules": str(held.get("rules_version") or "")}
        for name, form in (held.get("forms") or {}).items():
            yield f"method/form/{name}/version", spell_integer(int(form["version"]))
            digests[f"form/{name}/digest"] = str(form["digest"])
        for fact, digest in digests.items():
            printed = digest[:PRINTED_DIGITS]
            yield from (
                (f"method/{fact}:{at // 8}", printed[at : at + 8]) for at in range(0, len(printed), 8)
            )
