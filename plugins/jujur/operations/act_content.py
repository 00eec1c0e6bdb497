"""What an edition says about decisions taken by hand, and who had a hand in it (P38, P42)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jujur.domain.acts import OfficerAct, lowered_severity
from jujur.domain.areas import Area
from jujur.domain.editions import Act, Edition
from jujur.domain.errors import DecisionRefused
from jujur.domain.reports import Accountable
from jujur.operations.desk import Desk
from jujur.operations.separation import Hands, why_not
from jujur.operations.withholding import kept_back, without_values
from jujur.record import acts as act_records
from jujur.record import editions
from jujur.record.database import Session


def acts_of(desk: Desk, session: Session, edition: Edition) -> tuple[OfficerAct, ...]:
    """The acts about the area and period of an edition, taken by its cut-off; ``actor`` is the office (P43)."""
    return tuple(
        replace(act, actor=desk.config.office_of(act.actor), detail=_detail(desk, act, edition))
        for act in _acts_known(desk, session, edition)
    )


def _detail(desk: Desk, act: OfficerAct, edition: Edition) -> Mapping[str, Any]:
    form = desk.config.forms.get(act.form_id or "")
    return without_values(kept_back(form, edition), act.detail) if form else act.detail


def _acts_known(desk: Desk, session: Session, edition: Edition) -> list[OfficerAct]:
    area = desk.config.gazetteer[edition.area_code]
    known = act_records.acts_as_of(session, edition.period.starts_at, edition.as_of)
    return [act for act in known if _concerns(act, area)]


def _concerns(act: OfficerAct, area: Area) -> bool:
    """The city's edition holds every act; a kecamatan's those about itself. Acts about no kecamatan are about the city."""
    return area.level == "kota" or act.kecamatan_code == area.code


def refusals_of(desk: Desk, session: Session, edition: Edition) -> tuple[Accountable, ...]:
    """Who refused earlier editions of this kind and area, which this one must print (P38, L36)."""
    refused = act_records.refusals_before(session, edition)
    return tuple(Accountable(desk.config.office_of(item.actor), item) for item in refused)


def severity_note(act: OfficerAct) -> str | None:
    """ "diturunkan dari berat menjadi ringan oleh <jabatan>, alasan: …" where an act did so (L18).

    The act is one of an edition's content, whose ``actor`` is the office.
    """
    lowered = lowered_severity(act)
    if lowered is None:
        return None
    return f"diturunkan dari {lowered.before} menjadi {lowered.after} oleh {act.actor}, alasan: {act.reason}"


def hands_of(desk: Desk, session: Session, edition: Edition) -> Hands:
    """Who decided about the rows of an edition, and who sent what it uses."""
    gazetteer = desk.config.gazetteer
    area = gazetteer[edition.area_code]
    addresses = {team.id: team.address for team in desk.config.teams}
    senders = act_records.senders_used(session, edition.period.starts_at, edition.as_of)
    return Hands(
        deciders=frozenset(act.actor for act in _acts_known(desk, session, edition)),
        # A stranger answers for no kecamatan: what it sent may stand in any edition.
        senders=frozenset(
            addresses.get(sender, sender)
            for sender, code in senders
            if area.level == "kota" or code in (area.code, gazetteer.city.code)
        ),
    )


def refuse_shared_hands(desk: Desk, session: Session, edition_id: str, act: Act, actor: str) -> None:
    """Raises DecisionRefused when the officer had a hand in the edition before (P38, L37)."""
    edition = editions.edition_by_id(session, edition_id)
    taken = editions.decisions_of(session, edition_id)
    reason = why_not(act, actor, hands_of(desk, session, edition), taken, desk.config.officers)
    if reason:
        raise DecisionRefused(f"Edisi {edition_id}: {reason}.")
