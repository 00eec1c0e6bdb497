"""Spot checks (uji petik, P44): a secret seed is committed before anything arrives, revealed by the draw, and recounts follow.

Whoever sends figures cannot know which units will be recounted, and the desk cannot choose them afterwards: the seed's digest
stands in the ledger before the period opens, and what is drawn follows from the seed and from who had reported.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from jujur.domain.acts import MINIMUM_REASON
from jujur.domain.errors import DecisionRefused, RecordError
from jujur.domain.forms import Form
from jujur.domain.periods import WIB, from_text, to_text
from jujur.figures import sampling
from jujur.operations.desk import Desk
from jujur.record import frames, ledger, spot_checks
from jujur.record import submissions as records
from jujur.record.canonical import digest_of_ids
from jujur.record.database import Session
from jujur.record.form_rows import Span, accepted_rows
from jujur.record.spot_checks import Commitment, Draw
from jujur.settings.calendar import ReportingPeriod

# What the record's integer columns hold.
LARGEST_COUNT = 2**31 - 1


def can_be_recounted(form: Form) -> bool:
    """True for forms of one row a unit that hold counts; an incident cannot be counted again."""
    return not form.is_event and bool(form.counts)


def commit_seeds(desk: Desk, session: Session, now: datetime) -> list[str]:
    """Commits to a seed for every form of every period that has a frame and has not opened; says what was done.

    A seed that already lies in its file is the one committed to, so that a demonstration may be repeated exactly. Whatever was
    received for the period makes a commitment worthless: then none is made, and that is said.
    """
    done: list[str] = []
    for period in desk.config.calendar.reporting_periods:
        known = spot_checks.commitments(session, period.id, now)
        forms = [
            form_id
            for form_id in period.forms
            if can_be_recounted(desk.config.forms[form_id]) and (period.id, form_id) not in known
        ]
        if not forms or now >= period.starts_at or not frames.frozen_frame(session, period.starts_at, now):
            continue
        if any(spot_checks.first_receipt(session, form_id, period.starts_at) for form_id in forms):
            done.append(f"uji petik {period.id} tidak dijanjikan: sudah ada kiriman untuk masa itu")
            continue
        ledger.append(session, now, "desk", spot_checks.COMMITTED, _commitment_event(desk, period, forms))
        done.append(f"benih uji petik {period.id} dijanjikan")
    return done


def _commitment_event(desk: Desk, period: ReportingPeriod, forms: Iterable[str]) -> dict[str, object]:
    """Digests only. Each form has a seed of its own: opening one says nothing about the others."""
    seeds = {
        form_id: spot_checks.keep_seed(
            spot_checks.seed_file(desk.home, period.id, form_id), secrets.token_bytes(spot_checks.SEED_BYTES)
        )
        for form_id in forms
    }
    return {
        "period": period.id,
        "period_start": to_text(period.starts_at),
        "seeds": {form_id: hashlib.sha256(seed).hexdigest() for form_id, seed in seeds.items()},
        "percent": desk.config.thresholds.spot_check_percent,
        "algorithm": sampling.ALGORITHM,
    }


def period_and_form(desk: Desk, period_id: str, form_id: str = "") -> tuple[ReportingPeriod, Form]:
    """A reporting period and a form that can be recounted in it; without a name, the only one there is.

    :raises RecordError: the calendar has no such period, or the form is none of those that can be recounted.
    """
    period = next((item for item in desk.config.calendar.reporting_periods if item.id == period_id), None)
    if period is None:
        known = ", ".join(item.id for item in desk.config.calendar.reporting_periods)
        raise RecordError(f"Masa laporan {period_id} tidak ada dalam kalender. Yang ada: {known}.")
    possible = [name for name in period.forms if can_be_recounted(desk.config.forms[name])]
    if form_id not in possible and not (not form_id and len(possible) == 1):
        raise RecordError(
            f"Sebutkan formulir yang dapat dihitung ulang pada masa {period_id}: {', '.join(possible) or 'tidak ada'}."
        )
    return period, desk.config.forms[form_id or possible[0]]


def population_at(desk: Desk, period: ReportingPeriod) -> datetime:
    """The instant whose reporting units are drawn from: the cut-off of the period's report, or else its due time.

    Fixed by the calendar, so that nobody can wait for a population that suits a seed he knows.
    """
    slots = (slot for slot in desk.config.calendar.publish_slots if slot.period == period.period)
    return next((slot.cut_off_at for slot in slots), period.due_at)


def draw(desk: Desk, period_id: str, form_id: str = "") -> Draw:
    """Opens the seed and draws the units to recount; a draw that was made is returned as it is.

    :raises RecordError: nothing was committed in time, the seed is not the one committed to, or it is too early.
    """
    period, form = period_and_form(desk, period_id, form_id)
    as_of, now = population_at(desk, period), desk.now()
    with desk.database.writing() as session:
        made = spot_checks.draws(session, period.id, now).get((period.id, form.id))
        if made:
            return made
        commitment = require_commitment(session, period, form, now)
        if now < as_of:
            raise RecordError(f"Undian baru dapat dibuka sesudah {as_of.astimezone(WIB):%d-%m-%Y %H.%M} WIB.")
        if records.unread(session, as_of):
            raise RecordError(
                "Masih ada kiriman yang belum dinilai; undian menunggu sampai semuanya dinilai."
            )
        seed = spot_checks.read_seed(spot_checks.seed_file(desk.home, period.id, form.id))
        _require_same_seed(seed, commitment, period)
        frame = frames.frozen_frame(session, period.starts_at, as_of)
        if frame is None:
            raise RecordError(f"Kerangka masa {period.id} belum dibekukan; tidak ada yang dapat diundi.")
        units = spot_checks.reporting_units(session, form.id, period.starts_at, frame.version, as_of)
        if not units:
            raise RecordError(
                f"Belum ada unit yang melapor untuk masa {period.id}; tidak ada yang dapat diundi."
            )
        sample = sampling.draw(seed, units, commitment.percent)
        spot_checks.add_sample(session, form.id, period.starts_at, sample, commitment.seed_digest, now)
        ledger.append(
            session,
            now,
            "desk",
            spot_checks.DRAWN,
            {
                "period": period.id,
                "period_start": to_text(period.starts_at),
                "form": form.id,
                "seed": seed.hex(),
                "seed_digest": commitment.seed_digest,
                "algorithm": commitment.algorithm,
                "percent": commitment.percent,
                "as_of": to_text(as_of),
                "frame_version": frame.version,
                "population": len(units),
                "population_digest": digest_of_ids(units),
                "sample": list(sample),
            },
        )
        return spot_checks.draws(session, period.id, now)[period.id, form.id]


def require_commitment(session: Session, period: ReportingPeriod, form: Form, as_of: datetime) -> Commitment:
    """The commitment of a form and period, made before it opened and before anything was received for it.

    :raises RecordError: there is none, or it came too late to bind anybody.
    """
    commitment = spot_checks.commitments(session, period.id, as_of).get((period.id, form.id))
    if commitment is None:
        raise RecordError(
            f"Benih uji petik {form.id} masa {period.id} tidak pernah dijanjikan; tidak ada undian."
        )
    if commitment.algorithm != sampling.ALGORITHM:
        raise RecordError(f"Cara undian “{commitment.algorithm}” tidak dikenal versi ini.")
    receipt = spot_checks.first_receipt(session, form.id, period.starts_at)
    is_late = commitment.committed_at >= period.starts_at
    if receipt:
        received_seq = spot_checks.receipt_seq(session, receipt["submission_id"])
        is_late = (
            is_late
            or from_text(receipt["received_at"]) <= commitment.committed_at
            or received_seq is None
            or received_seq <= commitment.seq
        )
    if is_late:
        raise RecordError(
            f"Benih uji petik {form.id} masa {period.id} dijanjikan sesudah masanya dibuka atau sesudah kiriman pertama (P44)."
        )
    return commitment


def _require_same_seed(seed: bytes, commitment: Commitment, period: ReportingPeriod) -> None:
    if hashlib.sha256(seed).hexdigest() != commitment.seed_digest:
        raise RecordError(f"Benih uji petik masa {period.id} bukan yang dijanjikan dalam buku besar (P44).")


def redo_draw(desk: Desk, session: Session, period_id: str, form_id: str = "") -> Draw:
    """Draws again from the ledger and the record alone, and returns the draw if everything agrees.

    :raises RecordError: the commitment came too late, or seed, reporting units, or the sample are not those of the ledger.
    """
    period, form = period_and_form(desk, period_id, form_id)
    now = desk.now()
    made = spot_checks.draws(session, period.id, now).get((period.id, form.id))
    if made is None:
        raise RecordError(f"Uji petik {form.id} masa {period.id} belum diundi.")
    commitment = require_commitment(session, period, form, made.drawn_at)
    _require_same_seed(made.seed, commitment, period)
    units = spot_checks.reporting_units(session, form.id, period.starts_at, made.frame_version, made.as_of)
    again = sampling.draw(made.seed, units, commitment.percent)
    agrees = {
        "waktu pengundian": made.seq > commitment.seq and made.as_of == population_at(desk, period),
        "unit pelapor": (made.population, made.population_digest) == (len(units), digest_of_ids(units)),
        "hasil undian dalam buku besar": made.sample == again,
        "hasil undian dalam tabel": spot_checks.sample(session, form.id, period.starts_at, now) == again,
    }
    wrong = [what for what, is_same in agrees.items() if not is_same]
    if wrong:
        raise RecordError(f"Undian masa {period.id} diulang, dan tidak cocok: {', '.join(wrong)} (P44).")
    return made


def record_result(
    desk: Desk,
    unit_code: str,
    period_id: str,
    form_id: str,
    recounted: Mapping[str, int],
    actor: str,
    note: str,
) -> list[sampling.Recount]:
    """Enters what an officer recounted at a unit that was drawn; returns it beside what had been reported.

    Reported is what counted at the instant that the draw was about: a correction sent after the draw does not improve it.

    :raises DecisionRefused: the officer is unknown or sent the unit's figures, or the note is no sentence.
    :raises RecordError: the unit was not drawn, or a column or value is none of the form's counts.
    """
    period, form = period_and_form(desk, period_id, form_id)
    now = desk.now()
    _refuse_impossible(form, recounted)
    if len(note.strip()) < MINIMUM_REASON:
        raise DecisionRefused(
            f"Catatan uji petik paling sedikit {MINIMUM_REASON} huruf: dokumen apa yang dihitung, di mana, kapan."
        )
    with desk.database.writing() as session:
        made = spot_checks.draws(session, period.id, now).get((period.id, form.id))
        if made is None or unit_code not in made.sample:
            raise RecordError(f"Unit {unit_code} tidak terundi untuk uji petik {form.id} masa {period.id}.")
        _refuse_unauthorised(desk, session, form, period, unit_code, actor)
        reported = _reported(session, form, period, made.as_of, unit_code)
        found = [
            sampling.Recount(unit_code, name, reported.get(name), value) for name, value in recounted.items()
        ]
        for item in found:
            session.run(
                "insert_spot_check_result",
                period_start=to_text(period.starts_at),
                form_id=form.id,
                unit_code=unit_code,
                column_name=item.column_name,
                reported=item.reported,
                recounted=item.recounted,
                actor=actor,
                note=note.strip(),
                checked_at=to_text(now),
            )
        ledger.append(
            session,
            now,
            actor,
            "spot_check_recorded",
            {
                "period": period.id,
                "form": form.id,
                "unit": unit_code,
                "recounted": dict(recounted),
                "reported": {item.column_name: item.reported for item in found},
                "note": note.strip(),
            },
        )
    return found


def _refuse_impossible(form: Form, recounted: Mapping[str, int]) -> None:
    counts = {column.name for column in form.counts}
    if not recounted:
        raise RecordError("Sebutkan paling sedikit satu lajur, misalnya suara_sah=195.")
    for name, value in recounted.items():
        if name not in counts:
            raise RecordError(f"Lajur {name} bukan hitungan dalam formulir {form.id}.")
        if not 0 <= value <= LARGEST_COUNT:
            raise RecordError(f"Lajur {name}: {value} bukan hitungan.")


def _refuse_unauthorised(
    desk: Desk, session: Session, form: Form, period: ReportingPeriod, unit_code: str, actor: str
) -> None:
    if not any(officer.id == actor for officer in desk.config.officers):
        raise DecisionRefused(f"{actor} bukan petugas desk; uji petik dicatat oleh petugas.")
    senders = session.rows(
        f"senders_of_unit:{form.id}", period_start=to_text(period.starts_at), unit_code=unit_code
    )
    if any(actor in (row["sender"], row["team_id"]) for row in senders):
        raise DecisionRefused(
            f"{actor} sendiri yang mengirim laporan {unit_code}; harus orang lain yang menguji (P38)."
        )


def _reported(
    session: Session, form: Form, period: ReportingPeriod, as_of: datetime, unit_code: str
) -> dict[str, int | None]:
    names = [column.name for column in form.counts]
    span = Span(period.starts_at, period.starts_at + timedelta(seconds=1), as_of)
    rows = [row for row in accepted_rows(session, form, names, span) if row["unit_code"] == unit_code]
    return {name: rows[-1][name] for name in names} if rows else {}
