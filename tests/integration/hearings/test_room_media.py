"""The room and its media engine: who may send, who is routed to whom, and when."""

from collections.abc import Mapping
from typing import cast

import pytest

from hearings.media.engine import Reset
from hearings.media.memory import MemoryEngine
from hearings.stage import stage
from tests.integration.hearings.browsers import Browser, Court, Message, all_inside, browsers

pytestmark = pytest.mark.django_db(transaction=True)


def routed(court: Court) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The table in force: sender → kind → receivers."""
    engine = cast(MemoryEngine, stage().engine)
    return cast("Mapping[str, Mapping[str, frozenset[str]]]", engine.routes(str(court.sitting.pk)))


async def on_air(*windows: Browser) -> None:
    """Everybody sends sound and picture."""
    for window in windows:
        await window.act(kind="set_devices", microphone=True, camera=True)
        await window.send(type="media_publish", sdp="v=0", sources={"0": "mic", "1": "camera"})
        await window.hear_type("media_answer")


async def offer_of(window: Browser, *peers: Browser) -> Message:
    """Read on until an offer that carries exactly these peers."""
    names = {peer.seat for peer in peers}
    return await window.hear(
        lambda m: m["type"] == "media_offer" and {t["peer"] for t in m["tracks"]} == names
    )


async def test_sound_and_picture_of_everybody_inside(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        offer = await offer_of(one, host, other)
        assert {(t["kind"], t["source"]) for t in offer["tracks"]} == {
            ("audio", "mic"),
            ("video", "camera"),
        }
        await one.send(type="media_subscribed", sdp="v=0")
        await one.send(type="media_restart")
        await offer_of(one, host, other)


async def test_a_mute_is_in_force_when_it_is_acknowledged(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        assert routed(court)[one.seat]["audio"] == {host.seat, other.seat}
        await host.act(kind="mute", seat=one.seat)
        assert routed(court)[one.seat]["audio"] == frozenset()
        assert routed(court)[one.seat]["video"] == {host.seat, other.seat}


async def test_nothing_crosses_a_private_room_from_its_acknowledgement_on(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        await host.act(kind="open_caucus", seats=[one.seat])
        invited = await one.hear_entry("room.caucus_invited")
        await one.act(kind="accept_caucus", caucus=invited["data"]["caucus"])
        table = routed(court)
        assert table[host.seat]["audio"] == table[host.seat]["video"] == {one.seat}
        assert table[one.seat]["audio"] == {host.seat}
        assert other.seat not in table
        await offer_of(other)
        # Coming back does not open the door either.
        await other.drop()
        await host.hear_entry("room.disconnected", seat=other.seat)
        await other.arrive()
        assert routed(court)[host.seat]["audio"] == {one.seat}
        await host.act(kind="leave_caucus")
        assert routed(court)[host.seat]["audio"] == {one.seat, other.seat}


async def test_leaving_dropping_and_being_sent_out_end_the_media(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        await host.act(kind="dismiss", seat=one.seat)
        await one.hear_type("snapshot")
        await one.send(type="media_publish", sdp="v=0", sources={})
        assert (await one.hear_type("error"))["code"] == "media.not_joined"
        await other.drop()
        await host.hear_entry("room.disconnected", seat=other.seat)
        assert routed(court) == {}
        stats = await stage().engine.stats(str(court.sitting.pk))
        assert set(stats.peers) == {host.seat}


async def test_the_older_window_does_not_take_the_newer_ones_media_with_it(court: Court) -> None:
    async with all_inside(court) as (_, one, _other):
        second = Browser(one.user, one.sitting_id, one.client)
        await second.arrive()
        assert await one.closed() == 4409
        await one.drop()
        await on_air(second)
        await second.drop()


async def test_bad_offers_are_refused_and_the_socket_lives(court: Court) -> None:
    async with all_inside(court) as (_, one, _other):
        await one.send(type="media_publish", sdp="nonsense", sources={})
        assert (await one.hear_type("error"))["code"] == "media.bad_sdp"
        many = {str(mid): "camera" for mid in range(5)}
        await one.send(type="media_publish", sdp="v=0", sources=many)
        assert (await one.hear_type("error"))["code"] == "media.too_many_tracks"


async def test_the_lobby_may_not_publish(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        await one.send(type="media_publish", sdp="v=0", sources={})
        assert (await one.hear_type("error"))["code"] == "media.not_joined"


async def test_an_engine_that_lost_everybody_is_told_the_routes_again(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        engine = cast(MemoryEngine, stage().engine)
        room = str(court.sitting.pk)
        send = engine._rooms[room].peers[one.seat].send
        engine._rooms[room].table = {}
        await send(Reset())
        await one.hear_type("media_reset")
        assert routed(court)[one.seat]["audio"] == {host.seat, other.seat}


async def test_routes_outlive_a_moment_in_which_nobody_was_there(court: Court) -> None:
    """All drop and come back within the grace: the journal says nothing, yet the engine forgot."""
    async with all_inside(court) as (host, one, other), browsers(court, court.clerk) as (clerk,):
        await clerk.arrive()  # somebody keeps the room alive in this process
        await on_air(host, one)
        await other.act(kind="leave")
        before = routed(court)
        engine = cast(MemoryEngine, stage().engine)
        await engine.close()
        again = [Browser(window.user, window.sitting_id, window.client) for window in (host, one)]
        for window in again:
            await window.arrive()
            assert routed(court) == before
        for window in again:
            await window.drop()


async def test_nobody_sends_when_the_sitting_is_closed(court: Court) -> None:
    async with all_inside(court) as (host, one, other):
        await on_air(host, one, other)
        await host.act(kind="close")
        assert routed(court) == {}
        await one.hear_entry("room.closed")
        stats = await stage().engine.stats(str(court.sitting.pk))
        assert one.seat not in stats.peers
