"""Three hands: submitter, verifier and approver are three people, whatever their logins are called (P38, L37)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jujur.domain.editions import Act, HumanDecision, Officer
from jujur.operations.separation import Hands, identities, is_same_person, why_not

OFFICERS = (
    Officer("data.satu", "data", "Petugas Data", "satu@desk.example.org"),
    Officer("periksa.satu", "verify", "Pemeriksa", " Satu@Desk.example.org "),
    Officer("periksa.dua", "verify", "Pemeriksa", "dua@desk.example.org"),
    Officer("setuju.dua", "approve", "Penyetuju", "DUA@desk.example.org"),
    Officer("setuju.tiga", "approve", "Penyetuju"),
    Officer("setuju.empat", "approve", "Penyetuju"),
)


def verified_by(actor: str) -> list[HumanDecision]:
    return [HumanDecision("verify", actor, True, "", datetime(2024, 2, 14, tzinfo=UTC))]


def test_logins_that_share_an_address_are_one_person() -> None:
    assert identities("data.satu", OFFICERS) == {"data.satu", "periksa.satu", "satu@desk.example.org"}
    assert is_same_person("SATU@desk.example.org", "periksa.satu", OFFICERS)
    assert not is_same_person("data.satu", "periksa.dua", OFFICERS)


def test_officers_without_an_address_are_not_all_the_same_person() -> None:
    assert not is_same_person("setuju.tiga", "setuju.empat", OFFICERS)
    assert is_same_person("setuju.tiga", "Setuju.Tiga", OFFICERS)


@pytest.mark.parametrize(
    ("act", "actor", "hands", "taken", "is_barred"),
    [
        ("verify", "periksa.dua", Hands(), [], False),
        ("verify", "periksa.satu", Hands(deciders=frozenset({"data.satu"})), [], True),
        (
            "approve",
            "setuju.dua",
            Hands(deciders=frozenset({"data.satu"})),
            verified_by("periksa.satu"),
            False,
        ),
        ("verify", "periksa.dua", Hands(senders=frozenset({"dua@desk.example.org"})), [], True),
        ("verify", "periksa.dua", Hands(senders=frozenset({"tim@example.org"})), [], False),
        ("approve", "setuju.dua", Hands(), verified_by("periksa.dua"), True),
        ("approve", "setuju.tiga", Hands(), verified_by("periksa.dua"), False),
        ("approve", "setuju.tiga", Hands(), verified_by("setuju.tiga"), True),
    ],
)
def test_no_hand_does_two_things(
    act: Act, actor: str, hands: Hands, taken: list[HumanDecision], is_barred: bool
) -> None:
    assert (why_not(act, actor, hands, taken, OFFICERS) is not None) is is_barred
