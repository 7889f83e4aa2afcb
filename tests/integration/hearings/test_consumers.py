"""A whole hearing over sockets: who sees what, and what survives."""

import asyncio

import pytest

from hearings.models import Line
from hearings.selectors import stream_of
from hearings.stage import stage
from hearings.threads import in_thread
from mediation.journal.selectors import entries, first_bad_row
from tests.integration.hearings.browsers import Browser, Court, all_inside, browsers

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(court: Court) -> list[str]:
    return [entry.kind for entry in entries(stream_of(court.sitting.pk))]


async def test_the_waiting_room_sees_who_came_and_gets_nothing(court: Court) -> None:
    async with browsers(court, court.mediator, court.one, court.other) as (host, one, other):
        for window in (host, one, other):
            await window.enter()
        await host.act(kind="admit", seat=one.seat)
        await one.hear_type("snapshot")
        await one.act(kind="say", scope="all", text="只给房间里的人")
        await one.act(kind="raise_hand")
        await host.act(kind="pause")  # refused: not in session
        await host.act(kind="start")
        await other.hear_entry("room.started")
        assert other.texts() == []
        told = {entry["kind"] for m in other.heard for entry in m.get("entries", ())}
        assert not told & {"room.said", "room.hand_raised", "room.devices_set"}
        await other.send(type="media_publish", sdp="v=0", sources={"0": "mic"})
        assert (await other.hear_type("error"))["code"] == "media.not_joined"
        stats = await stage().engine.stats(str(court.sitting.pk))
        assert other.seat not in stats.peers


async def test_who_is_admitted_gets_the_room_and_the_chat_from_then_on(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        snapshot = next(m for m in reversed(other.heard) if m["type"] == "snapshot")
        assert snapshot["snapshot"]["seats"][one.seat]["place"] == "inside"
        assert set(snapshot["people"]) >= {host.seat, one.seat, other.seat}
        await one.act(kind="say", scope="all", text="您好")
        said = await other.hear_entry("room.said", seat=one.seat)
        assert said["data"]["text"] == "您好"
        assert "to" not in said["data"]
        stats = await stage().engine.stats(str(court.sitting.pk))
        assert set(stats.peers) == {host.seat, one.seat, other.seat}


async def test_a_private_room_keeps_its_words(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await host.act(kind="open_caucus", seats=[one.seat])
        invited = await one.hear_entry("room.caucus_invited", seat=one.seat)
        await one.act(kind="accept_caucus", caucus=invited["data"]["caucus"])
        await host.hear_entry("room.caucus_joined")
        await one.act(kind="say", scope="caucus", text="底线八千")
        await host.hear_entry("room.said")
        await one.send(type="typing", scope="caucus", text="底线")
        await host.hear_type("typing")
        refusal = await one.act(kind="say", scope="all", text="底线八千")
        assert refusal["code"] == "room.in_caucus"
        await host.act(kind="recall")
        await host.act(kind="say", scope="all", text="回来了")
        await other.hear_entry("room.said")
        assert other.texts() == ["回来了"]
        assert not any(message["type"] == "typing" for message in other.heard)
        # Nor does anything come to light by coming back.
        await other.drop()
        other.seq = 0
        await other.arrive()
        assert "底线八千" not in other.texts()
        assert "底线八千" not in str(await in_thread(journal_text)(court))


def journal_text(court: Court) -> str:
    return str([entry.data for entry in entries(stream_of(court.sitting.pk))])


async def test_who_comes_back_missed_nothing(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await host.act(kind="mute", seat=one.seat)
        await one.hear_entry("room.muted")
        await one.drop()
        for number in range(5):
            await other.act(kind="say", scope="all", text=f"第{number}句")
        await other.act(kind="raise_hand")
        welcome = await one.arrive()
        assert [line["data"]["text"] for line in welcome["lines"]] == [
            f"第{number}句" for number in range(5)
        ]
        seat = welcome["snapshot"]["seats"][one.seat]
        assert (seat["place"], seat["muted"], seat["connected"]) == ("inside", True, True)
        assert welcome["snapshot"]["hands"] == [other.seat]
        await other.act(kind="say", scope="all", text="还在吗")
        await one.hear_entry("room.said")
        assert one.texts().count("还在吗") == 1


async def test_a_drop_is_told_from_leaving(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await one.drop()
        await host.hear_entry("room.disconnected", seat=one.seat)
        await other.act(kind="leave")
        assert (await other.hear_type("bye"))["reason"] == "left"
        assert await other.closed() == 1000
        await host.hear_entry("room.left", seat=other.seat)
        await other.drop()
        assert "room.left" in await in_thread(kinds)(court)


async def test_a_short_drop_is_not_even_noted(court: Court, settings: object) -> None:
    settings.ROOM_PACE = {"grace": 1, "check": 0.1}  # type: ignore[attr-defined]
    async with all_inside(court) as (host, one, _):
        dropping = asyncio.create_task(one.drop())
        again = Browser(one.user, one.sitting_id, one.client)
        await again.arrive()
        await again.act(kind="raise_hand")
        await host.hear_entry("room.hand_raised")
        await again.act(kind="leave")
        await again.drop()
        await dropping
        assert "room.disconnected" not in await in_thread(kinds)(court)


async def test_the_same_act_twice_happens_once(court: Court) -> None:
    async with all_inside(court) as (host, one, _):
        say = {"kind": "say", "scope": "all", "text": "一次"}
        first = await one.act(client_msg_id="same", **say)
        second = await one.act(client_msg_id="same", **say)
        assert first == second
        await host.act(kind="start")
        assert host.texts() == ["一次"]
        assert await in_thread(Line.objects.count)() == 1


async def test_two_people_may_use_the_same_id(court: Court) -> None:
    async with all_inside(court) as (_, one, other):
        for window in (one, other):
            answer = await window.act(client_msg_id="1", kind="raise_hand")
            assert answer["type"] == "ack"
        assert (await in_thread(kinds)(court)).count("room.hand_raised") == 2


async def test_minutes_are_attributed_and_seen_by_all_inside(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await host.send(type="typing", scope="minutes", speaker=one.seat, text="租")
        typing = await other.hear_type("typing")
        assert (typing["seat"], typing["speaker"]) == (host.seat, one.seat)
        await host.act(kind="minute", speaker=one.seat, text="租期至五月底。")
        entry = await other.hear_entry("room.minuted")
        assert entry["data"]["speaker"] == one.seat
        assert entry["data"]["seat"] == host.seat
        assert (await one.act(kind="minute", text="…"))["code"] == "room.not_allowed"


async def test_closing_ends_acts_and_tickets(court: Court) -> None:
    async with all_inside(court) as (host, one, _):
        await host.act(kind="close")
        await one.hear_entry("room.closed")
        assert (await one.act(kind="raise_hand"))["code"] == "room.closed"
        url = f"/sittings/{court.sitting.pk}/ticket/"
        answer = await in_thread(one.client.post)(url, HTTP_ACCEPT="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "room.closed")


async def test_the_journal_of_a_hearing_verifies(court: Court) -> None:
    async with all_inside(court) as (host, *_):
        await host.act(kind="start")
        await host.act(kind="close")
    assert await in_thread(first_bad_row)(stream_of(court.sitting.pk)) is None
