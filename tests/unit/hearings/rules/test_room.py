"""The room core, act by act and over whole stories."""

from dataclasses import replace

import pytest
from hypothesis import given

from hearings.rules import acts
from hearings.rules.room import INVITATION
from hearings.rules.state import Phase, Place, Standing, caucus_of, standing
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from tests.unit.hearings.rules.rooms import (
    CHAIRS,
    CHECK,
    CLERK,
    HOST,
    NOW,
    OBSERVER,
    ONE,
    OTHER,
    WITNESS,
    Step,
    do,
    full,
    in_caucus,
    lobby,
    play,
    starts,
    stories,
    walk,
)


def refused(code: str, state: object, actor: str, act: acts.Act, seconds: int = 0) -> None:
    with pytest.raises(RuleViolation) as refusal:
        do(state, actor, act, seconds)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_the_rules_must_be_accepted_before_entering() -> None:
    refused("room.not_prepared", lobby(), ONE, acts.Enter())


def test_a_party_waits_and_staff_go_straight_in() -> None:
    room = play([(ONE, CHECK), (ONE, acts.Enter()), (CLERK, CHECK), (CLERK, acts.Enter())], lobby())
    assert room.seats[ONE].place is Place.WAITING
    assert room.seats[CLERK].place is Place.INSIDE


def test_nobody_enters_twice() -> None:
    refused("room.already_entered", full(), ONE, acts.Enter())


def test_only_those_who_wait_are_admitted() -> None:
    refused("room.not_waiting", full(), HOST, acts.Admit(seat=ONE))
    refused("room.unknown_person", full(), HOST, acts.Admit(seat="user:99"))


def test_the_clerk_admits_too_and_a_party_does_not() -> None:
    room = play([(ONE, CHECK), (ONE, acts.Enter()), (CLERK, CHECK), (CLERK, acts.Enter())], lobby())
    assert play([(CLERK, acts.Admit(seat=ONE))], room).seats[ONE].place is Place.INSIDE
    refused("room.not_allowed", full(), ONE, acts.Admit(seat=OTHER))


def test_who_is_dismissed_waits_again_with_everything_off() -> None:
    seat = play([(HOST, acts.Dismiss(seat=ONE))], full()).seats[ONE]
    assert (seat.place, seat.microphone, seat.camera) == (Place.WAITING, False, False)
    refused("room.they_are_staff", full(), HOST, acts.Dismiss(seat=CLERK))


def test_a_drop_keeps_place_and_devices_and_leaving_does_not() -> None:
    dropped = play([("system", acts.Disconnect(seat=ONE))], full())
    assert standing(dropped, dropped.seats[ONE]) is Standing.DISCONNECTED
    back = play([("system", acts.Connect(seat=ONE))], dropped)
    assert back.seats[ONE] == full().seats[ONE]
    left = play([(ONE, acts.Leave())], full())
    assert standing(left, left.seats[ONE]) is Standing.GONE
    again = play([("system", acts.Connect(seat=ONE))], left)
    assert again.seats[ONE].place is Place.JOINING


def test_a_mute_survives_a_reconnect_and_cannot_be_undone_by_oneself() -> None:
    steps: list[Step] = [
        (HOST, acts.Mute(seat=ONE)),
        ("system", acts.Disconnect(seat=ONE)),
        ("system", acts.Connect(seat=ONE)),
    ]
    room = play(steps, full())
    assert room.seats[ONE].muted
    refused("room.muted_by_host", room, ONE, acts.SetDevices(microphone=True, camera=True))


def test_allowed_to_unmute_is_not_yet_heard() -> None:
    room = play([(HOST, acts.Mute(seat=ONE)), (HOST, acts.AllowUnmute(seat=ONE))], full())
    assert (room.seats[ONE].muted, room.seats[ONE].microphone) == (False, False)


def test_the_lock_silences_all_but_staff_and_whoever_comes_later() -> None:
    room = play([(HOST, acts.Dismiss(seat=OTHER)), (HOST, acts.LockMics())], full())
    assert room.seats[ONE].muted
    assert not room.seats[CLERK].muted
    room = play([(HOST, acts.Admit(seat=OTHER))], room)
    assert room.seats[OTHER].muted
    assert not play([(HOST, acts.UnlockMics())], room).seats[OTHER].muted


def test_hands_stand_in_the_order_in_which_they_went_up() -> None:
    room = play([(OTHER, acts.RaiseHand()), (ONE, acts.RaiseHand())], full())
    assert room.hands == (OTHER, ONE)
    assert do(room, ONE, acts.RaiseHand()) == ()
    refused("room.not_allowed", room, ONE, acts.LowerHand(seat=OTHER))
    assert play([(HOST, acts.LowerHand(seat=OTHER))], room).hands == (ONE,)


def test_an_invitation_lasts_two_minutes() -> None:
    room = play([(HOST, acts.OpenCaucus(seats=(ONE,)))], full())
    seconds = int(INVITATION.total_seconds())
    accept = acts.AcceptCaucus(caucus="id-0")
    refused("room.invitation_expired", room, ONE, accept, seconds)
    assert do(room, ONE, accept, seconds - 1)
    again = play([(HOST, acts.InviteCaucus(caucus="id-0", seat=ONE))], room)
    assert again.caucuses["id-0"].invited[ONE] == (NOW + INVITATION).isoformat()


def test_only_hosts_open_private_rooms_and_only_the_invited_come() -> None:
    for somebody in (ONE, WITNESS, OBSERVER, CLERK):
        refused("room.not_allowed", full(), somebody, acts.OpenCaucus(seats=(OTHER,)))
    refused("room.not_invited", in_caucus(), OTHER, acts.AcceptCaucus(caucus="id-0"))


def test_a_private_room_closes_when_its_host_goes() -> None:
    assert play([(HOST, acts.LeaveCaucus())], in_caucus()).caucuses == {}
    assert play([(HOST, acts.Leave())], in_caucus()).caucuses == {}
    assert caucus_of(play([(ONE, acts.LeaveCaucus())], in_caucus()), HOST)


def test_a_private_room_outlives_a_lost_connection() -> None:
    steps: list[Step] = [
        ("system", acts.Disconnect(seat=ONE)),
        ("system", acts.Connect(seat=ONE)),
    ]
    assert caucus_of(play(steps, in_caucus()), ONE)


def test_recall_and_closing_bring_everybody_back() -> None:
    assert play([(HOST, acts.Recall())], in_caucus()).caucuses == {}
    assert play([(HOST, acts.Close())], in_caucus()).caucuses == {}


def test_what_is_said_in_a_private_room_cannot_go_elsewhere() -> None:
    refused("room.in_caucus", in_caucus(), ONE, acts.Say(scope="all", text="8,000"))
    refused("room.not_in_caucus", full(), ONE, acts.Say(scope="caucus", text="8,000"))
    refused("room.caucus_has_no_minutes", in_caucus(), HOST, acts.Minute(text="8,000"))
    (said,) = do(in_caucus(), ONE, acts.Say(scope="caucus", text="8,000"))
    assert said.data["to"] == sorted([HOST, ONE])
    assert "8,000" not in str(said.data)


def test_resuming_recalls_and_sends_witnesses_out() -> None:
    room = play([(HOST, acts.Start()), (HOST, acts.Pause())], full())
    room = play([(HOST, acts.Resume())], room)
    assert room.phase is Phase.IN_SESSION
    assert room.seats[WITNESS].place is Place.WAITING


def test_closing_is_final() -> None:
    room = play([(HOST, acts.Close())], full())
    for act in (acts.Start(), acts.Resume(), acts.Say(scope="all", text="?"), acts.Enter()):
        refused("room.closed", room, HOST, act)


def test_nothing_happens_before_the_lobby_opens() -> None:
    seated = play([("system", CHAIRS[0])])
    refused("room.not_open", seated, HOST, acts.Enter())


def test_strangers_and_forged_system_acts_are_refused() -> None:
    refused("room.no_seat", full(), "user:99", acts.Say(scope="all", text="?"))
    refused("room.not_allowed", full(), HOST, acts.Disconnect(seat=ONE))


def test_a_new_role_takes_the_same_seat() -> None:
    seat = acts.TakeSeat(seat=ONE, role=Role.REPRESENTATIVE, side="claimant")
    room = play([("system", seat)], full())
    assert room.seats[ONE] == replace(full().seats[ONE], role=Role.REPRESENTATIVE)
    assert do(room, "system", seat) == ()


@given(starts, stories)
def test_whatever_people_try_the_room_stays_in_order(start: object, story: list[Step]) -> None:
    for _before, _event, room in walk(start, story):  # type: ignore[arg-type]
        members = [seat for caucus in room.caucuses.values() for seat in caucus.members]
        assert len(members) == len(set(members)), "nobody is in two private rooms"
        assert all(room.seats[seat].place is Place.INSIDE for seat in members)
        assert len(room.hands) == len(set(room.hands))
        assert all(room.seats[seat].place is Place.INSIDE for seat in room.hands)
        assert not any(seat.muted and seat.microphone for seat in room.seats.values())
        outside = [s for s in room.seats.values() if s.place is not Place.INSIDE]
        assert not any(s.microphone or s.camera or s.screen for s in outside)
