"""RTCP (RFC 3550, 4585, 5104): what we measure, ask of publishers, and pass on."""

import struct
from dataclasses import dataclass

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
    pack_rtcp_packet,
)

OWN_SSRC = 1
SDES_CNAME = 1
MAX_NACKS = 256
RESYNC_GAP = 3000
"""A jump this far is a new beginning, not a loss (MAX_DROPOUT in RFC 3550 appendix A.1)."""


_EMPTY_REPORT = bytes(RtcpRrPacket(ssrc=OWN_SSRC))
"""Feedback travels behind a report (RFC 3550 section 6.1)."""


@dataclass(frozen=True, slots=True)
class SenderReport:
    """The publisher's clock for one of his streams."""

    ssrc: int
    info: RtcpSenderInfo


@dataclass(frozen=True, slots=True)
class KeyframeWanted:
    """A receiver cannot go on without a keyframe (PLI or FIR)."""

    ssrc: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Packets that a receiver misses."""

    ssrc: int
    seqs: tuple[int, ...]


Feedback = SenderReport | KeyframeWanted | Lost


def parse(data: bytes) -> list[Feedback]:
    """What of a compound packet concerns us; nothing if it is malformed. Never raises."""
    try:
        packets = RtcpPacket.parse(data)
    except (ValueError, struct.error, IndexError):
        return []
    return [item for packet in packets for item in _concerns(packet)]


def _concerns(packet: AnyRtcpPacket) -> list[Feedback]:
    if isinstance(packet, RtcpSrPacket):
        return [SenderReport(packet.ssrc, packet.sender_info)]
    if isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI:
        return [KeyframeWanted(packet.media_ssrc)]
    if isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_FIR:
        return [KeyframeWanted(ssrc) for ssrc in _fir_targets(packet.fci)]
    if isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
        seqs = tuple(seq & 0xFFFF for seq in packet.lost[:MAX_NACKS])
        return [Lost(packet.media_ssrc, seqs)]
    return []


def _fir_targets(fci: bytes) -> list[int]:
    """A FIR names its targets in entries of eight octets (RFC 5104 section 4.3.1.1)."""
    return [struct.unpack_from("!I", fci, at)[0] for at in range(0, len(fci) - 7, 8)]


def keyframe_request(ssrc: int) -> bytes:
    """A picture loss indication (RFC 4585 section 6.3.1)."""
    pli = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=OWN_SSRC, media_ssrc=ssrc)
    return _EMPTY_REPORT + bytes(pli)


def retransmission_request(ssrc: int, seqs: list[int]) -> bytes:
    """A generic NACK (RFC 4585 section 6.2.1)."""
    entries: list[list[int]] = []
    for seq in seqs:
        after = (seq - entries[-1][0] - 1) & 0xFFFF if entries else 0xFFFF
        if after < 16:
            entries[-1][1] |= 1 << after
        else:
            entries.append([seq, 0])
    # aiortc's own writer fails where the sequence number wraps.
    payload = struct.pack("!II", OWN_SSRC, ssrc)
    payload += b"".join(struct.pack("!HH", *entry) for entry in entries)
    return _EMPTY_REPORT + pack_rtcp_packet(RTCP_RTPFB, RTCP_RTPFB_NACK, payload)


def bandwidth_limit(bits_per_second: int, ssrcs: list[int]) -> bytes:
    """REMB (draft-alvestrand-rmcat-remb-03)."""
    fci = pack_remb_fci(bits_per_second, ssrcs)
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=OWN_SSRC, media_ssrc=0, fci=fci))


def receiver_report(reports: list[RtcpReceiverInfo]) -> bytes:
    """How the streams of one publisher arrive."""
    return bytes(RtcpRrPacket(ssrc=OWN_SSRC, reports=reports))


def sender_report(ssrc: int, info: RtcpSenderInfo, cname: str) -> bytes:
    """The publisher's clock under our own SSRC, so that lips and voice stay together."""
    source = RtcpSourceInfo(ssrc=ssrc, items=[(SDES_CNAME, cname.encode())])
    return bytes(RtcpSrPacket(ssrc=ssrc, sender_info=info)) + bytes(RtcpSdesPacket(chunks=[source]))


class Reception:
    """How well one stream arrives (RFC 3550 section 6.4.1, appendices A.3 and A.8)."""

    __slots__ = (
        "_base", "_jitter", "_prior", "_rate", "_sr", "_transit",
        "cycles", "highest", "octets", "packets",
    )  # fmt: skip

    def __init__(self, clock_rate: int) -> None:
        self._rate = clock_rate
        self._base = self._transit = -1
        self._jitter = 0.0
        self._prior = (0, 0)
        self._sr = (0, 0.0)
        self.cycles = self.highest = self.packets = self.octets = 0

    @property
    def started(self) -> bool:
        """Whether a packet has come."""
        return self._base >= 0

    @property
    def expected(self) -> int:
        """How many packets were sent, as far as the sequence numbers tell."""
        return self.cycles + self.highest - self._base + 1 if self.started else 0

    @property
    def lost(self) -> int:
        """How many of them did not come; retransmissions do not count."""
        return max(0, self.expected - self.packets)

    @property
    def jitter_ms(self) -> float:
        """Interarrival jitter in milliseconds."""
        return self._jitter * 1000 / self._rate

    def received(self, seq: int, timestamp: int, now: float) -> int:
        """Count one packet, `now` in seconds; return how many were skipped just before it."""
        skipped = self._advance(seq)
        self.packets += 1
        transit = (int(now * self._rate) - timestamp) & 0xFFFFFFFF
        if self._transit >= 0:
            apart = (transit - self._transit) & 0xFFFFFFFF
            self._jitter += (min(apart, 0x100000000 - apart) - self._jitter) / 16
        self._transit = transit
        return skipped

    def _advance(self, seq: int) -> int:
        ahead = (seq - self.highest) & 0xFFFF
        if not self.started or RESYNC_GAP < ahead < 0x10000 - RESYNC_GAP:
            self._base, self.highest = seq, seq
            self.cycles = self.packets = 0
            self._prior = (0, 0)
            return 0
        if ahead == 0 or ahead >= 0x8000:
            return 0
        if seq < self.highest:
            self.cycles += 0x10000
        self.highest = seq
        return ahead - 1

    def sender_report(self, info: RtcpSenderInfo, now: float) -> None:
        """Remember when the sender last spoke, for the round trip he measures."""
        self._sr = ((info.ntp_timestamp >> 16) & 0xFFFFFFFF, now)

    def report(self, ssrc: int, now: float) -> RtcpReceiverInfo:
        """The report block since the last one."""
        expected, packets = self.expected - self._prior[0], self.packets - self._prior[1]
        self._prior = (self.expected, self.packets)
        fraction = min(255, (max(0, expected - packets) << 8) // expected) if expected > 0 else 0
        last_sr, heard = self._sr
        delay = min(int((now - heard) * 65536), 0xFFFFFFFF) if last_sr else 0
        return RtcpReceiverInfo(
            ssrc=ssrc,
            fraction_lost=fraction,
            packets_lost=min(self.lost, 0x7FFFFF),
            highest_sequence=(self.cycles + self.highest) & 0xFFFFFFFF,
            jitter=int(self._jitter),
            lsr=last_sr,
            dlsr=delay,
        )
