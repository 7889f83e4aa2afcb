"""Deciding in a room, one at a time: lock, fold, decide, append, and tell the sockets."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hearings.models import Line, Sitting
from hearings.nudges import room_reached
from hearings.protocol.messages import STATE
from hearings.rules import acts
from hearings.rules.audience import LINES
from hearings.rules.fold import apply
from hearings.rules.room import decide
from hearings.rules.state import RoomState
from hearings.selectors import room_state, stream_of
from mediation.journal.event import Event
from mediation.journal.selectors import entries_of_act
from mediation.journal.services import journal_append, stream_lock
from mediation.rules.core import RuleViolation
from mediation.rules.texts import clean_text


def room_act(
    *,
    sitting_id: uuid.UUID,
    actor: str,
    act: acts.Act,
    act_id: str = "",
    at: datetime | None = None,
) -> int:
    """Do `act`; returns the seq up to which the journal must be read to see it.

    The same `act_id` of the same actor again has the same answer. Raises RuleViolation `room.*`.
    """
    stream = stream_of(sitting_id)
    with transaction.atomic():
        head = stream_lock(stream=stream)
        done = entries_of_act(stream=stream, actor=actor, act_id=act_id)
        if done:
            return done[-1].seq
        sitting = Sitting.objects.get(pk=sitting_id)
        moment, fresh = at or timezone.now(), uuid.uuid4().hex
        state, _ = room_state(sitting)
        events = decide(state, act, actor=actor, at=moment, fresh=fresh)
        if isinstance(act, acts.Say | acts.Minute):
            _keep_words(sitting, events, _readable(act.text))
        room_append(
            sitting=sitting, state=state, events=events, actor=actor, at=moment, act_id=act_id
        )
        return head.seq + len(events)


def _readable(text: str) -> str:
    """Without the hidden marks of pasted text. Raises RuleViolation `message.malformed`."""
    words = clean_text(text, limit=len(text))
    if not words:
        raise RuleViolation("message.malformed")
    return words


def _keep_words(sitting: Sitting, events: tuple[Event, ...], text: str) -> None:
    for event in events:
        if event.kind in LINES:
            Line.objects.create(id=event.data["line"], sitting=sitting, text=text)


def room_append(
    *,
    sitting: Sitting,
    state: RoomState,
    events: tuple[Event, ...],
    actor: str,
    at: datetime,
    act_id: str = "",
) -> RoomState:
    """Write decided events, keep the view of the room on its sitting, tell it after the commit.

    The caller holds the lock of the stream; `state` is the room before the events.
    """
    if not events:
        return state
    written = journal_append(
        stream=sitting.stream, events=events, actor=actor, at=at, act_id=act_id
    )
    for event in events:
        state = apply(state, event)
    sitting.room = STATE.dump_python(state, mode="json")
    sitting.room_seq, sitting.phase = written[-1].seq, state.phase
    sitting.save(update_fields=["room", "room_seq", "phase"])
    room_reached(sitting_id=sitting.pk, seq=sitting.room_seq)
    return state
