"""When a sitting may be booked, moved and cancelled."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearings.rules.booking import HEARABLE, Busy, Slot, book, cancel, move, opens
from hearings.rules.state import Phase
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State

NOW = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)
SLOT = Slot(NOW + timedelta(hours=1), 60)


def code(act: object, **arguments: object) -> str:
    with pytest.raises(RuleViolation) as refusal:
        act(**arguments)  # type: ignore[operator]
    return refusal.value.code


def test_a_sitting_is_booked_and_says_when() -> None:
    event = book(slot=SLOT, case_state=State.MEDIATING, busy=[], now=NOW)
    assert event.kind == "room.booked"
    assert event.data == {"starts_at": SLOT.starts_at.isoformat(), "minutes": 60}


@pytest.mark.parametrize("state", [state for state in State if state not in HEARABLE])
def test_a_case_without_an_accepting_mediator_is_not_heard(state: State) -> None:
    assert code(book, slot=SLOT, case_state=state, busy=[], now=NOW) == "sitting.case_not_ready"


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        (Slot(NOW, 60), "sitting.in_the_past"),
        (Slot(NOW + timedelta(days=366), 60), "sitting.too_far"),
        (Slot(NOW + timedelta(hours=1), 14), "sitting.bad_length"),
        (Slot(NOW + timedelta(hours=1), 481), "sitting.bad_length"),
    ],
)
def test_impossible_times_are_refused(slot: Slot, expected: str) -> None:
    assert code(book, slot=slot, case_state=State.MEDIATING, busy=[], now=NOW) == expected
    assert code(move, phase=Phase.SCHEDULED, slot=slot, busy=[], now=NOW) == expected


@given(st.integers(-120, 120), st.integers(15, 120), st.integers(15, 120))
def test_two_sittings_clash_when_a_minute_is_in_both(shift: int, one: int, two: int) -> None:
    first, second = Slot(NOW, one), Slot(NOW + timedelta(minutes=shift), two)
    minutes = set(range(one)) & set(range(shift, shift + two))
    assert first.clashes(second) == second.clashes(first) == bool(minutes)


def test_a_clash_names_who_is_busy() -> None:
    busy = [Busy(Slot(SLOT.starts_at + timedelta(minutes=59), 60), "王芳")]
    with pytest.raises(RuleViolation) as refusal:
        book(slot=SLOT, case_state=State.MEDIATING, busy=busy, now=NOW)
    assert (refusal.value.code, refusal.value.params) == ("sitting.clash", {"who": "王芳"})


@pytest.mark.parametrize("phase", Phase)
def test_only_what_has_not_begun_is_moved_or_cancelled(phase: Phase) -> None:
    if phase in {Phase.SCHEDULED, Phase.LOBBY}:
        assert cancel(phase=phase).kind == "room.cancelled"
        assert move(phase=phase, slot=SLOT, busy=[], now=NOW).kind == "room.moved"
    else:
        assert code(cancel, phase=phase) == "sitting.begun_or_over"
        assert code(move, phase=phase, slot=SLOT, busy=[], now=NOW) == "sitting.begun_or_over"


def test_the_room_opens_a_quarter_of_an_hour_before() -> None:
    early = SLOT.starts_at - timedelta(minutes=15)
    assert opens(phase=Phase.SCHEDULED, starts_at=SLOT.starts_at, now=early)
    sooner = early - timedelta(seconds=1)
    assert not opens(phase=Phase.SCHEDULED, starts_at=SLOT.starts_at, now=sooner)
    assert opens(phase=Phase.PAUSED, starts_at=SLOT.starts_at, now=sooner)
    assert not opens(phase=Phase.CLOSED, starts_at=SLOT.starts_at, now=SLOT.starts_at)
