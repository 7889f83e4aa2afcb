"""Coming to a room and dropping out of it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hearings.models import Connection, Sitting
from hearings.rules import acts, booking
from hearings.rules.fold import apply
from hearings.rules.room import decide
from hearings.rules.state import OPEN, Phase, RoomState
from hearings.selectors import participants, room_state, seat_for, stream_of
from hearings.services.room import room_append
from mediation.journal.event import Event
from mediation.journal.services import stream_lock
from mediation.people.models import User
from mediation.rules.core import RuleViolation


def seat_take(
    *, sitting_id: uuid.UUID, user: User, connection: str, at: datetime | None = None
) -> None:
    """Give `user` their seat, connected through `connection`, which replaces any other of theirs.

    Opens the lobby when its time has come. Raises `room.no_seat`, `room.not_open`, `room.closed`.
    """
    now = at or timezone.now()
    with transaction.atomic():
        stream_lock(stream=stream_of(sitting_id))
        sitting = Sitting.objects.select_related("case__mediator").get(pk=sitting_id)
        own = seat_for(case=sitting.case, user=user)
        if own is None:
            raise RuleViolation("room.no_seat")
        require_open(sitting=sitting, now=now)
        Connection.objects.update_or_create(
            sitting=sitting, user=user, defaults={"token": connection, "last_seen": now}
        )
        _system(sitting, [*_lobby(sitting), own, acts.Connect(seat=user.actor)], now)


def require_open(*, sitting: Sitting, now: datetime) -> None:
    """Raises `room.not_open` before the time and `room.closed` when it is over."""
    phase = Phase(sitting.phase)
    if phase in {Phase.CLOSED, Phase.CANCELLED}:
        raise RuleViolation("room.closed")
    if not booking.opens(phase=phase, starts_at=sitting.starts_at, now=now):
        raise RuleViolation("room.not_open")


def seat_drop(
    *, sitting_id: uuid.UUID, user_id: int, connection: str, at: datetime | None = None
) -> bool:
    """The connection is gone without a goodbye. False when another took its place meanwhile."""
    now = at or timezone.now()
    with transaction.atomic():
        stream_lock(stream=stream_of(sitting_id))
        held = Connection.objects.filter(sitting=sitting_id, user=user_id, token=connection)
        if not held.delete()[0]:
            return False
        sitting = Sitting.objects.get(pk=sitting_id)
        if sitting.phase in OPEN:
            _system(sitting, [acts.Disconnect(seat=f"user:{user_id}")], now)
        return True


def connections_touch(*, tokens: Collection[str], at: datetime | None = None) -> None:
    """These sockets were heard of."""
    now = at or timezone.now()
    Connection.objects.filter(token__in=tokens).update(last_seen=now)


def connections_sweep(*, unseen_since: datetime) -> int:
    """Drop those whose socket nobody has heard of, whatever became of its process."""
    ghosts = Connection.objects.filter(last_seen__lt=unseen_since)
    rows = list(ghosts.values_list("sitting_id", "user_id", "token"))
    dropped = [
        seat_drop(sitting_id=sitting, user_id=user, connection=token)
        for sitting, user, token in rows
    ]
    return sum(dropped)


def _lobby(sitting: Sitting) -> list[acts.Act]:
    """Open the door, and set a chair for everybody who is expected."""
    if sitting.phase != Phase.SCHEDULED:
        return []
    seats = [seat_for(case=sitting.case, user=user) for user in participants(sitting.case)]
    return [acts.OpenLobby(), *(seat for seat in seats if seat)]


def _system(sitting: Sitting, doing: list[acts.Act], now: datetime) -> RoomState:
    before, _ = room_state(sitting)
    state, events = before, list[Event]()
    for act in doing:
        for event in decide(state, act, actor=acts.SYSTEM, at=now):
            state = apply(state, event)
            events.append(event)
    return room_append(
        sitting=sitting, state=before, events=tuple(events), actor=acts.SYSTEM, at=now
    )
