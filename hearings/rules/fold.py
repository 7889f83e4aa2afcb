"""What each entry makes of the room. `frontend/src/room/apply.ts` does the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hearings.rules.state import Caucus, Phase, Place, RoomState, Seat, is_staff
from mediation.journal.event import Event
from mediation.people.roles import Role

Data = Mapping[str, Any]
Step = Callable[[RoomState, Data], RoomState]


def apply(state: RoomState, event: Event) -> RoomState:
    """The room after `event`. Raises KeyError for a kind or a seat that it does not know."""
    return STEPS[event.kind](state, event.data)


def _same(state: RoomState, data: Data) -> RoomState:
    return state


def _phase(phase: Phase) -> Step:
    return lambda state, data: replace(state, phase=phase)


def _change(state: RoomState, seat: str, **changes: Any) -> RoomState:
    changed = replace(state.seats[seat], **changes)
    return replace(state, seats={**state.seats, seat: changed})


def _set(**changes: Any) -> Step:
    return lambda state, data: _change(state, data["seat"], **changes)


def _started(state: RoomState, data: Data) -> RoomState:
    return replace(state, phase=Phase.IN_SESSION, started_at=data["at"])


def _ended(phase: Phase) -> Step:
    return lambda state, data: replace(state, phase=phase, caucuses={}, hands=())


def _seated(state: RoomState, data: Data) -> RoomState:
    known = state.seats.get(data["seat"]) or Seat(id=data["seat"], role=Role(data["role"]))
    seat = replace(
        known,
        role=Role(data["role"]),
        side=data["side"],
        protected_from=tuple(data["protected_from"]),
    )
    return replace(state, seats={**state.seats, seat.id: seat})


def _connected(state: RoomState, data: Data) -> RoomState:
    place = state.seats[data["seat"]].place
    if place in {Place.OUTSIDE, Place.GONE}:
        place = Place.JOINING
    return _change(state, data["seat"], connected=True, place=place)


def _prepared(state: RoomState, data: Data) -> RoomState:
    return _change(state, data["seat"], ready=True, network=data["network"])


def _entered(state: RoomState, data: Data) -> RoomState:
    return _change(state, data["seat"], place=Place(data["place"]))


def _admitted(state: RoomState, data: Data) -> RoomState:
    muted = state.mics_locked or state.seats[data["seat"]].muted
    return _change(state, data["seat"], place=Place.INSIDE, muted=muted)


def _out(place: Place) -> Step:
    def step(state: RoomState, data: Data) -> RoomState:
        state = _from_caucuses(_lowered(state, data), data["seat"])
        off = {"microphone": False, "camera": False, "screen": False}
        connected = state.seats[data["seat"]].connected and place is not Place.GONE
        return _change(state, data["seat"], place=place, connected=connected, **off)

    return step


def _raised(state: RoomState, data: Data) -> RoomState:
    return replace(state, hands=(*state.hands, data["seat"]))


def _lowered(state: RoomState, data: Data) -> RoomState:
    return replace(state, hands=tuple(hand for hand in state.hands if hand != data["seat"]))


def _devices(state: RoomState, data: Data) -> RoomState:
    names = ("microphone", "camera", "screen")
    return _change(state, data["seat"], **{name: data[name] for name in names})


def _locked(state: RoomState, data: Data) -> RoomState:
    seats = {
        seat.id: seat if is_staff(seat) else replace(seat, muted=True, microphone=False)
        for seat in state.seats.values()
    }
    return replace(state, mics_locked=True, seats=seats)


def _unlocked(state: RoomState, data: Data) -> RoomState:
    seats = {seat.id: replace(seat, muted=False) for seat in state.seats.values()}
    return replace(state, mics_locked=False, seats=seats)


def _put(state: RoomState, caucus: Caucus) -> RoomState:
    return replace(state, caucuses={**state.caucuses, caucus.id: caucus})


def _without(invited: Mapping[str, str], seat: str) -> dict[str, str]:
    return {other: at for other, at in invited.items() if other != seat}


def _caucus_opened(state: RoomState, data: Data) -> RoomState:
    return _put(state, Caucus(data["caucus"], data["seat"], (data["seat"],)))


def _caucus_invited(state: RoomState, data: Data) -> RoomState:
    caucus = state.caucuses[data["caucus"]]
    return _put(
        state,
        replace(caucus, invited={**caucus.invited, data["seat"]: data["expires_at"]}),
    )


def _caucus_joined(state: RoomState, data: Data) -> RoomState:
    caucus, seat = state.caucuses[data["caucus"]], data["seat"]
    members = (*caucus.members, seat)
    return _put(
        state,
        replace(caucus, members=members, invited=_without(caucus.invited, seat)),
    )


def _caucus_declined(state: RoomState, data: Data) -> RoomState:
    caucus = state.caucuses[data["caucus"]]
    return _put(state, replace(caucus, invited=_without(caucus.invited, data["seat"])))


def _caucus_left(state: RoomState, data: Data) -> RoomState:
    caucus = state.caucuses[data["caucus"]]
    members = tuple(member for member in caucus.members if member != data["seat"])
    return _put(state, replace(caucus, members=members))


def _caucus_closed(state: RoomState, data: Data) -> RoomState:
    others = {key: value for key, value in state.caucuses.items() if key != data["caucus"]}
    return replace(state, caucuses=others)


def _from_caucuses(state: RoomState, seat: str) -> RoomState:
    caucuses = {
        caucus.id: replace(
            caucus,
            members=tuple(member for member in caucus.members if member != seat),
            invited=_without(caucus.invited, seat),
        )
        for caucus in state.caucuses.values()
    }
    return replace(state, caucuses=caucuses)


STEPS: Mapping[str, Step] = {
    "room.booked": _same,
    "room.moved": _same,
    "room.cancelled": _ended(Phase.CANCELLED),
    "room.opened": _phase(Phase.LOBBY),
    "room.started": _started,
    "room.paused": _phase(Phase.PAUSED),
    "room.resumed": _phase(Phase.IN_SESSION),
    "room.closed": _ended(Phase.CLOSED),
    "room.seated": _seated,
    "room.connected": _connected,
    "room.disconnected": _set(connected=False),
    "room.prepared": _prepared,
    "room.entered": _entered,
    "room.admitted": _admitted,
    "room.dismissed": _out(Place.WAITING),
    "room.left": _out(Place.GONE),
    "room.hand_raised": _raised,
    "room.hand_lowered": _lowered,
    "room.muted": _set(muted=True, microphone=False),
    "room.unmute_allowed": _set(muted=False),
    "room.mics_locked": _locked,
    "room.mics_unlocked": _unlocked,
    "room.devices_set": _devices,
    "room.caucus_opened": _caucus_opened,
    "room.caucus_invited": _caucus_invited,
    "room.caucus_joined": _caucus_joined,
    "room.caucus_declined": _caucus_declined,
    "room.caucus_left": _caucus_left,
    "room.caucus_closed": _caucus_closed,
    "room.said": _same,
    "room.minuted": _same,
}
