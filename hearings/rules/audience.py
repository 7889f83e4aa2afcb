"""Who may hear, see and read what. Everything that sends anything asks here first.

When it cannot tell, nobody receives.
"""

from dataclasses import replace
from typing import Literal

from hearings.rules.acts import Scope
from hearings.rules.state import (
    OPEN,
    Caucus,
    Place,
    RoomState,
    Seat,
    caucus_of,
    is_staff,
)
from mediation.journal.event import Event
from mediation.people.roles import Role

Kind = Literal["audio", "video"]
NOBODY: frozenset[str] = frozenset()

# What everybody with a seat may know, wherever they are: the phase, and who has come.
HOUSE = frozenset(
    {
        "room.booked",
        "room.moved",
        "room.cancelled",
        "room.opened",
        "room.started",
        "room.paused",
        "room.resumed",
        "room.closed",
        "room.seated",
        "room.connected",
        "room.disconnected",
        "room.entered",
        "room.admitted",
        "room.dismissed",
        "room.left",
    }
)
# What carries words goes to those whom the decision named in `to`, then and ever after.
LINES = frozenset({"room.said", "room.minuted"})


def receivers(state: RoomState, seat_id: str, kind: Kind) -> frozenset[str]:
    """The seats that receive the sound or the picture of `seat_id` at this moment."""
    sender = state.seats.get(seat_id)
    if state.phase not in OPEN or sender is None or not _sends(sender, kind):
        return NOBODY
    room = caucus_of(state, seat_id)
    return frozenset(
        other.id for other in state.seats.values() if _receives(state, sender, room, other)
    )


def routes(state: RoomState) -> dict[str, dict[Kind, frozenset[str]]]:
    """`receivers` of everybody, for the media engine; who sends to nobody is not named."""
    table: dict[str, dict[Kind, frozenset[str]]] = {}
    for seat in state.seats:
        kinds: tuple[Kind, ...] = ("audio", "video")
        found = {kind: receivers(state, seat, kind) for kind in kinds}
        if any(found.values()):
            table[seat] = found
    return table


def has_media(state: RoomState, seat_id: str) -> bool:
    """Whether somebody may hold a media connection at all: connected, and admitted."""
    seat = state.seats.get(seat_id)
    return seat is not None and state.phase in OPEN and _present(seat)


def _present(seat: Seat) -> bool:
    return seat.connected and seat.place is Place.INSIDE


def _sends(seat: Seat, kind: Kind) -> bool:
    if not _present(seat) or seat.role is Role.OBSERVER:
        return False
    if kind == "audio":
        return seat.microphone and not seat.muted
    return seat.camera or seat.screen


def _receives(state: RoomState, sender: Seat, room: Caucus | None, other: Seat) -> bool:
    return (
        other.id != sender.id
        and _present(other)
        and other.id not in sender.protected_from
        and caucus_of(state, other.id) == room
    )


def readers(state: RoomState, sender: str, scope: Scope) -> frozenset[str]:
    """The seats that a line with this scope reaches. They need not be connected just now."""
    inside = {seat.id for seat in state.seats.values() if seat.place is Place.INSIDE}
    if sender not in inside or state.phase not in OPEN:
        return NOBODY
    if scope == "caucus":
        room = caucus_of(state, sender)
        return frozenset(room.members) & inside if room else NOBODY
    if scope == "staff":
        return frozenset(s for s in inside if is_staff(state.seats[s])) | {sender}
    return frozenset(inside)


def sees_room(state: RoomState, viewer: str) -> bool:
    """Whether somebody sees the whole room: once admitted; staff always."""
    seat = state.seats.get(viewer)
    return seat is not None and (seat.place is Place.INSIDE or is_staff(seat))


def receives_entry(state: RoomState, event: Event, viewer: str) -> bool:
    """Whether `viewer` may have this entry; `state` is the room with the entry applied."""
    if viewer not in state.seats or not event.kind.startswith("room."):
        return False
    if event.kind in LINES:
        return viewer in event.data.get("to", ())
    if event.kind in HOUSE or sees_room(state, viewer):
        return True
    return event.kind == "room.prepared" and event.data["seat"] == viewer


def view(state: RoomState, viewer: str) -> RoomState:
    """The room as `viewer` may know it. Who was not admitted sees the phase and who has come."""
    if sees_room(state, viewer):
        return state
    seats = {seat.id: _from_outside(seat, viewer) for seat in state.seats.values()}
    return replace(state, seats=seats, mics_locked=False, hands=(), caucuses={})


def _from_outside(seat: Seat, viewer: str) -> Seat:
    own = seat.id == viewer
    return replace(
        seat,
        ready=seat.ready and own,
        network=seat.network if own else "none",
        muted=False,
        microphone=False,
        camera=False,
        screen=False,
    )
