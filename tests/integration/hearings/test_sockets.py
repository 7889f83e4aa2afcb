"""Who may open a socket, what it survives, and when it is taken away."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hearings.jobs import sweep
from hearings.models import Connection, Ticket
from hearings.selectors import room_state, sitting_get
from hearings.services.connections import seat_take
from hearings.threads import in_thread
from mediation.people.models import Membership, User
from mediation.people.roles import Role
from tests.factories import make_user
from tests.integration.hearings.browsers import (
    Browser,
    Court,
    all_inside,
    browsers,
    make_court,
    sign_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


# --- the way in -------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
async def test_a_foreign_page_opens_nothing(court: Court, origin: str | None) -> None:
    async with browsers(court, court.one) as (one,):
        assert not await one.open(origin=origin)


async def test_who_is_not_signed_in_opens_nothing(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await in_thread(one.client.logout)()
        one.client.cookies["sessionid"] = "none"
        assert not await one.open()


async def test_a_ticket_opens_one_socket(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        ticket = await one.ticket()
        await one.open()
        assert (await one.hello(ticket=ticket))["type"] == "welcome"
        await one.drop()
        await one.open()
        assert (await one.hello(ticket=ticket))["code"] == "socket.bad_ticket"
        assert await one.closed() == 4000


async def test_a_ticket_is_good_for_a_minute(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        ticket = await one.ticket()
        await in_thread(Ticket.objects.update)(expires_at=timezone.now())
        await one.open()
        assert (await one.hello(ticket=ticket))["code"] == "socket.bad_ticket"


async def test_a_ticket_belongs_to_its_session_and_room(court: Court) -> None:
    elsewhere = await in_thread(make_court)()
    async with browsers(court, court.one, court.other, court.one) as (one, other, again):
        for thief in (other, again):
            await thief.open()
            assert (await thief.hello(ticket=await one.ticket()))["code"] == "socket.bad_ticket"
    async with browsers(elsewhere, elsewhere.one) as (stranger,):
        ticket = await stranger.ticket()
        stranger.sitting_id = court.sitting.pk
        await stranger.open()
        assert (await stranger.hello(ticket=ticket))["code"] == "socket.bad_ticket"


async def test_people_of_another_case_get_no_ticket(court: Court) -> None:
    elsewhere = await in_thread(make_court)()
    strangers = [elsewhere.one, elsewhere.other, await in_thread(make_user)()]
    url = reverse("hearings:ticket", args=[court.sitting.pk])
    for user in strangers:
        browser = await in_thread(sign_in)(user, court.sitting.pk)
        answer = await in_thread(browser.client.post)(url)
        assert answer.status_code == 404
    assert (await in_thread(Client().post)(url)).status_code == 401


async def test_before_its_time_a_room_is_shut(transactional_db: None) -> None:
    early = await in_thread(make_court)(minutes_ahead=20)
    async with browsers(early, early.one) as (one,):
        url = reverse("hearings:ticket", args=[early.sitting.pk])
        answer = await in_thread(one.client.post)(url, HTTP_ACCEPT="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "room.not_open")


async def test_an_older_page_is_told_to_reload(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await one.open()
        assert (await one.hello(protocol=0))["code"] == "socket.outdated"
        assert await one.closed() == 4426


async def test_who_says_no_hello_is_not_kept(court: Court, settings: Any) -> None:
    settings.ROOM_PACE = {"hello": 0.05, "grace": 0}
    async with browsers(court, court.one) as (one,):
        await one.open()
        assert await one.closed() == 4408


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "message.malformed"),
        ('{"type": "become_host"}', "message.unknown"),
        ('{"type": "alive", "seq": 1, "extra": true}', "message.extra_field"),
        ('{"type": "alive", "seq": -1}', "message.malformed"),
        (json.dumps({"type": "typing", "scope": "all", "text": "x" * 2**20}), "message.too_large"),
        ('{"type": "hello", "protocol": 1, "ticket": "x"}', "socket.hello_twice"),
    ],
)
async def test_bad_messages_are_refused_and_the_socket_lives(
    court: Court, text: str, code: str
) -> None:
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        assert one.socket is not None
        await one.socket.send_to(text_data=text)
        problem = await one.hear_type("error")
        assert problem["code"] == code
        assert problem["words"]
        await one.send(type="alive", seq=1)
        assert (await one.act(kind="raise_hand"))["code"] == "room.not_inside"


async def test_bytes_are_refused(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        assert one.socket is not None
        await one.socket.send_to(bytes_data=b"\x00\xff")
        assert (await one.hear_type("error"))["code"] == "message.malformed"


async def test_nothing_counts_before_hello(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await one.open()
        assert (await one.act(kind="raise_hand"))["code"] == "socket.hello_first"


async def test_refusals_speak_the_persons_language(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await in_thread(User.objects.filter(pk=court.one.pk).update)(language="en")
        await one.arrive()
        assert (await one.act(kind="raise_hand"))["words"] == "You are not in the room."


async def test_a_flood_is_refused_and_others_do_not_feel_it(court: Court) -> None:
    async with all_inside(court) as (_, one, other):
        assert one.socket is not None
        for _ in range(90):
            await one.send(type="typing", scope="all", text="…")
        problem = await one.hear_type("error")
        assert (problem["code"], problem["retry"]) == ("message.too_many", True)
        assert (await other.act(kind="raise_hand"))["type"] == "ack"


async def test_an_observer_only_watches(court: Court) -> None:
    watcher = await in_thread(make_observer)(court)
    async with browsers(court, watcher) as (observer,):
        await observer.enter()
        await observer.send(type="typing", scope="all", text="…")
        assert (await observer.hear_type("error"))["code"] == "room.not_allowed"
        await observer.send(type="media_publish", sdp="v=0", sources={})
        assert (await observer.hear_type("error"))["code"] == "room.not_allowed"
        assert (await observer.act(kind="say", scope="all", text="…"))["code"] == "room.not_allowed"


def make_observer(court: Court) -> User:
    user = make_user(name="旁听")
    court.sitting.case.members.create(user=user, role=Role.OBSERVER, name="旁听")
    return user


# --- losing it --------------------------------------------------------------------------------


async def test_the_newest_window_has_the_seat(court: Court) -> None:
    async with all_inside(court) as (host, one, _):
        second = Browser(one.user, one.sitting_id, one.client)
        await second.arrive()
        await one.hear_type("replaced")
        assert await one.closed() == 4409
        await one.drop()
        assert (await second.act(kind="raise_hand"))["type"] == "ack"
        await host.hear_entry("room.hand_raised", seat=one.seat)
        seen = {entry["kind"] for m in host.heard for entry in m.get("entries", ())}
        assert "room.disconnected" not in seen
        await second.drop()


async def test_signing_out_takes_the_socket_within_two_seconds(court: Court) -> None:
    async with all_inside(court) as (host, one, _):
        began = time.monotonic()
        await in_thread(one.client.logout)()
        assert (await one.hear_type("bye"))["reason"] == "signed_out"
        assert await one.closed() == 4401
        assert time.monotonic() - began < 2
        await one.drop()
        await host.hear_entry("room.disconnected", seat=one.seat)


async def test_a_disabled_person_loses_the_socket(court: Court) -> None:
    async with all_inside(court) as (_, one, _other):
        await in_thread(User.objects.filter(pk=one.user.pk).update)(is_active=False)
        assert (await one.hear_type("bye"))["reason"] == "signed_out"


async def test_who_loses_their_role_loses_the_socket(court: Court) -> None:
    async with browsers(court, court.clerk) as (clerk,):
        await clerk.enter()
        await in_thread(Membership.objects.filter(user=court.clerk).delete)()
        assert (await clerk.hear_type("bye"))["reason"] == "not_allowed"
        assert await clerk.closed() == 4403


async def test_who_falls_silent_is_let_go(court: Court, settings: Any) -> None:
    settings.ROOM_PACE = {"check": 0.05, "silence": 0.3, "grace": 0}
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        assert await one.closed() == 4408


async def test_heartbeats_name_the_head_of_the_journal(court: Court, settings: Any) -> None:
    settings.ROOM_PACE = {"check": 0.05, "heartbeat": 0.1, "grace": 0}
    async with browsers(court, court.one) as (one,):
        welcome = await one.arrive()
        assert (await one.hear_type("heartbeat"))["seq"] == welcome["seq"]


async def test_a_ghost_of_a_killed_process_is_swept(court: Court) -> None:
    async with all_inside(court) as (host, _, _other):
        ghost = court.clerk
        async with browsers(court, ghost) as (clerk,):
            await clerk.arrive()
        await host.hear_entry("room.disconnected", seat=ghost.actor)
        # As a process leaves it that was killed: the row stands and nobody touches it.
        await in_thread(take_seat)(court, ghost)
        await host.hear_entry("room.connected", seat=ghost.actor)
        assert await in_thread(sweep)(timezone.now()) == 1
        await host.hear_entry("room.disconnected", seat=ghost.actor)


def take_seat(court: Court, user: User) -> None:
    seat_take(sitting_id=court.sitting.pk, user=user, connection="dead")
    long_ago = timezone.now() - timedelta(minutes=1)
    Connection.objects.filter(token="dead").update(last_seen=long_ago)


async def test_nobody_is_a_ghost_after_a_goodbye(court: Court) -> None:
    async with all_inside(court):
        pass
    assert await in_thread(Connection.objects.count)() == 0
    state, _ = await in_thread(room_state)(await in_thread(sitting_get)(court.sitting.pk))
    assert not any(seat.connected for seat in state.seats.values())
