"""A caller made of few parts: ICE, DTLS and SRTP by hand, so that every packet can be counted."""

import asyncio
import contextlib
import os
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aioice import stun
from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from pylibsrtp import Error as SrtpError

from hearings.media.embedded import sdp as sdp_reader
from hearings.media.engine import MediaEngine, MediaEvent, Offer, Source, TrackInfo

PATIENCE = 10.0
PAYLOAD_TYPES = {"audio": 109, "video": 120}
RTX = 121
CODECS = {"audio": "opus/48000/2", "video": "VP8/90000"}


async def until(condition: Callable[[], bool | Awaitable[bool]], what: str) -> None:
    """Poll until the condition holds; raises AssertionError naming `what`."""
    async with asyncio.timeout(PATIENCE) as limit:
        with contextlib.suppress(TimeoutError):
            while True:
                holds = condition()
                if holds if isinstance(holds, bool) else await holds:
                    return
                await asyncio.sleep(0.01)
    raise AssertionError(what if limit else "")


class Wire(asyncio.DatagramProtocol):
    """One peer connection: always the ICE controller and the DTLS client."""

    role = "controlling"
    state = "completed"

    def __init__(self) -> None:
        self.certificate = RTCCertificate.generateCertificate()
        self.ufrag, self.pwd = os.urandom(4).hex(), os.urandom(12).hex()
        self.packets: list[bytes] = []
        self.reports: list[bytes] = []
        self.dtls: RTCDtlsTransport | None = None
        self._datagrams: asyncio.Queue[bytes] = asyncio.Queue()
        self._checked = asyncio.Event()
        self._socket: asyncio.DatagramTransport | None = None
        self._remote: Any = None

    @property
    def fingerprint(self) -> str:
        return next(f.value for f in self.certificate.getFingerprints() if f.algorithm == "sha-256")

    @property
    def connected(self) -> bool:
        return self.dtls is not None and self.dtls.state == "connected"

    async def open(self, host: str = "127.0.0.1") -> None:
        """Take a port; doing so again moves the caller to another address."""
        if self._socket is not None:
            self._socket.close()
        loop = asyncio.get_running_loop()
        self._socket, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0))

    async def check(self, description: str) -> None:
        """Find the engine by the credentials and the first IPv4 candidate of its description."""
        remote = _attributes(description)
        _, _, _, _, host, port, *_ = remote["candidate"][0].split()
        self._remote = (host, int(port))
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{remote['ice-ufrag'][0]}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity(remote["ice-pwd"][0].encode())
        self._checked.clear()
        self.send(bytes(request))
        async with asyncio.timeout(PATIENCE):
            await self._checked.wait()

    async def connect(self, description: str) -> None:
        """Check, shake hands, hold the keys; `connected` tells whether that went well."""
        if self._socket is None:
            await self.open()
        await self.check(description)
        algorithm, value = _attributes(description)["fingerprint"][0].split()
        dtls = self.dtls = RTCDtlsTransport(self, [self.certificate])  # type: ignore[arg-type]
        dtls._set_role("client")
        async with asyncio.timeout(PATIENCE):
            await dtls.start(RTCDtlsParameters([RTCDtlsFingerprint(algorithm, value)]))

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if data[0] < 4:
            self._checked.set()
        elif data[0] < 64:
            self._datagrams.put_nowait(data)
        elif self.dtls is not None and self.dtls._rx_srtp is not None:
            with contextlib.suppress(SrtpError):
                if 192 <= data[1] <= 223:
                    self.reports.append(self.dtls._rx_srtp.unprotect_rtcp(data))
                else:
                    self.packets.append(self.dtls._rx_srtp.unprotect(data))

    def send(self, data: bytes) -> None:
        assert self._socket is not None
        self._socket.sendto(data, self._remote)

    def protected(self, packet: bytes) -> bytes:
        assert self.dtls is not None
        return bytes(self.dtls._tx_srtp.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        assert self.dtls is not None
        self.send(self.dtls._tx_srtp.protect_rtcp(packet))

    async def _recv(self) -> bytes:
        return await self._datagrams.get()

    async def _send(self, data: bytes) -> None:
        self.send(data)

    async def close(self) -> None:
        if self.dtls is not None and self._socket is not None:
            await self.dtls.stop()
        if self._socket is not None:
            self._socket.close()


class Caller:
    """A person with a publishing and a subscribing wire, who answers every offer."""

    def __init__(self, engine: MediaEngine, room: str, name: str) -> None:
        self.engine, self.room, self.name = engine, room, name
        self.events: list[MediaEvent] = []
        self.tracks: tuple[TrackInfo, ...] = ()
        self.offers: list[Offer] = []
        self.publishing, self.subscribing = Wire(), Wire()
        self.connects = True
        self.answers = True
        self._seq = {"audio": 100, "video": 65500}
        self._ssrcs = {"audio": 1000, "video": 2000}
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self) -> None:
        await self.engine.join(self.room, self.name, self.on_event)

    async def on_event(self, event: MediaEvent) -> None:
        self.events.append(event)
        if isinstance(event, Offer):
            self.tracks = event.tracks
            self.offers.append(event)
            if self.answers:
                # As with a browser, the answer is a message of its own.
                task = asyncio.create_task(self.answer(event))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def answer(self, offer: Offer) -> None:
        await self.engine.subscribed(self.room, self.name, answer(offer.sdp, self.subscribing))
        if self.connects and "m=" in offer.sdp and self.subscribing.dtls is None:
            await self.subscribing.connect(offer.sdp)

    async def publish(self, *sources: Source, connect: bool = True) -> str:
        """Publish these sources, in order; mids count from 0."""
        named = {str(mid): source for mid, source in enumerate(sources or ("mic", "camera"))}
        sdp = await self.engine.publish(
            self.room, self.name, offer(self.publishing, named, self._ssrcs), named
        )
        if connect:
            await self.publishing.connect(sdp)
        return sdp

    def say(self, kind: str, payload: bytes = b"payload", *, deliver: bool = True) -> int:
        """Send one packet of `kind`; returns its sequence number."""
        seq = self._seq[kind] = (self._seq[kind] + 1) & 0xFFFF
        ssrc = self._ssrcs[kind]
        if deliver:
            packet = rtp(PAYLOAD_TYPES[kind], seq, ssrc, payload)
            self.publishing.send(self.publishing.protected(packet))
        return seq

    def repeat(self, seq: int, payload: bytes, rtx_seq: int = 1) -> None:
        """Send a video packet again on the retransmission stream."""
        packet = rtp(RTX, rtx_seq, self._ssrcs["video"] + 1, struct.pack("!H", seq) + payload)
        self.publishing.send(self.publishing.protected(packet))

    def heard(self) -> list[bytes]:
        """The payloads that arrived, in order of arrival."""
        return [packet[20:] for packet in self.subscribing.packets]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.publishing.close()
        await self.subscribing.close()


def rtp(payload_type: int, seq: int, ssrc: int, payload: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type, seq, seq * 90, ssrc) + payload


def offer(wire: Wire, sources: Mapping[str, Source], ssrcs: Mapping[str, int]) -> str:
    """A publisher's offer as a browser would write it."""
    lines = ["v=0", "o=- 77 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    for mid, source in sources.items():
        kind = "audio" if source == "mic" else "video"
        pt, ssrc = PAYLOAD_TYPES[kind], ssrcs[kind] + 10 * int(source == "screen")
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {pt}" + (f" {RTX}" if kind == "video" else ""),
            "a=sendonly",
            f"a=mid:{mid}",
            f"a=rtpmap:{pt} {CODECS[kind]}",
            f"a=ssrc:{ssrc} cname:x",
        ]
        if kind == "video":
            lines += [f"a=rtpmap:{RTX} rtx/90000", f"a=fmtp:{RTX} apt={pt}"]
            lines += [f"a=ssrc-group:FID {ssrc} {ssrc + 1}", f"a=ssrc:{ssrc + 1} cname:x"]
        lines += _credentials(wire, "actpass")
    return "\r\n".join(lines) + "\r\n"


def answer(sdp: str, wire: Wire) -> str:
    """A subscriber's answer to the engine's offer."""
    if "m=" not in sdp:
        return sdp
    lines = ["v=0", "o=- 78 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    for section in sdp_reader.parse(sdp).sections:
        lines += [f"m={section.media} 9 {section.proto} {' '.join(section.formats)}"]
        lines += [f"a=mid:{section.mid}", "a=recvonly" if section.sends else "a=inactive"]
        lines += _credentials(wire, "active")
    return "\r\n".join(lines) + "\r\n"


def _credentials(wire: Wire, setup: str) -> list[str]:
    return [
        f"a=ice-ufrag:{wire.ufrag}",
        f"a=ice-pwd:{wire.pwd}",
        f"a=fingerprint:sha-256 {wire.fingerprint}",
        f"a=setup:{setup}",
    ]


def _attributes(sdp: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in sdp.splitlines():
        if line.startswith("a="):
            name, _, value = line[2:].partition(":")
            found.setdefault(name, []).append(value)
    return found
