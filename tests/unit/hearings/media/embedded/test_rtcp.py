"""RTCP in and out, and the arithmetic of reception."""

import struct

from aiortc.rtp import (
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    unpack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from hearings.media.embedded import rtcp

INFO = RtcpSenderInfo(ntp_timestamp=1 << 32, rtp_timestamp=2, packet_count=3, octet_count=4)


def test_what_concerns_us_is_read() -> None:
    compound = (
        bytes(RtcpSrPacket(ssrc=5, sender_info=INFO))
        + bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=6))
        + bytes(
            RtcpPsfbPacket(
                fmt=RTCP_PSFB_FIR, ssrc=1, media_ssrc=0, fci=struct.pack("!IIII", 7, 0, 8, 0)
            )
        )
        + rtcp.retransmission_request(9, [65535, 0, 20])
    )
    assert rtcp.parse(compound) == [
        rtcp.SenderReport(5, INFO),
        rtcp.KeyframeWanted(6),
        rtcp.KeyframeWanted(7),
        rtcp.KeyframeWanted(8),
        rtcp.Lost(9, (65535, 0, 20)),
    ]


def test_requests_are_what_their_standards_say() -> None:
    report, wish = RtcpPacket.parse(rtcp.keyframe_request(7))
    assert isinstance(report, RtcpRrPacket)
    assert wish == RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=rtcp.OWN_SSRC, media_ssrc=7)
    _, nack = RtcpPacket.parse(rtcp.retransmission_request(7, [3, 4]))
    assert isinstance(nack, RtcpRtpfbPacket)
    assert nack.lost == [3, 4]
    (limit,) = RtcpPacket.parse(rtcp.bandwidth_limit(2_500_000, [7]))
    assert isinstance(limit, RtcpPsfbPacket)
    bitrate, ssrcs = unpack_remb_fci(limit.fci)
    assert 2_490_000 < bitrate <= 2_500_000
    assert ssrcs == [7]


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=100))
def test_any_packets_may_be_asked_for(seqs: list[int]) -> None:
    (lost,) = rtcp.parse(rtcp.retransmission_request(7, seqs))
    assert isinstance(lost, rtcp.Lost)
    assert {*lost.seqs} == {*seqs}


def test_the_clock_is_passed_on_under_our_name() -> None:
    report, names = RtcpPacket.parse(rtcp.sender_report(11, INFO, "group"))
    assert report == RtcpSrPacket(ssrc=11, sender_info=INFO)
    assert isinstance(names, RtcpSdesPacket)
    assert names.chunks[0].items == [(1, b"group")]


@given(st.binary(max_size=200))
def test_any_packet_is_read_or_nothing(data: bytes) -> None:
    rtcp.parse(data)


@given(
    kind=st.integers(192, 223),
    count=st.integers(0, 31),
    padded=st.booleans(),
    body=st.binary(max_size=60),
)
def test_any_body_is_read_or_nothing(kind: int, count: int, padded: bool, body: bytes) -> None:
    body += bytes(-len(body) % 4)
    rtcp.parse(struct.pack("!BBH", 0x80 | padded << 5 | count, kind, len(body) // 4) + body)


def received(*seqs: int) -> rtcp.Reception:
    reception = rtcp.Reception(90000)
    for n, seq in enumerate(seqs):
        reception.received(seq, n * 3000, n / 30)
    return reception


def test_gaps_are_noticed_once() -> None:
    reception = rtcp.Reception(90000)
    skipped = [reception.received(seq, 0, 0.0) for seq in (65533, 65534, 1, 65535, 2, 2)]
    assert skipped == [0, 0, 2, 0, 0, 0]
    assert (reception.expected, reception.packets) == (6, 6)


def test_loss_is_told_since_the_last_report() -> None:
    reception = received(1, 2, 3, 5)
    first = reception.report(9, 1.0)
    assert (first.fraction_lost, first.packets_lost, first.highest_sequence) == (51, 1, 5)
    second = reception.report(9, 2.0)
    assert (second.fraction_lost, second.packets_lost) == (0, 1)


def test_the_highest_sequence_counts_its_cycles() -> None:
    assert received(65535, 0).report(9, 1.0).highest_sequence == 0x10000


def test_an_even_stream_has_no_jitter_and_an_uneven_one_has() -> None:
    assert received(*range(100)).jitter_ms < 1
    uneven = rtcp.Reception(90000)
    for n in range(200):
        uneven.received(n, n * 3000, n / 30 + (n % 2) * 0.01)
    assert 8 < uneven.jitter_ms < 11


def test_a_stream_that_begins_anew_is_no_loss() -> None:
    assert received(1, 2, 30_000, 30_001).lost == 0


def test_the_delay_since_the_senders_report() -> None:
    reception = received(1)
    assert reception.report(9, 5.0).dlsr == 0
    reception.sender_report(INFO, 10.0)
    report = reception.report(9, 10.5)
    assert (report.lsr, report.dlsr) == (1 << 16, 32768)


@given(st.lists(st.tuples(st.integers(0, 65535), st.integers(0, 0xFFFFFFFF)), max_size=50))
def test_any_stream_makes_a_valid_report(packets: list[tuple[int, int]]) -> None:
    reception = rtcp.Reception(48000)
    for n, (seq, timestamp) in enumerate(packets):
        assert 0 <= reception.received(seq, timestamp, n / 50) <= rtcp.RESYNC_GAP
        if n % 7 == 0:
            bytes(reception.report(1, n / 50))
    assert reception.lost >= 0
    assert len(bytes(reception.report(1, 99.0))) == 24
