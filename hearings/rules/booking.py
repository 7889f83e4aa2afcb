"""When a sitting may be booked, moved and cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hearings.rules.state import OPEN, Phase
from mediation.journal.event import Event
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State

OPENS_BEFORE = timedelta(minutes=15)
SHORTEST, LONGEST = 15, 480
FURTHEST = timedelta(days=365)
# From the disclosure that there is no conflict until the text is signed.
HEARABLE = frozenset({State.MEDIATING, State.DRAFTING, State.SIGNING})


@dataclass(frozen=True, slots=True)
class Slot:
    """From `starts_at`, for `minutes`."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def clashes(self, other: "Slot") -> bool:
        """Whether the two overlap; one may begin when the other ends."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody of ours has another sitting then; `who` is their name."""

    slot: Slot
    who: str


def book(*, slot: Slot, case_state: str, busy: Sequence[Busy], now: datetime) -> Event:
    """A new sitting. Raises `sitting.*`."""
    if case_state not in HEARABLE:
        raise RuleViolation("sitting.case_not_ready")
    _check(slot, busy, now)
    return Event("room.booked", _data(slot))


def move(*, phase: Phase, slot: Slot, busy: Sequence[Busy], now: datetime) -> Event:
    """Another time. Raises `sitting.*`."""
    _not_begun(phase)
    _check(slot, busy, now)
    return Event("room.moved", _data(slot))


def cancel(*, phase: Phase) -> Event:
    """It does not take place. Raises `sitting.*`."""
    _not_begun(phase)
    return Event("room.cancelled")


def opens(*, phase: Phase, starts_at: datetime, now: datetime) -> bool:
    """Whether people may come now."""
    return phase in OPEN or (phase is Phase.SCHEDULED and now >= starts_at - OPENS_BEFORE)


def _check(slot: Slot, busy: Sequence[Busy], now: datetime) -> None:
    if not SHORTEST <= slot.minutes <= LONGEST:
        raise RuleViolation("sitting.bad_length", shortest=SHORTEST, longest=LONGEST)
    if slot.starts_at <= now:
        raise RuleViolation("sitting.in_the_past")
    if slot.starts_at > now + FURTHEST:
        raise RuleViolation("sitting.too_far")
    clash = next((other for other in busy if other.slot.clashes(slot)), None)
    if clash:
        raise RuleViolation("sitting.clash", who=clash.who)


def _not_begun(phase: Phase) -> None:
    if phase not in {Phase.SCHEDULED, Phase.LOBBY}:
        raise RuleViolation("sitting.begun_or_over")


def _data(slot: Slot) -> dict[str, Any]:
    return {"starts_at": slot.starts_at.isoformat(), "minutes": slot.minutes}
