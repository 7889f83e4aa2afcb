"""What a room is at a moment: its sitting's phase, its seats and its private rooms.

The same shape, as JSON, is the snapshot that a browser receives (`frontend/src/room/apply.ts`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from mediation.people.roles import Role

HOSTS = frozenset({Role.MEDIATOR, Role.JUDGE})
STAFF = HOSTS | {Role.CLERK}

Side = Literal["claimant", "respondent", ""]
Grade = Literal["good", "fair", "poor", "none"]
"""How well a device or the line did in the check; `none` when it was not there or not tried."""


class Phase(StrEnum):
    """Where the sitting stands. The last two are final."""

    SCHEDULED = "scheduled"
    LOBBY = "lobby"
    IN_SESSION = "in_session"
    PAUSED = "paused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN = frozenset({Phase.LOBBY, Phase.IN_SESSION, Phase.PAUSED})


class Place(StrEnum):
    """How far somebody has come. A lost connection leaves it as it is; leaving does not."""

    OUTSIDE = "outside"
    JOINING = "joining"
    WAITING = "waiting"
    INSIDE = "inside"
    GONE = "gone"


class Standing(StrEnum):
    """What the others are told about somebody, in the field's words."""

    NOT_SIGNED_IN = "not_signed_in"
    JOINING = "joining"
    AVAILABLE = "available"
    IN_HEARING = "in_hearing"
    IN_CONSULTATION = "in_consultation"
    DISCONNECTED = "disconnected"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place in the sitting. `id` is `user:<pk>`, and names them to the media engine too.

    `muted` is the host's doing and outlives a reconnect, as do the three devices, which are the
    person's own. The seats in `protected_from` never receive this person's sound or picture.
    """

    id: str
    role: Role
    side: Side = ""
    protected_from: tuple[str, ...] = ()
    place: Place = Place.OUTSIDE
    connected: bool = False
    ready: bool = False
    network: Grade = "none"
    muted: bool = False
    microphone: bool = False
    camera: bool = False
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Caucus:
    """A private room. `invited` maps a seat to the moment (ISO 8601) its invitation expires."""

    id: str
    opened_by: str
    members: tuple[str, ...] = ()
    invited: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoomState:
    """The whole room. `hands` holds raised hands in the order they went up."""

    phase: Phase = Phase.SCHEDULED
    started_at: str | None = None
    mics_locked: bool = False
    seats: Mapping[str, Seat] = field(default_factory=dict)
    hands: tuple[str, ...] = ()
    caucuses: Mapping[str, Caucus] = field(default_factory=dict)


def caucus_of(state: RoomState, seat: str) -> Caucus | None:
    """The private room that `seat` is in, if any; nobody is in two."""
    return next((c for c in state.caucuses.values() if seat in c.members), None)


def is_staff(seat: Seat) -> bool:
    """Whether they run the sitting: they need no admission and cannot be sent out."""
    return seat.role in STAFF


def standing(state: RoomState, seat: Seat) -> Standing:
    """What to show beside their name."""
    if seat.place is Place.OUTSIDE:
        return Standing.NOT_SIGNED_IN
    if seat.place is Place.GONE:
        return Standing.GONE
    if not seat.connected:
        return Standing.DISCONNECTED
    if seat.place is Place.INSIDE:
        inside = caucus_of(state, seat.id) is None
        return Standing.IN_HEARING if inside else Standing.IN_CONSULTATION
    return Standing.AVAILABLE if seat.place is Place.WAITING else Standing.JOINING
