"""The room core: what may be done in a sitting, by whom, and what it decides.

`decide` checks an act and returns the events it makes; `hearings.rules.fold.apply` folds them.
Refusals are `RuleViolation` with a `room.*` code.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from hearings.rules import acts
from hearings.rules.access import may_send
from hearings.rules.audience import readers
from hearings.rules.fold import apply
from hearings.rules.state import (
    OPEN,
    Caucus,
    Phase,
    Place,
    RoomState,
    Seat,
    caucus_of,
    is_staff,
)
from mediation.journal.event import Event
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation

INVITATION = timedelta(seconds=120)
WITNESSES = frozenset({Role.WITNESS, Role.EXPERT})

Events = tuple[Event, ...]
Rule = Callable[..., Events]

__all__ = ["INVITATION", "apply", "decide", "fold"]


def decide(state: RoomState, act: acts.Act, *, actor: str, at: datetime, fresh: str = "") -> Events:
    """The events that `act` of `actor` makes; none when it changes nothing.

    `fresh` is a new id, for acts that make something. Acts of the system need `actor` "system".
    """
    if isinstance(act, acts.SystemAct):
        _require(actor == acts.SYSTEM, "room.not_allowed")
        return SYSTEM_RULES[act.kind](state, act)
    seat = state.seats.get(actor)
    if seat is None:
        raise RuleViolation("room.no_seat")
    _require(may_send(act.kind, seat.role), "room.not_allowed")
    _require(state.phase is not Phase.SCHEDULED, "room.not_open")
    _require(state.phase in OPEN, "room.closed")
    if act.kind not in BEFORE_ENTERING:
        _require(seat.place is Place.INSIDE, "room.not_inside")
    return RULES[act.kind](state, act, seat, at, fresh)


def fold(events: Events, state: RoomState | None = None) -> RoomState:
    """The room after all `events`, from an empty one by default."""
    return reduce(apply, events, state or RoomState())


def _require(condition: bool, code: str, **params: Any) -> None:
    if not condition:
        raise RuleViolation(code, **params)


def _other(state: RoomState, seat_id: str) -> Seat:
    seat = state.seats.get(seat_id)
    if seat is None:
        raise RuleViolation("room.unknown_person")
    return seat


def _about(kind: str, seat: Seat, **data: Any) -> Events:
    return (Event(f"room.{kind}", {"seat": seat.id, **data}),)


# --- coming and going -------------------------------------------------------------------------


def _prepare(state: RoomState, act: acts.Prepare, me: Seat, at: datetime, fresh: str) -> Events:
    devices = {"camera": act.camera, "microphone": act.microphone, "speaker": act.speaker}
    return _about("prepared", me, network=act.network, **devices)


def _enter(state: RoomState, act: acts.Enter, me: Seat, at: datetime, fresh: str) -> Events:
    _require(me.ready, "room.not_prepared")
    _require(me.place is Place.JOINING, "room.already_entered")
    place = Place.INSIDE if is_staff(me) else Place.WAITING
    return _about("entered", me, place=str(place))


def _leave(state: RoomState, act: acts.Leave, me: Seat, at: datetime, fresh: str) -> Events:
    if me.place is Place.GONE:
        return ()
    return _closing_after(state, me) + _about("left", me)


def _admit(state: RoomState, act: acts.Admit, me: Seat, at: datetime, fresh: str) -> Events:
    guest = _other(state, act.seat)
    _require(guest.place is Place.WAITING, "room.not_waiting")
    return _about("admitted", guest)


def _dismiss(state: RoomState, act: acts.Dismiss, me: Seat, at: datetime, fresh: str) -> Events:
    guest = _guest_inside(state, act.seat)
    return _closing_after(state, guest) + _about("dismissed", guest)


def _guest_inside(state: RoomState, seat_id: str) -> Seat:
    guest = _other(state, seat_id)
    _require(guest.place is Place.INSIDE, "room.they_are_not_inside")
    _require(not is_staff(guest), "room.they_are_staff")
    return guest


# --- speaking ---------------------------------------------------------------------------------


def _raise(state: RoomState, act: acts.RaiseHand, me: Seat, at: datetime, fresh: str) -> Events:
    return () if me.id in state.hands else _about("hand_raised", me)


def _lower(state: RoomState, act: acts.LowerHand, me: Seat, at: datetime, fresh: str) -> Events:
    seat = _other(state, act.seat) if act.seat else me
    _require(seat.id == me.id or may_send("mute", me.role), "room.not_allowed")
    return _about("hand_lowered", seat) if seat.id in state.hands else ()


def _mute(state: RoomState, act: acts.Mute, me: Seat, at: datetime, fresh: str) -> Events:
    guest = _guest_inside(state, act.seat)
    return () if guest.muted else _about("muted", guest)


def _allow(state: RoomState, act: acts.AllowUnmute, me: Seat, at: datetime, fresh: str) -> Events:
    guest = _other(state, act.seat)
    return _about("unmute_allowed", guest) if guest.muted else ()


def _lock(state: RoomState, act: acts.LockMics, me: Seat, at: datetime, fresh: str) -> Events:
    return (Event("room.mics_locked"),)


def _unlock(state: RoomState, act: acts.UnlockMics, me: Seat, at: datetime, fresh: str) -> Events:
    return (Event("room.mics_unlocked"),)


def _devices(state: RoomState, act: acts.SetDevices, me: Seat, at: datetime, fresh: str) -> Events:
    _require(not (act.microphone and me.muted), "room.muted_by_host")
    asked = {"microphone": act.microphone, "camera": act.camera, "screen": act.screen}
    now = {"microphone": me.microphone, "camera": me.camera, "screen": me.screen}
    return () if asked == now else _about("devices_set", me, **asked)


# --- private rooms ----------------------------------------------------------------------------


def _open(state: RoomState, act: acts.OpenCaucus, me: Seat, at: datetime, fresh: str) -> Events:
    _require(caucus_of(state, me.id) is None, "room.already_in_caucus")
    guests = [_invitable(state, seat) for seat in dict.fromkeys(act.seats)]
    opened = Event("room.caucus_opened", {"caucus": fresh, "seat": me.id})
    return (opened, *(_invitation(fresh, guest, at) for guest in guests))


def _invite(state: RoomState, act: acts.InviteCaucus, me: Seat, at: datetime, fresh: str) -> Events:
    caucus = _caucus(state, act.caucus)
    _require(me.id in caucus.members, "room.not_your_caucus")
    return (_invitation(caucus.id, _invitable(state, act.seat), at),)


def _invitation(caucus: str, guest: Seat, at: datetime) -> Event:
    data = {"caucus": caucus, "seat": guest.id, "expires_at": (at + INVITATION).isoformat()}
    return Event("room.caucus_invited", data)


def _invitable(state: RoomState, seat_id: str) -> Seat:
    guest = _other(state, seat_id)
    _require(guest.place is Place.INSIDE, "room.they_are_not_inside")
    _require(caucus_of(state, guest.id) is None, "room.they_are_in_caucus")
    return guest


def _caucus(state: RoomState, caucus_id: str) -> Caucus:
    caucus = state.caucuses.get(caucus_id)
    if caucus is None:
        raise RuleViolation("room.no_caucus")
    return caucus


def _accept(state: RoomState, act: acts.AcceptCaucus, me: Seat, at: datetime, fresh: str) -> Events:
    caucus = _caucus(state, act.caucus)
    expires_at = caucus.invited.get(me.id)
    _require(expires_at is not None, "room.not_invited")
    _require(at < datetime.fromisoformat(str(expires_at)), "room.invitation_expired")
    _require(caucus_of(state, me.id) is None, "room.already_in_caucus")
    return _about("caucus_joined", me, caucus=caucus.id)


def _decline(
    state: RoomState, act: acts.DeclineCaucus, me: Seat, at: datetime, fresh: str
) -> Events:
    caucus = _caucus(state, act.caucus)
    _require(me.id in caucus.invited, "room.not_invited")
    return _about("caucus_declined", me, caucus=caucus.id)


def _go_back(state: RoomState, act: acts.LeaveCaucus, me: Seat, at: datetime, fresh: str) -> Events:
    caucus = caucus_of(state, me.id)
    if caucus is None:
        raise RuleViolation("room.not_in_caucus")
    return _closing_after(state, me) or _about("caucus_left", me, caucus=caucus.id)


def _closing_after(state: RoomState, seat: Seat) -> Events:
    """A private room closes when who opened it goes, or when nobody would be left in it."""
    caucus = caucus_of(state, seat.id)
    if caucus is None or (seat.id != caucus.opened_by and len(caucus.members) > 1):
        return ()
    return (Event("room.caucus_closed", {"caucus": caucus.id}),)


def _recall(state: RoomState, act: acts.Act, me: Seat, at: datetime, fresh: str) -> Events:
    return tuple(Event("room.caucus_closed", {"caucus": caucus}) for caucus in state.caucuses)


# --- words ------------------------------------------------------------------------------------


def _say(state: RoomState, act: acts.Say, me: Seat, at: datetime, fresh: str) -> Events:
    caucus = caucus_of(state, me.id)
    _require(act.scope != "caucus" or caucus is not None, "room.not_in_caucus")
    # What is said in a private room must not slip out by a forgotten choice of the receiver.
    _require(act.scope == "caucus" or caucus is None, "room.in_caucus")
    data = {
        "line": fresh,
        "seat": me.id,
        "scope": act.scope,
        "caucus": caucus.id if caucus else None,
        "to": sorted(readers(state, me.id, act.scope)),
    }
    return (Event("room.said", data),)


def _minute(state: RoomState, act: acts.Minute, me: Seat, at: datetime, fresh: str) -> Events:
    _require(caucus_of(state, me.id) is None, "room.caucus_has_no_minutes")
    speaker = _other(state, act.speaker).id if act.speaker else None
    to = sorted(readers(state, me.id, "all"))
    return (Event("room.minuted", {"line": fresh, "seat": me.id, "speaker": speaker, "to": to}),)


# --- the sitting ------------------------------------------------------------------------------


def _start(state: RoomState, act: acts.Start, me: Seat, at: datetime, fresh: str) -> Events:
    _require(state.phase is Phase.LOBBY, "room.already_started")
    return (Event("room.started", {"at": at.isoformat()}),)


def _pause(state: RoomState, act: acts.Pause, me: Seat, at: datetime, fresh: str) -> Events:
    _require(state.phase is Phase.IN_SESSION, "room.not_in_session")
    return (Event("room.paused"),)


def _resume(state: RoomState, act: acts.Resume, me: Seat, at: datetime, fresh: str) -> Events:
    _require(state.phase is Phase.PAUSED, "room.not_paused")
    back = [
        event
        for seat in state.seats.values()
        if seat.role in WITNESSES and seat.place is Place.INSIDE
        for event in _about("dismissed", seat)
    ]
    return (*_recall(state, act, me, at, fresh), *back, Event("room.resumed"))


def _close(state: RoomState, act: acts.Close, me: Seat, at: datetime, fresh: str) -> Events:
    return (*_recall(state, act, me, at, fresh), Event("room.closed"))


# --- the system -------------------------------------------------------------------------------


def _open_lobby(state: RoomState, act: acts.OpenLobby) -> Events:
    return (Event("room.opened"),) if state.phase is Phase.SCHEDULED else ()


def _take_seat(state: RoomState, act: acts.TakeSeat) -> Events:
    protected_from = tuple(sorted(act.protected_from))
    known = state.seats.get(act.seat)
    same = (act.role, act.side, protected_from)
    if known and (known.role, known.side, known.protected_from) == same:
        return ()
    data = {"seat": act.seat, "role": str(act.role), "side": act.side}
    return (Event("room.seated", {**data, "protected_from": list(protected_from)}),)


def _connect(state: RoomState, act: acts.Connect) -> Events:
    seat = _other(state, act.seat)
    return () if seat.connected else _about("connected", seat)


def _disconnect(state: RoomState, act: acts.Disconnect) -> Events:
    seat = _other(state, act.seat)
    return _about("disconnected", seat) if seat.connected else ()


BEFORE_ENTERING = frozenset({"prepare", "enter", "leave"})
RULES: Mapping[str, Rule] = {
    "prepare": _prepare,
    "enter": _enter,
    "leave": _leave,
    "admit": _admit,
    "dismiss": _dismiss,
    "raise_hand": _raise,
    "lower_hand": _lower,
    "mute": _mute,
    "allow_unmute": _allow,
    "lock_mics": _lock,
    "unlock_mics": _unlock,
    "set_devices": _devices,
    "open_caucus": _open,
    "invite_caucus": _invite,
    "accept_caucus": _accept,
    "decline_caucus": _decline,
    "leave_caucus": _go_back,
    "recall": _recall,
    "say": _say,
    "minute": _minute,
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "close": _close,
}
SYSTEM_RULES: Mapping[str, Rule] = {
    "open_lobby": _open_lobby,
    "take_seat": _take_seat,
    "connect": _connect,
    "disconnect": _disconnect,
}
