"""What every media engine does, whatever carries the packets."""

import asyncio

import pytest

from hearings.media.engine import Kind, MediaEngine, MediaError, Replaced, Routes, TrackInfo
from tests.contracts.media.caller import Caller, until
from tests.contracts.media.conftest import Enter


def everyone(*names: str) -> Routes:
    kinds: tuple[Kind, ...] = ("audio", "video")
    return {n: {kind: frozenset({*names} - {n}) for kind in kinds} for n in names}


async def offered(caller: Caller, *expected: tuple[str, str]) -> None:
    """Wait until exactly these (peer, source) are offered."""
    await until(
        lambda: {(track.peer, track.source) for track in caller.tracks} == {*expected},
        f"{caller.name} is offered {expected}, not {caller.tracks}",
    )


async def test_without_routes_nobody_is_offered_anything(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await a.publish(connect=False)
    await a.engine.stats(a.room)
    assert b.events == a.events == []


async def test_a_route_offers_the_tracks_with_their_names(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await a.engine.set_routes(a.room, 1, everyone("a", "b"))
    await a.publish("mic", "camera", "screen", connect=False)
    await offered(b, ("a", "mic"), ("a", "camera"), ("a", "screen"))
    assert {track.kind for track in b.tracks if track.source != "mic"} == {"video"}
    assert len({track.mid for track in b.tracks}) == 3
    assert all(isinstance(track, TrackInfo) for track in b.tracks)
    assert a.tracks == ()


async def test_sound_without_pictures(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await a.engine.set_routes(a.room, 1, {"a": {"audio": frozenset({"b"})}})
    await a.publish(connect=False)
    await offered(b, ("a", "mic"))


async def test_a_route_that_ends_takes_its_tracks_out_of_the_offer(enter: Enter) -> None:
    a, b, c = await enter("a"), await enter("b"), await enter("c")
    await a.engine.set_routes(a.room, 1, everyone("a", "b", "c"))
    await a.publish(connect=False)
    await offered(b, ("a", "mic"), ("a", "camera"))
    await a.engine.set_routes(a.room, 2, everyone("a", "c"))
    await offered(b)
    await offered(c, ("a", "mic"), ("a", "camera"))
    await a.engine.set_routes(a.room, 3, everyone("a", "b", "c"))
    await offered(b, ("a", "mic"), ("a", "camera"))


async def test_an_older_table_is_ignored(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await a.publish(connect=False)
    await a.engine.set_routes(a.room, 5, {})
    await a.engine.set_routes(a.room, 4, everyone("a", "b"))
    await a.engine.stats(a.room)
    assert b.events == []
    await a.engine.set_routes(a.room, 5, everyone("a", "b"))
    await offered(b, ("a", "mic"), ("a", "camera"))


async def test_nobody_receives_himself(enter: Enter) -> None:
    a = await enter("a")
    await a.engine.set_routes(a.room, 1, {"a": {"audio": frozenset({"a"})}})
    await a.publish(connect=False)
    await a.engine.stats(a.room)
    assert a.events == []


async def test_rooms_are_apart(engine: MediaEngine, enter: Enter) -> None:
    a = await enter("a")
    stranger = Caller(engine, a.room + "-other", "b")
    await stranger.join()
    for room in (a.room, stranger.room):
        await engine.set_routes(room, 1, everyone("a", "b"))
    await a.publish(connect=False)
    await engine.stats(stranger.room)
    assert stranger.events == []


async def test_joining_again_replaces_the_older_join(engine: MediaEngine, enter: Enter) -> None:
    old, b = await enter("a"), await enter("b")
    await engine.set_routes(old.room, 1, everyone("a", "b"))
    await old.publish("mic", connect=False)
    await offered(b, ("a", "mic"))
    new = await enter("a")
    await until(lambda: old.events == [Replaced()], "the older join has ended")
    await offered(b)
    await engine.leave(old.room, "a", send=old.on_event)
    await new.publish("mic", connect=False)
    await offered(b, ("a", "mic"))


async def test_leaving_takes_the_tracks_away(engine: MediaEngine, enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await engine.set_routes(a.room, 1, everyone("a", "b"))
    await a.publish("mic", connect=False)
    await offered(b, ("a", "mic"))
    await engine.leave(a.room, "a")
    await offered(b)
    assert set((await engine.stats(a.room)).peers) == {"b"}
    with pytest.raises(MediaError, match="not_joined"):
        await a.publish("mic", connect=False)


async def test_statistics_name_what_is_published(engine: MediaEngine, enter: Enter) -> None:
    a = await enter("a")
    await a.publish("mic", "screen", connect=False)
    tracks = (await engine.stats(a.room)).peers["a"].tracks
    assert [(track.kind, track.source) for track in tracks] == [
        ("audio", "mic"),
        ("video", "screen"),
    ]
    assert (await engine.stats("nowhere")).peers == {}


@pytest.mark.parametrize("sdp", ["", "hello", "m=audio", "\0" * 100])
async def test_a_bad_description_is_refused(enter: Enter, sdp: str) -> None:
    a = await enter("a")
    with pytest.raises(MediaError) as refused:
        await a.engine.publish(a.room, "a", sdp, {})
    assert (refused.value.code, refused.value.retry) == ("media.bad_sdp", False)
    with pytest.raises(MediaError, match="bad_sdp"):
        await a.engine.subscribed(a.room, "a", sdp)


async def test_too_many_tracks_are_refused(enter: Enter) -> None:
    a = await enter("a")
    with pytest.raises(MediaError, match="too_many_tracks"):
        await a.publish("mic", "camera", "screen", "screen", "screen", connect=False)
    assert (await a.engine.stats(a.room)).peers["a"].tracks == ()


async def test_who_has_not_joined_may_nothing(engine: MediaEngine) -> None:
    for call in (
        engine.publish("room", "nobody", "v=0\r\n", {}),
        engine.subscribed("room", "nobody", "v=0\r\n"),
        engine.restart("room", "nobody"),
    ):
        with pytest.raises(MediaError, match="not_joined"):
            await call
    await engine.leave("room", "nobody")


async def test_a_restart_offers_again(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")
    await a.engine.set_routes(a.room, 1, everyone("a", "b"))
    await a.publish("mic", connect=False)
    await offered(b, ("a", "mic"))
    offers = len(b.offers)
    await b.engine.restart(b.room, "b")
    await until(lambda: len(b.offers) > offers, "another offer")
    assert b.tracks[0].peer == "a"


async def test_a_peer_whose_channel_breaks_disturbs_nobody(enter: Enter) -> None:
    a, b = await enter("a"), await enter("b")

    async def broken(_: object) -> None:
        raise ConnectionError

    await a.engine.join(a.room, "c", broken)
    await a.engine.set_routes(a.room, 1, everyone("a", "b", "c"))
    await asyncio.gather(a.publish("mic", connect=False), b.publish("mic", connect=False))
    await offered(b, ("a", "mic"))
    await offered(a, ("b", "mic"))
