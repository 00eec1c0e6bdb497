"""Three hands (P38): who sent or decided about what an edition holds neither verifies nor approves it. Pure.

A person is known by login name and address. Two logins that share an address, or a login whose address somebody sends from,
are one person, whatever the names say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jujur.domain.editions import Act, HumanDecision, Officer

_WORDS = {"verify": "memverifikasi", "approve": "menyetujui"}


@dataclass(frozen=True, slots=True)
class Hands:
    """Who had a hand in an edition before it is judged: logins that decided about its rows, and senders of what it uses."""

    deciders: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()


def identities(name: str, officers: Sequence[Officer]) -> frozenset[str]:
    """Every login name and address of the person who uses ``name``, a login or an address; letter case does not matter."""
    known, grown = {_plain(name)}, True
    while grown:
        grown = False
        for officer in officers:
            own = {_plain(officer.id), _plain(officer.address)} - {""}
            if own & known and not own <= known:
                known |= own
                grown = True
    return frozenset(known)


def is_same_person(one: str, other: str, officers: Sequence[Officer]) -> bool:
    """Whether two names, logins or addresses, are one person's."""
    return bool(identities(one, officers) & identities(other, officers))


def why_not(
    act: Act, actor: str, hands: Hands, taken: Iterable[HumanDecision], officers: Sequence[Officer]
) -> str | None:
    """The reason why ``actor`` may not take this decision about an edition, in words, or None."""
    doing = _WORDS[act]
    if _is_among(actor, hands.deciders, officers):
        return f"{actor} sudah memutuskan baris, kiriman atau unit edisi ini; yang {doing} harus orang lain (P38)"
    if _is_among(actor, hands.senders, officers):
        return f"{actor} mengirim laporan yang dipakai edisi ini; yang {doing} harus orang lain (P38)"
    others = [item.actor for item in taken if item.act != act]
    if _is_among(actor, others, officers):
        return f"{actor} sudah memutuskan edisi ini; pemeriksa dan penyetuju harus berbeda (P38)"
    return None


def _is_among(actor: str, names: Iterable[str], officers: Sequence[Officer]) -> bool:
    own = identities(actor, officers)
    return any(own & identities(name, officers) for name in names)


def _plain(name: str) -> str:
    return name.strip().casefold()
