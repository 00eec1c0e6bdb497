"""What the record knows beside a sound world: other forms, earlier periods, open items; all of it in agreement with the rows."""

from __future__ import annotations

from random import Random

from tests.faults.drafts import Draft, World
from tests.faults.rates import ADMINISTRATION_MISSING, VOTES_MISSING

from jujur.domain.cells import BLANK
from jujur.validation import EarlierValue, OpenItem, Total

QUIET = 14


def surround(world: World, rng: Random) -> World:
    """Adds everything that the rules of the form may want to know."""
    _stations_below(world, rng)
    _parents(world)
    for draft in world.drafts:
        _earlier_that_day(world, draft, rng)
    for rule in world.rules:
        if rule.check == "carried_on":
            for draft in world.drafts:
                item = OpenItem(str(draft.value(rule.terms["key"])), "masih berjalan")
                if rng.random() < 0.3:
                    items = world.open_items.get(draft.kecamatan, ())
                    world.open_items[draft.kecamatan] = (*items, item)
    return world


def _stations_below(world: World, rng: Random) -> None:
    # Of some kelurahan not all stations have reported, and then their sum says nothing.
    waiting = {world.unit_code(draft) for draft in world.drafts if rng.random() < 0.2}
    for _rule, entry in world.conditions("roll_up"):
        for draft in world.drafts:
            n = draft.count("jumlah_tps")
            key = (entry["form"], world.unit_code(draft), entry["other"])
            value = draft.count(entry["column"])
            is_waiting = key[1] in waiting
            world.totals[key] = Total(n - 1, n, value // 2) if is_waiting else Total(n, n, value)
    for _rule, entry in world.conditions("reference_count"):
        for draft in world.drafts:
            world.reference_counts[world.unit_code(draft), entry["level"]] = draft.count(entry["column"])


def _parents(world: World) -> None:
    """Every kelurahan has reported what its stations add up to. Only in the quiet ones do all stations report everything."""
    entries = [entry for _rule, entry in world.conditions("roll_up_parent")]
    if not entries:
        return
    children: dict[str, list[Draft]] = {}
    for draft in world.drafts:
        children.setdefault(str(draft.area.parent_code), []).append(draft)
    world.quiet = frozenset(sorted(children, key=lambda code: (len(children[code]), code))[:QUIET])
    for code, drafts in children.items():
        silent = [] if code in world.quiet else [f"{code} belum melapor"]
        for entry in entries:
            world.parent_values[entry["form"], code, entry["other"]] = sum(
                draft.count(entry["column"]) for draft in drafts
            )
            units = [world.unit_code(draft) for draft in drafts] + silent
            world.unit_values[code, entry["column"]] = dict.fromkeys(units)


def _earlier_that_day(world: World, draft: Draft, rng: Random) -> None:
    for rule in world.rules:
        if rule.check == "not_below_earlier":
            for name in rule.terms["columns"]:
                if rng.random() < 0.2:
                    before = rng.randint(0, draft.count(name))
                    world.earlier[world.unit_code(draft), name] = EarlierValue(before, "2024-02-14.4")


def leave_out(world: World, draft: Draft, rng: Random) -> None:
    """As in the real tables: whole blocks of a station's row were never filled in."""
    if world.form.id != "pungut_hitung":
        return
    if rng.random() < ADMINISTRATION_MISSING:
        for name in draft.cells:
            if name.startswith(("pemilih_", "pengguna_", "surat_suara_")):
                draft.put(name, BLANK)
    if rng.random() < VOTES_MISSING:
        for name in ("suara_sah", "suara_tidak_sah", "suara_total"):
            draft.put(name, BLANK)
