"""Spot checks (P44): secret seeds in files of their own, commitments and draws in the ledger, samples and results in tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jujur.domain.errors import RecordError
from jujur.domain.periods import from_text, to_text
from jujur.record import events
from jujur.record.database import Session

COMMITTED, DRAWN = "spot_check_committed", "spot_check_drawn"
SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Commitment:
    """That the draw of a form and period is fixed, by the digest of its secret seed; ``seq`` is its place in the ledger."""

    seq: int
    committed_at: datetime
    seed_digest: str
    percent: int
    algorithm: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as the ledger tells it. ``as_of`` is the instant at which the reporting units were those that were drawn from."""

    seq: int
    drawn_at: datetime
    as_of: datetime
    frame_version: int
    seed: bytes
    population: int
    population_digest: str
    sample: tuple[str, ...]


def seed_file(home: Path, period_id: str, form_id: str) -> Path:
    """Where the secret seed of a form and period lies until it is drawn."""
    return home / "spot-check" / f"{period_id}.{form_id}.seed"


def keep_seed(path: Path, seed: bytes) -> bytes:
    """Keeps ``seed`` unless one is there already, which is returned instead: a seed is never overwritten.

    Readable by its owner only, and whole or not at all. Raises RecordError when the one that is there is no seed.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{seed.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return read_seed(path)
    finally:
        draft.unlink()
    return seed


def read_seed(path: Path) -> bytes:
    """The seed kept in a file. Raises RecordError when it is missing or no seed."""
    try:
        seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        raise RecordError(f"Benih uji petik {path.name} tidak ada; undian tidak dapat dibuka.") from error
    except ValueError as error:
        raise RecordError(f"Benih uji petik {path.name} rusak: harus bilangan heksadesimal.") from error
    if len(seed) < SEED_BYTES:
        raise RecordError(f"Benih uji petik {path.name} terlalu pendek: paling sedikit {SEED_BYTES} bita.")
    return seed


def commitments(session: Session, period_id: str, as_of: datetime) -> dict[tuple[str, str], Commitment]:
    """A period's commitments that the ledger held at ``as_of``, by period id and form; of one pair the first counts."""
    found: dict[tuple[str, str], Commitment] = {}
    for row, payload in _events(session, COMMITTED, period_id, as_of):
        for form_id, seed_digest in payload["seeds"].items():
            commitment = Commitment(
                row["seq"], from_text(row["at"]), seed_digest, payload["percent"], payload["algorithm"]
            )
            found.setdefault((payload["period"], form_id), commitment)
    return found


def draws(session: Session, period_id: str, as_of: datetime) -> dict[tuple[str, str], Draw]:
    """A period's draws that the ledger held at ``as_of``, by period id and form; of one pair the first counts."""
    found: dict[tuple[str, str], Draw] = {}
    for row, payload in _events(session, DRAWN, period_id, as_of):
        drawn = Draw(
            seq=row["seq"],
            drawn_at=from_text(row["at"]),
            as_of=from_text(payload["as_of"]),
            frame_version=payload["frame_version"],
            seed=bytes.fromhex(payload["seed"]),
            population=payload["population"],
            population_digest=payload["population_digest"],
            sample=tuple(payload["sample"]),
        )
        found.setdefault((payload["period"], payload["form"]), drawn)
    return found


def _events(session: Session, event: str, period_id: str, as_of: datetime) -> list[events.Event]:
    known_at = to_text(as_of)
    return [one for one in events.naming(session, event, "period", period_id) if one[0]["at"] <= known_at]


def receipt_seq(session: Session, submission_id: str) -> int | None:
    """Where in the ledger a file was received, None when the ledger does not say."""
    told = events.naming(session, "submission_received", "submission", submission_id)
    return int(told[0][0]["seq"]) if told else None


def first_receipt(session: Session, form_id: str, period_start: datetime) -> Mapping[str, Any] | None:
    """The first file (``submission_id``, ``received_at``) of a form and period, if any came."""
    return session.row("first_receipt_of_period", form_id=form_id, period_start=to_text(period_start))


def reporting_units(
    session: Session, form_id: str, period_start: datetime, frame_version: int, as_of: datetime
) -> dict[str, str]:
    """The kecamatan of each expected unit that had reported anything by ``as_of``, by the unit's code."""
    rows = session.rows(
        f"reporting_units:{form_id}",
        form_id=form_id,
        period_start=to_text(period_start),
        frame_version=frame_version,
        as_of=to_text(as_of),
    )
    return {row["unit_code"]: row["kecamatan_code"] for row in rows}


def add_sample(
    session: Session,
    form_id: str,
    period_start: datetime,
    units: Iterable[str],
    seed_digest: str,
    at: datetime,
) -> None:
    """Enters the units that were drawn."""
    session.run_many(
        "insert_spot_check",
        [
            {
                "period_start": to_text(period_start),
                "form_id": form_id,
                "unit_code": unit_code,
                "seed_digest": seed_digest,
                "drawn_at": to_text(at),
            }
            for unit_code in units
        ],
    )


def sample(session: Session, form_id: str, period_start: datetime, as_of: datetime) -> tuple[str, ...]:
    """The units drawn by ``as_of``, as the table has them."""
    rows = session.rows(
        "spot_checks", form_id=form_id, period_start=to_text(period_start), as_of=to_text(as_of)
    )
    return tuple(row["unit_code"] for row in rows)


def results(session: Session, form_id: str, period_start: datetime, as_of: datetime) -> list[dict[str, Any]]:
    """The newest result of each unit and column, as known at ``as_of``."""
    return session.rows(
        "spot_check_results", form_id=form_id, period_start=to_text(period_start), as_of=to_text(as_of)
    )
