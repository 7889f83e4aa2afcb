"""Who receives what: nothing leaves its room, whatever happened before."""

from hypothesis import given
from hypothesis import strategies as st

from hearings.rules import acts, audience
from hearings.rules.fold import apply
from hearings.rules.state import Place, RoomState, caucus_of
from mediation.people.roles import Role
from tests.unit.hearings.rules.rooms import (
    CLERK,
    HOST,
    OBSERVER,
    ONE,
    OTHER,
    PEOPLE,
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


def test_everybody_inside_receives_everybody() -> None:
    assert audience.receivers(full(), ONE, "audio") == {HOST, CLERK, OTHER, WITNESS, OBSERVER}
    assert audience.receivers(full(), OBSERVER, "video") == set()


def test_the_lobby_receives_nothing() -> None:
    assert audience.routes(lobby()) == {}
    out = play([(HOST, acts.Dismiss(seat=ONE))], full())
    assert ONE not in audience.receivers(out, HOST, "audio")
    assert not audience.has_media(out, ONE)


def test_a_protected_person_is_not_sent_to_the_person_named() -> None:
    for kind in ("audio", "video"):
        assert OTHER not in audience.receivers(full(), WITNESS, kind)
    assert WITNESS in audience.receivers(full(), OTHER, "audio")


def test_who_is_muted_is_seen_and_not_heard() -> None:
    room = play([(HOST, acts.Mute(seat=ONE))], full())
    assert audience.receivers(room, ONE, "audio") == set()
    assert HOST in audience.receivers(room, ONE, "video")


def test_a_private_room_hears_itself_only() -> None:
    assert audience.receivers(in_caucus(), ONE, "audio") == {HOST}
    assert audience.receivers(in_caucus(), OTHER, "audio") == {CLERK, WITNESS, OBSERVER}


def test_who_dropped_receives_nothing() -> None:
    room = play([("system", acts.Disconnect(seat=ONE))], in_caucus())
    assert audience.receivers(room, HOST, "audio") == set()


def test_an_unknown_seat_receives_nothing() -> None:
    assert audience.receivers(full(), "user:99", "audio") == set()
    assert not audience.sees_room(full(), "user:99")


def test_a_line_to_staff_reaches_staff_and_its_writer() -> None:
    assert audience.readers(full(), ONE, "staff") == {HOST, CLERK, ONE}


def test_the_waiting_room_sees_who_came_and_no_more() -> None:
    room = play([(HOST, acts.Dismiss(seat=ONE)), (OTHER, acts.RaiseHand())], full())
    shown = audience.view(room, ONE)
    assert set(shown.seats) == set(PEOPLE)
    assert shown.hands == ()
    assert not any(seat.microphone or seat.camera for seat in shown.seats.values())


@given(starts, stories)
def test_media_reaches_only_who_is_connected_admitted_and_in_the_same_room(
    start: RoomState, story: list[Step]
) -> None:
    rooms = [start, *(after for _, _, after in walk(start, story))]
    for room in rooms:
        for sender, kinds in audience.routes(room).items():
            source = room.seats[sender]
            assert source.role is not Role.OBSERVER
            assert not (source.muted and kinds["audio"])
            for receiver in kinds["audio"] | kinds["video"]:
                seat = room.seats[receiver]
                assert seat.connected
                assert source.connected
                assert seat.place is source.place is Place.INSIDE
                assert caucus_of(room, receiver) == caucus_of(room, sender)
                assert receiver not in source.protected_from
                assert receiver != sender


@given(starts, stories)
def test_lines_of_a_private_room_reach_its_members_only(
    start: RoomState, story: list[Step]
) -> None:
    for before, event, after in walk(start, story):
        if event.kind not in audience.LINES:
            continue
        got = {seat for seat in PEOPLE if audience.receives_entry(after, event, seat)}
        assert got == set(event.data["to"])
        assert all(before.seats[seat].place is Place.INSIDE for seat in got)
        if event.data.get("caucus"):
            assert got <= set(before.caucuses[event.data["caucus"]].members)


@given(starts, stories, st.sampled_from(PEOPLE))
def test_snapshot_and_events_are_a_fresh_snapshot_for_every_reader(
    start: RoomState, story: list[Step], viewer: str
) -> None:
    held = audience.view(start, viewer)
    for before, event, after in walk(start, story):
        if audience.sees_room(before, viewer) != audience.sees_room(after, viewer):
            held = audience.view(after, viewer)  # a new snapshot is sent
        elif audience.receives_entry(after, event, viewer):
            held = apply(held, event)
        assert held == audience.view(after, viewer)


def test_a_stranger_receives_no_entry() -> None:
    (event,) = do(full(), HOST, acts.Start())
    assert not audience.receives_entry(apply(full(), event), event, "user:99")
