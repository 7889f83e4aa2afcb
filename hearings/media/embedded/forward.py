"""The packet path: read, decrypt, rewrite once, encrypt and send to each who may receive.

Nothing here waits and nothing is decoded. One event loop runs it, so a change of the receivers
takes effect with the next packet.
"""

import secrets
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pylibsrtp import Error as SrtpError
from pylibsrtp import Session

from hearings.media.embedded import rtp, srtp
from hearings.media.embedded.describe import (
    ABS_SEND_TIME_ID,
    CLOCK_RATES,
    PAYLOAD_TYPES,
    RTX_PAYLOAD_TYPE,
)
from hearings.media.embedded.ice_lite import Address, Allowance
from hearings.media.embedded.rtcp import Reception
from hearings.media.engine import Kind

BATCH = 32
"""Datagrams read before the loop may do something else."""
STRANGER_CHECKS_PER_SECOND = 500
ADDRESSES_PER_LANE = 16
SOCKET_BUFFER = 4 << 20
HISTORY = 512
"""Packets kept for retransmission, a power of two: about two seconds of video."""
REASK_AFTER = 0.05
LARGEST_GAP_ASKED = 64
PREFIX_LENGTH = 20
"""Our RTP header: twelve octets, and one word of extension behind its own header."""
_EXTENSION = rtp.ONE_BYTE_EXTENSIONS << 16 | 1
_SEND_TIME = ABS_SEND_TIME_ID << 28 | 2 << 24
_PREFIX = struct.Struct("!BBHIIII")
_WORD = struct.Struct("!I")
_HALF = struct.Struct("!H")


class Receiver(Protocol):
    """Who is told of what the packet path does not handle itself."""

    def on_dtls(self, data: bytes) -> None:
        """A DTLS record, not yet authenticated."""

    def on_rtcp(self, data: bytes) -> None:
        """A compound RTCP packet, decrypted."""

    def on_unknown(self, packet: bytes) -> None:
        """An RTP packet, decrypted, of an SSRC that belongs to no track."""


class Sender(Protocol):
    """Who asks the publisher of a track for what is missing."""

    def on_missing(self, track: "Track", seqs: list[int]) -> None:
        """Packets that did not come and that somebody can still use."""

    def on_keyframe_wanted(self, track: "Track", *, urgent: bool) -> None:
        """Somebody cannot show a picture without one; urgent when he has none at all."""


class Lane:
    """One peer connection as packets see it: where the peer is, the keys, the sources he sends."""

    __slots__ = ("_sessions", "address", "addresses", "port", "receiver", "rx", "sources", "tx")

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.port: Port | None = None
        self.address: Address | None = None
        self.addresses: list[tuple[Port, Address]] = []
        self.sources: dict[int, tuple[Track, bool]] = {}
        self.rx: Any = None
        self.tx: Any = None
        self._sessions: tuple[Session, Session] | None = None

    @property
    def ready(self) -> bool:
        """Whether packets can be sent: the address is proven and the keys are agreed."""
        return self.tx is not None and self.address is not None

    def secure(self, receiving: Session, sending: Session) -> None:
        """Take the keys of a finished handshake."""
        self._sessions = (receiving, sending)
        self.rx, self.tx = srtp.handle(receiving), srtp.handle(sending)

    def reachable(self, port: "Port", address: Address, *, chosen: bool) -> None:
        """An authenticated check came from there; `chosen` makes it where we send to."""
        if port.lanes.get(address) is not self:
            port.lanes[address] = self
            self.addresses.append((port, address))
            if len(self.addresses) > ADDRESSES_PER_LANE:
                self._forget(*self.addresses.pop(0))
        if chosen or self.address is None:
            self.port, self.address = port, address

    def close(self) -> None:
        """Forget keys and addresses; subscriptions on this lane must have stopped before."""
        for port, address in self.addresses:
            self._forget(port, address)
        self.addresses = []
        self.port = self.address = self.rx = self.tx = self._sessions = None

    def _forget(self, port: "Port", address: Address) -> None:
        if port.lanes.get(address) is self:
            del port.lanes[address]

    def send(self, data: bytes | memoryview) -> None:
        """Send a datagram to the peer, if it is known where he is."""
        if self.port is not None and self.address is not None:
            self.port.send(data, self.address)

    def send_rtcp(self, data: bytes) -> None:
        """Encrypt and send a compound RTCP packet."""
        if self._sessions is None:
            return
        try:
            self.send(self._sessions[1].protect_rtcp(data))
        except (SrtpError, ValueError):
            return

    def end_stream(self, *ssrcs: int) -> None:
        """Let libsrtp forget streams that are over."""
        for ssrc in ssrcs:
            try:
                if self._sessions is not None:
                    self._sessions[1].remove_stream(ssrc)
            except SrtpError:
                continue


def _new_ssrc() -> int:
    return 1 + secrets.randbelow(0xFFFFFFFF)


@dataclass(slots=True, eq=False)
class Subscription:
    """One track on its way to one lane.

    It has SSRCs of its own: a stream that pauses for half the sequence space could not be continued
    under the same one, since both sides would guess the SRTP rollover counter wrong (RFC 3711
    section 3.3.1).
    """

    track: "Track"
    lane: Lane
    receiver: str
    ssrc: int = field(default_factory=_new_ssrc)
    rtx_ssrc: int = field(default_factory=_new_ssrc)
    rtx_seq: int = field(default_factory=lambda: secrets.randbelow(1 << 15))
    answered: bool = False


class Track:
    """What one publisher sends on one m-line, and to whom it goes."""

    __slots__ = ("_asked", "history", "kind", "live", "payload_type",
                 "reception", "sender", "sent", "ssrc")  # fmt: skip

    def __init__(self, kind: Kind, sender: Sender, payload_type: int) -> None:
        self.kind = kind
        self.sender = sender
        self.payload_type = payload_type
        self.ssrc = 0
        self.reception = Reception(CLOCK_RATES[kind])
        self.live: tuple[Subscription, ...] = ()
        self.sent: dict[str, int] = {}
        self.history: list[tuple[int, bytes]] = [(-1, b"")] * (HISTORY if kind == "video" else 0)
        self._asked: dict[int, float] = {}

    def start(self, subscription: Subscription) -> None:
        """Let the next packet go there too."""
        if subscription not in self.live:
            self.live = (*self.live, subscription)
            self.sent.setdefault(subscription.receiver, 0)

    def stop(self, subscription: Subscription) -> None:
        """Let no packet more go there."""
        self.live = tuple(s for s in self.live if s is not subscription)
        subscription.lane.end_stream(subscription.ssrc, subscription.rtx_ssrc)

    def kept(self, seq: int) -> bytes | None:
        """The rewritten packet, while it can still be sent again."""
        if not self.history:
            return None
        held, packet = self.history[seq % HISTORY]
        return packet if held == seq else None

    def ask(self, seqs: Sequence[int], now: float) -> None:
        """Have the publisher send `seqs` again, each at most every 50 ms."""
        if not self.history:
            return
        due = [seq for seq in seqs if now - self._asked.get(seq, 0.0) >= REASK_AFTER]
        if len(self._asked) > HISTORY:
            self._asked = {s: at for s, at in self._asked.items() if now - at < REASK_AFTER}
        self._asked.update(dict.fromkeys(due, now))
        if due:
            self.sender.on_missing(self, due)


class Port:
    """Our one UDP port on one local address."""

    def __init__(self, bound: socket.socket, on_check: "OnCheck") -> None:
        self.socket = bound
        self.lanes: dict[Address, Lane] = {}
        self.strangers = 0
        self._on_check = on_check
        self._allowance = Allowance(STRANGER_CHECKS_PER_SECOND)
        self._in, self._plain, self._out = srtp.Buffer(), srtp.Buffer(), srtp.Buffer()
        self._inbox = self._in.view[: srtp.LARGEST_DATAGRAM]

    def send(self, data: bytes | memoryview, address: Address) -> None:
        """Send a datagram, or lose it."""
        try:
            self.socket.sendto(data, address)
        except OSError:
            return  # a full buffer or a vanished network: the packet is lost, as any may be

    def on_readable(self) -> None:
        """Read what has come, up to a batch."""
        for _ in range(BATCH):
            try:
                size, address = self.socket.recvfrom_into(self._inbox)
            except BlockingIOError:
                return
            except OSError:
                continue  # an ICMP error about an earlier packet
            if size >= rtp.HEADER_LENGTH:
                self._datagram(size, address)

    def _datagram(self, size: int, address: Address) -> None:
        """Tell apart what shares the port by its first octet (RFC 7983)."""
        first = self._inbox[0]
        lane = self.lanes.get(address)
        if first < 4:
            if lane is not None or self._allowance.take(time.monotonic()):
                self._on_check(self, address, bytes(self._inbox[:size]))
        elif lane is None:
            self.strangers += 1
        elif 20 <= first < 64:
            lane.receiver.on_dtls(bytes(self._inbox[:size]))
        elif 128 <= first < 192 and lane.rx is not None:
            self._protected(lane, size)

    def _protected(self, lane: Lane, size: int) -> None:
        length = self._in.length
        length[0] = size
        if 192 <= self._inbox[1] <= 223:
            if srtp.unprotect_rtcp(lane.rx, self._in.raw, length) == srtp.OK:
                lane.receiver.on_rtcp(bytes(self._inbox[: length[0]]))
        elif srtp.unprotect(lane.rx, self._in.raw, length) == srtp.OK:
            self._packet(lane, length[0])

    def _packet(self, lane: Lane, size: int) -> None:
        inbox = self._inbox
        _, second, seq, timestamp, ssrc = rtp.HEADER.unpack_from(inbox)
        known = lane.sources.get(ssrc)
        if known is None:
            lane.receiver.on_unknown(bytes(inbox[:size]))
            return
        track, retransmitted = known
        start, end = rtp.payload_span(inbox, size)
        if retransmitted:
            if end - start < 3:
                return  # only padding, which probes the bandwidth
            seq = inbox[start] << 8 | inbox[start + 1]
            if track.kept(seq) is not None:
                return
            start += 2
        elif second & 0x7F == track.payload_type:
            self._count(track, seq, timestamp, end - start)
        else:
            return
        if start < end:
            marker = second & 0x80
            self._forward(track, marker, seq, timestamp, inbox[start:end])

    def _count(self, track: Track, seq: int, timestamp: int, octets: int) -> None:
        now = time.monotonic()
        skipped = track.reception.received(seq, timestamp, now)
        track.reception.octets += octets
        if 0 < skipped <= LARGEST_GAP_ASKED:
            track.ask([(seq - n) & 0xFFFF for n in range(skipped, 0, -1)], now)

    def _forward(
        self, track: Track, marker: int, seq: int, timestamp: int, payload: memoryview
    ) -> None:
        plain, out = self._plain, self._out
        size = PREFIX_LENGTH + len(payload)
        send_time = int(time.time() * 262144) & 0xFFFFFF
        _PREFIX.pack_into(
            plain.view, 0, 0x90, marker | PAYLOAD_TYPES[track.kind],
            seq, timestamp, 0, _EXTENSION, _SEND_TIME | send_time,
        )  # fmt: skip
        plain.view[PREFIX_LENGTH:size] = payload
        if track.history:
            track.history[seq % HISTORY] = (seq, bytes(plain.view[:size]))
        length, view, sent = out.length, out.view, track.sent
        for subscription in track.live:
            lane = subscription.lane
            _WORD.pack_into(plain.view, 8, subscription.ssrc)
            srtp.move(out.raw, plain.raw, size)
            length[0] = size
            if srtp.protect(lane.tx, out.raw, length) == srtp.OK:
                lane.send(view[: length[0]])
                sent[subscription.receiver] += 1

    def retransmit(self, subscription: Subscription, packet: bytes) -> None:
        """Send `packet`, as it was kept, once more on the retransmission stream (RFC 4588)."""
        out, size = self._out, len(packet) + 2
        view = out.view
        view[:PREFIX_LENGTH] = packet[:PREFIX_LENGTH]
        view[1] = packet[1] & 0x80 | RTX_PAYLOAD_TYPE
        _HALF.pack_into(view, 2, subscription.rtx_seq)
        _WORD.pack_into(view, 8, subscription.rtx_ssrc)
        view[PREFIX_LENGTH : PREFIX_LENGTH + 2] = packet[2:4]
        view[PREFIX_LENGTH + 2 : size] = packet[PREFIX_LENGTH:]
        subscription.rtx_seq = (subscription.rtx_seq + 1) & 0xFFFF
        out.length[0] = size
        if srtp.protect(subscription.lane.tx, out.raw, out.length) == srtp.OK:
            subscription.lane.send(view[: out.length[0]])


OnCheck = Callable[[Port, Address, bytes], None]


def bind(hosts: Sequence[str], port: int) -> list[socket.socket]:
    """One socket a host, all on the same port; port 0 lets the system choose. Raises OSError."""
    sockets: list[socket.socket] = []
    try:
        for host in hosts:
            sockets.append(_bound(host, port))
            port = sockets[0].getsockname()[1]
    except OSError:
        for opened in sockets:
            opened.close()
        raise
    return sockets


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_DGRAM)
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        opened.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
    opened.setblocking(False)
    try:
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened
