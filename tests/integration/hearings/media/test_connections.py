"""Connections that move, restart, begin anew, fall silent."""

from collections.abc import AsyncIterator

import pytest

from hearings.media.embedded import sdp as sdp_reader
from hearings.media.embedded.engine import Engine
from hearings.media.engine import Offer, Reset
from tests.contracts.media.caller import Caller, Wire, until
from tests.integration.hearings.media.conftest import ROOM, Enter, everyone, live


async def test_port_0_is_announced_as_it_turned_out(engine: Engine, enter: Enter) -> None:
    a = await enter("a", publishes=False)
    sdp = await a.publish()
    assert engine.port > 0
    assert f" 127.0.0.1 {engine.port} typ host" in sdp


async def test_one_port_on_two_addresses() -> None:
    engine = Engine([("127.0.0.1", "203.0.113.5"), ("::1", "::1")])
    caller = Caller(engine, ROOM, "a")
    await caller.join()
    sdp = await caller.publish(connect=False)
    announced = [line.split()[4:6] for line in sdp.splitlines() if "candidate:" in line]
    assert announced[:2] == [["203.0.113.5", str(engine.port)], ["::1", str(engine.port)]]
    await engine.close()


async def test_the_answer_repeats_the_origin_of_the_offer(enter: Enter) -> None:
    a = await enter("a", publishes=False)
    assert "o=- 77 1 IN" in await a.publish()


async def test_a_peer_who_moves_is_followed(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), await enter("b", publishes=False)
    await live(engine, b)
    a.say("audio", b"here")
    await until(lambda: b.heard() == [b"here"], "at the old address")
    await b.subscribing.open("127.0.0.2")
    await b.subscribing.check(b.offers[-1].sdp)
    a.say("audio", b"there")
    await until(lambda: b.heard() == [b"here", b"there"], "at the new address")


async def test_a_restart_keeps_the_keys_and_loses_nothing(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), await enter("b", publishes=False)
    await live(engine, b)
    before = b.offers[-1]
    await engine.restart(ROOM, "b")
    await until(lambda: b.offers[-1] is not before, "another offer")
    old, new = sdp_reader.parse(before.sdp), sdp_reader.parse(b.offers[-1].sdp)
    assert old.ufrag != new.ufrag
    assert old.fingerprints == new.fingerprints
    await b.subscribing.check(before.sdp)
    a.say("audio", b"by the old way")
    await until(lambda: b.heard() == [b"by the old way"], "the old way")
    await b.subscribing.open()
    await b.subscribing.check(b.offers[-1].sdp)
    a.say("audio", b"by the new way")
    await until(lambda: len(b.heard()) == 2, "the new way")


async def test_credentials_that_were_superseded_are_dead(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    await enter("a")
    b = await enter("b", publishes=False)
    await live(engine, b)
    before = b.offers[-1]
    await engine.restart(ROOM, "b")
    await until(lambda: b.offers[-1] is not before, "another offer")
    await b.subscribing.check(b.offers[-1].sdp)
    assert sdp_reader.parse(before.sdp).ufrag not in engine._hub._admitted


async def test_a_new_receiving_connection_takes_over(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), await enter("b", publishes=False)
    await live(engine, b)
    await b.subscribing.close()
    b.subscribing = Wire()
    await engine.restart(ROOM, "b")
    await until(lambda: b.subscribing.connected, "connected anew")
    await live(engine, b)

    def arrives() -> bool:
        a.say("audio", b"again")
        return b.heard() != []

    await until(arrives, "media on the new connection")


async def test_a_new_sending_connection_replaces_the_tracks(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), await enter("b", publishes=False)
    await live(engine, b)
    offers = len(b.offers)
    await a.publishing.close()
    a.publishing = Wire()
    await a.publish()
    await until(lambda: len(b.offers) > offers, "another offer")
    assert {track.mid for track in b.tracks} == {"0", "1"}, "m-lines are used again"
    await until(lambda: len(b.tracks) == 2, "two tracks")
    await live(engine, b)
    a.say("audio", b"again")
    await until(lambda: b.heard() == [b"again"], "the new connection's media")


async def test_offers_do_not_overtake_each_other(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b", "c"))
    b = Caller(engine, ROOM, "b")
    b.answers = b.connects = False
    await b.join()
    await enter("a")
    await enter("c")
    assert len(b.offers) == 1
    await b.answer(b.offers[0])
    assert len(b.offers) == 2
    assert {track.peer for track in b.offers[1].tracks} == {"a", "c"}
    await b.answer(b.offers[1])
    assert len(b.offers) == 2
    await b.answer(b.offers[1])
    assert len(b.offers) == 2


@pytest.fixture
async def impatient() -> AsyncIterator[Engine]:
    """An engine that takes half a second without a check for silence."""
    made = Engine([("127.0.0.1", "127.0.0.1")], silence=0.5)
    yield made
    await made.close()


async def test_who_falls_silent_is_lost_and_may_begin_anew(impatient: Engine) -> None:
    await impatient.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = Caller(impatient, ROOM, "a"), Caller(impatient, ROOM, "b")
    await a.join()
    await a.publish()
    await until(lambda: Reset() in a.events, "reset")
    assert (await impatient.stats(ROOM)).peers["a"].tracks == ()
    await b.join()
    assert b.events == []
    await a.publishing.close()
    a.publishing = Wire()
    await a.publish()
    await until(lambda: any(isinstance(e, Offer) for e in b.events), "his tracks are back")
    for caller in (a, b):
        await caller.close()
