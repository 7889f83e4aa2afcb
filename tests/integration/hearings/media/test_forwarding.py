"""Real packets through the embedded engine: who gets them, in what form, and how lost ones come."""

import asyncio
import os
import struct
from functools import partial

import pytest
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from hearings.media.embedded.engine import Engine
from hearings.media.engine import Kind, Routes
from tests.contracts.media.caller import PAYLOAD_TYPES, Caller, rtp, until
from tests.integration.hearings.media.conftest import ROOM, Enter, everyone, live

NAMES = ("a", "b", "c")
PAIRS = [(p, k, r) for p in NAMES for k in ("audio", "video") for r in NAMES if p != r]


async def pair(engine: Engine, enter: Enter) -> tuple[Caller, Caller]:
    """Somebody who sends, and somebody who receives it."""
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), await enter("b", publishes=False)
    await until(lambda: len(b.tracks) == 2, "two tracks")
    await live(engine, b)
    return a, b


def ssrc_of(caller: Caller, kind: Kind) -> int:
    """The SSRC under which the caller gets `kind`, from his last offer."""
    section = caller.offers[-1].sdp.split(f"m={kind}")[1].split("m=")[0]
    return int(section.split("a=ssrc:")[1].split(" ")[0])


def feedback(caller: Caller, of: type) -> list[object]:
    """RTCP packets of one type that the caller got as a publisher."""
    parsed = [p for data in caller.publishing.reports for p in RtcpPacket.parse(data)]
    return [packet for packet in parsed if isinstance(packet, of)]


def keyframe_requests(caller: Caller) -> int:
    packets = feedback(caller, RtcpPsfbPacket)
    return sum(isinstance(p, RtcpPsfbPacket) and p.fmt == RTCP_PSFB_PLI for p in packets)


async def test_a_packet_arrives_with_our_header(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    seq = a.say("audio", b"hello")
    await until(lambda: len(b.subscribing.packets) == 1, "the packet")
    packet = b.subscribing.packets[0]
    first, second, got, timestamp, ssrc = struct.unpack_from("!BBHII", packet)
    assert (first, second & 0x7F, got, timestamp) == (0x90, 111, seq, seq * 90)
    assert ssrc == ssrc_of(b, "audio") != 1000
    assert packet[20:] == b"hello"


async def test_nothing_comes_before_the_routes(engine: Engine, enter: Enter) -> None:
    a = await enter("a")
    b = await enter("b")
    a.say("audio", b"early")
    await until(lambda: engine_has(engine, "a", 1), "the engine has it")
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    await until(lambda: len(b.tracks) == 2, "two tracks")
    await live(engine, b)
    a.say("audio", b"late")
    await until(lambda: b.heard() != [], "a packet")
    assert b.heard() == [b"late"]


async def engine_has(engine: Engine, name: str, packets: int) -> bool:
    tracks = (await engine.stats(ROOM)).peers[name].tracks
    return sum(track.packets for track in tracks) >= packets


async def test_a_route_that_ends_ends_with_the_next_packet(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    for _ in range(50):
        a.say("audio")
    await until(lambda: len(b.heard()) == 50, "fifty")
    await engine.set_routes(ROOM, 2, {})
    for _ in range(50):
        a.say("audio", b"secret")
    await until(lambda: engine_has(engine, "a", 100), "the engine has them")
    await engine.set_routes(ROOM, 3, everyone("a", "b"))
    await until(lambda: len(b.tracks) == 2 and len(b.offers) > 2, "offered again")
    await live(engine, b)
    a.say("audio", b"open")
    await until(lambda: b.heard()[-1] == b"open", "the open word")
    assert b"secret" not in b.heard()


@given(audience=st.lists(st.sets(st.sampled_from(PAIRS)), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_packets_reach_exactly_the_audience(audience: list[set[tuple[str, Kind, str]]]) -> None:
    asyncio.run(_walk_through(audience))


async def _walk_through(audiences: list[set[tuple[str, Kind, str]]]) -> None:
    engine = Engine([("127.0.0.1", "127.0.0.1")])
    people = {name: Caller(engine, ROOM, name) for name in NAMES}
    try:
        for person in people.values():
            await person.join()
            await person.publish()
        for seq, audience in enumerate(audiences):
            await _check(engine, people, seq, audience)
    finally:
        for person in people.values():
            await person.close()
        await engine.close()


async def _check(
    engine: Engine, people: dict[str, Caller], seq: int, audience: set[tuple[str, Kind, str]]
) -> None:
    await engine.set_routes(ROOM, seq, _table(audience))
    for name, person in people.items():
        mine = {(p, k) for p, k, receiver in audience if receiver == name}
        await until(partial(_offered, person, mine), "the offer")
        if mine:
            await until(partial(_flows, engine, name, mine), "the flow")
    for name, person in people.items():
        for kind in ("audio", "video"):
            person.say(kind, f"{seq} {name} {kind}".encode())
    for name, person in people.items():
        expected = {f"{seq} {p} {k}".encode() for p, k, r in audience if r == name}
        await until(partial(_heard, person, expected), "those meant for him")
        heard = {payload for payload in person.heard() if payload.startswith(f"{seq} ".encode())}
        assert heard == expected


def _offered(person: Caller, tracks: set[tuple[str, Kind]]) -> bool:
    return {(track.peer, track.kind) for track in person.tracks} == tracks


def _heard(person: Caller, payloads: set[bytes]) -> bool:
    return payloads <= {*person.heard()}


def _table(audience: set[tuple[str, Kind, str]]) -> Routes:
    kinds: tuple[Kind, ...] = ("audio", "video")
    return {
        p: {k: frozenset(r for q, j, r in audience if (q, j) == (p, k)) for k in kinds}
        for p in NAMES
    }


async def _flows(engine: Engine, receiver: str, tracks: set[tuple[str, Kind]]) -> bool:
    """Whether the engine would send these to `receiver` now."""
    open_now = {
        (published.peer, published.kind)
        for peer in engine._rooms[ROOM].peers.values()
        for published in peer.tracks()
        if any(s.receiver == receiver for s in published.track.live)
    }
    return open_now == tracks


async def test_a_wrong_fingerprint_gets_no_media(engine: Engine, enter: Enter) -> None:
    await engine.set_routes(ROOM, 1, everyone("a", "b"))
    a, b = await enter("a"), Caller(engine, ROOM, "b")
    b.connects = False
    honest = b.subscribing
    await b.join()
    await until(lambda: len(b.tracks) == 2, "offered")
    thief = Caller(engine, ROOM, "thief").subscribing
    thief.ufrag, thief.pwd = honest.ufrag, honest.pwd
    await thief.connect(b.offers[-1].sdp)
    for _ in range(20):
        a.say("audio", b"secret")
    await until(lambda: engine_has(engine, "a", 20), "the engine has them")
    assert thief.packets == []
    assert not (await engine.stats(ROOM)).peers["b"].subscribing
    await thief.close()


async def test_packets_from_a_stranger_are_dropped(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    address = a.publishing._remote
    stranger = Caller(engine, ROOM, "x").publishing
    await stranger.open()
    stranger._remote = address
    stranger.send(a.publishing.protected(rtp(PAYLOAD_TYPES["audio"], 900, 1000, b"copied")))
    for _ in range(200):
        stranger.send(os.urandom(200))
    a.say("audio", b"true")
    await until(lambda: b.heard() != [], "a packet")
    assert b.heard() == [b"true"]
    await stranger.close()


async def test_garbage_from_the_right_address_ends_nothing(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    for first in range(256):
        a.publishing.send(bytes([first]) + os.urandom(60))
        a.publishing.send(bytes([first]))
    for size in range(12, 40):
        header = struct.pack("!BBHII", 0xBF, 0xF8, size, 0, 2000)
        a.publishing.send(a.publishing.protected(header + bytes(4 * 15) + b"\x00\x00\x00\x01" * 5))
        a.publishing.send_rtcp(struct.pack("!BBHI", 0x9F, 200 + size % 8, 1, 0))
    a.say("audio", b"still")
    await until(lambda: b"still" in b.heard(), "a packet")


async def test_a_lost_packet_is_asked_for_and_passed_on(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    a.say("video", b"one")
    lost = a.say("video", b"two", deliver=False)
    a.say("video", b"three")

    def asked() -> bool:
        nacks = feedback(a, RtcpRtpfbPacket)
        return any(isinstance(n, RtcpRtpfbPacket) and lost in n.lost for n in nacks)

    await until(asked, "a NACK")
    a.repeat(lost, b"two")
    a.repeat(lost, b"two", rtx_seq=2)
    await until(lambda: len(b.heard()) == 3, "the repaired packet")
    assert b.heard() == [b"one", b"three", b"two"]
    a.say("audio", b"after both repairs")
    await until(lambda: len(b.heard()) == 4, "what came after")
    video = (await engine.stats(ROOM)).peers["a"].tracks[1]
    assert video.sent == {"b": 3}, "the second repair was not passed on"
    seqs = [struct.unpack_from("!H", packet, 2)[0] for packet in b.subscribing.packets]
    assert seqs[2] == lost


async def test_a_receiver_gets_his_lost_packets_again(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    seqs = [a.say("video", f"{n}".encode()) for n in range(20)]
    await until(lambda: len(b.heard()) == 20, "twenty")
    nack = RtcpRtpfbPacket(
        fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=ssrc_of(b, "video"), lost=seqs[3:5]
    )
    b.subscribing.send_rtcp(bytes(nack))
    await until(lambda: len(b.heard()) == 22, "two more")
    again = b.subscribing.packets[20:]
    assert [packet[1] & 0x7F for packet in again] == [97, 97]
    assert [struct.unpack_from("!H", packet, 20)[0] for packet in again] == seqs[3:5]
    assert [packet[22:] for packet in again] == [b"3", b"4"]
    assert {struct.unpack_from("!I", packet, 8)[0] for packet in again} != {ssrc_of(b, "video")}


async def test_a_keyframe_is_asked_for_when_somebody_begins_to_see(
    engine: Engine, enter: Enter
) -> None:
    a, _ = await pair(engine, enter)
    await until(lambda: keyframe_requests(a) == 1, "a PLI")


@pytest.mark.parametrize("fmt", [RTCP_PSFB_PLI, RTCP_PSFB_FIR])
async def test_many_wishes_for_a_keyframe_make_few(engine: Engine, enter: Enter, fmt: int) -> None:
    a, b = await pair(engine, enter)
    await until(lambda: keyframe_requests(a) == 1, "the first")
    ssrc = ssrc_of(b, "video")
    fir = struct.pack("!II", ssrc, 0) if fmt == RTCP_PSFB_FIR else b""
    wish = RtcpPsfbPacket(fmt=fmt, ssrc=1, media_ssrc=0 if fir else ssrc, fci=fir)
    for _ in range(100):
        b.subscribing.send_rtcp(bytes(wish))
    await until(lambda: keyframe_requests(a) >= 2, "the second")
    assert keyframe_requests(a) <= 3, "one at once, and one when half a second is over"


async def test_reports_and_a_limit_reach_the_publisher(engine: Engine, enter: Enter) -> None:
    a, _ = await pair(engine, enter)
    for _ in range(3):
        a.say("video")
    a.say("video", deliver=False)
    a.say("video")

    def reported() -> bool:
        reports = [r for p in feedback(a, RtcpRrPacket) for r in getattr(p, "reports", [])]
        limits = [p for p in feedback(a, RtcpPsfbPacket) if getattr(p, "fmt", 0) == RTCP_PSFB_APP]
        return any(r.ssrc == 2000 and r.packets_lost == 1 for r in reports) and bool(limits)

    await until(reported, "RR and REMB")


async def test_the_publishers_clock_is_passed_on(engine: Engine, enter: Enter) -> None:
    a, b = await pair(engine, enter)
    info = RtcpSenderInfo(ntp_timestamp=123 << 32, rtp_timestamp=456, packet_count=7, octet_count=8)
    a.publishing.send_rtcp(bytes(RtcpSrPacket(ssrc=1000, sender_info=info)))
    await until(lambda: b.subscribing.reports != [], "the report")
    report, names = RtcpPacket.parse(b.subscribing.reports[0])
    assert isinstance(report, RtcpSrPacket)
    assert isinstance(names, RtcpSdesPacket)
    assert (report.ssrc, report.sender_info) == (ssrc_of(b, "audio"), info)


async def test_the_sequence_may_pass_half_its_space_during_a_caucus(
    engine: Engine, enter: Enter
) -> None:
    """A pause of 40,000 packets must not confuse SRTP's rollover counter."""
    a, b = await pair(engine, enter)
    a.say("video", b"before")
    await until(lambda: b.heard() == [b"before"], "the first")
    await engine.set_routes(ROOM, 2, {})
    for step in range(4):
        a._seq["video"] = (a._seq["video"] + 10_000) & 0xFFFF
        a.say("video", b"caucus")
        await until(partial(_received, engine, a._seq["video"]), f"the engine at step {step}")
    await engine.set_routes(ROOM, 3, everyone("a", "b"))
    await until(lambda: len(b.tracks) == 2, "offered again")
    await live(engine, b)
    a.say("video", b"after")
    await until(lambda: b.heard() == [b"before", b"after"], f"the second, not {b.heard()}")


async def _received(engine: Engine, seq: int) -> bool:
    tracks = [p.track for p in engine._rooms[ROOM].peers["a"].tracks()]
    return any(track.reception.highest == seq for track in tracks)
