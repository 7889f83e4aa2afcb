"""One peer connection on the shared port: its ICE credentials, its DTLS association, its lane.

aiortc does the DTLS. Its transport asks of the layer below only `_recv`, `_send` and a role, and
after the handshake its `_rx_srtp` and `_tx_srtp` are the keys; contract tests hold these private
names.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Protocol

from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_AES128_CM_SHA1_80,
    SRTP_PROFILES,
)

from hearings.media.embedded import ice_lite, rtcp
from hearings.media.embedded.describe import Endpoint, candidates
from hearings.media.embedded.forward import Lane, Port, bind
from hearings.media.embedded.ice_lite import Address, Credentials
from hearings.media.embedded.sdp import Fingerprint

log = logging.getLogger(__name__)
QUEUED_DATAGRAMS = 64
PROFILES = [p for p in (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80) if p in SRTP_PROFILES]
"""The cheapest first."""


class Owner(Protocol):
    """The publisher or subscriber that a transport belongs to."""

    def on_connected(self) -> None:
        """The handshake has succeeded; media may flow."""

    def on_feedback(self, feedback: rtcp.Feedback) -> None:
        """The peer reports, or asks for something."""

    def on_unknown(self, packet: bytes) -> None:
        """An RTP packet of an SSRC that belongs to no track."""


class Datagrams:
    """What aiortc's DTLS takes for an ICE transport."""

    role = "controlled"
    state = "completed"

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED_DATAGRAMS)

    def put(self, data: bytes | None) -> None:
        """Queue a datagram, or drop it if nobody reads; None ends the association."""
        if data is None and self._queue.full():
            self._queue.get_nowait()
        if not self._queue.full():
            self._queue.put_nowait(data)

    async def _recv(self) -> bytes:
        data = await self._queue.get()
        if data is None:
            raise ConnectionError
        return data

    async def _send(self, data: bytes) -> None:
        self._lane.send(data)


class Transport:
    """Implements the packet path's `Receiver`; tells its owner what it cannot settle itself."""

    def __init__(self, hub: "Hub", owner: Owner, credentials: Credentials | None = None) -> None:
        self.lane = Lane(self)
        self.heard_at = time.monotonic()
        self.fingerprints: tuple[Fingerprint, ...] = ()
        self._hub, self._owner = hub, owner
        self._datagrams = Datagrams(self.lane)
        self._dtls: RTCDtlsTransport | None = None
        self._handshake: asyncio.Task[None] | None = None
        self.credentials = credentials or Credentials.fresh()
        hub.admit(self)

    def endpoint(self) -> Endpoint:
        """How a description of this connection names it."""
        return Endpoint(self.credentials, self._hub.fingerprint, self._hub.candidates)

    def renew(self) -> None:
        """Begin an ICE restart; the old credentials hold until the new ones have been used."""
        self.credentials = Credentials.fresh()
        self.heard_at = time.monotonic()
        self._hub.admit(self)

    def secure(self, fingerprints: Sequence[Fingerprint]) -> None:
        """Expect the DTLS handshake of whoever owns one of these certificates; once only."""
        if self._handshake is not None:
            return
        self.fingerprints = tuple(fingerprints)
        self.heard_at = time.monotonic()
        self._handshake = asyncio.create_task(self._shake_hands())

    async def _shake_hands(self) -> None:
        # aiortc names its own ICE class, of which it uses what `Datagrams` has.
        dtls = RTCDtlsTransport(self._datagrams, [self._hub.certificate])  # type: ignore[arg-type]
        dtls._srtp_profiles = PROFILES
        dtls._set_role("server")
        self._dtls = dtls
        expected = [RTCDtlsFingerprint(f.algorithm, f.value) for f in self.fingerprints]
        try:
            await dtls.start(RTCDtlsParameters(fingerprints=expected))
        except Exception:
            # Whatever a stranger's handshake breaks in the library ends this connection, no other.
            log.exception("dtls.broken")
            return
        if dtls.state == "connected":
            self.lane.secure(dtls._rx_srtp, dtls._tx_srtp)
            self._owner.on_connected()
        else:
            log.warning("dtls.%s", dtls.state)

    def on_check(self, port: Port, address: Address, check: ice_lite.Check) -> None:
        """An authenticated check came from there."""
        self.heard_at = time.monotonic()
        self.lane.reachable(port, address, chosen=check.nominates)

    def on_dtls(self, data: bytes) -> None:
        """See `Receiver`."""
        self._datagrams.put(data)

    def on_rtcp(self, data: bytes) -> None:
        """See `Receiver`."""
        for feedback in rtcp.parse(data):
            self._owner.on_feedback(feedback)

    def on_unknown(self, packet: bytes) -> None:
        """See `Receiver`."""
        self._owner.on_unknown(packet)

    async def close(self) -> None:
        """Say goodbye and forget the peer."""
        self._hub.dismiss(self)
        if self._dtls is not None:
            await self._dtls.stop()
        self._datagrams.put(None)
        self.lane.close()


class Hub:
    """The port on all its addresses, and which credentials belong to whom."""

    def __init__(self, addresses: Sequence[tuple[str, str]], port: int) -> None:
        """`addresses`: what to bind and what to announce for it. Raises OSError."""
        self.certificate = RTCCertificate.generateCertificate()
        digests = {f.algorithm: f.value for f in self.certificate.getFingerprints()}
        self.fingerprint = digests["sha-256"]
        sockets = bind([bound for bound, _ in addresses], port)
        self.port = int(sockets[0].getsockname()[1])
        self.candidates = candidates([(announced, self.port) for _, announced in addresses])
        self.ports = [Port(bound, self._on_check) for bound in sockets]
        self._admitted: dict[str, tuple[Transport, Credentials]] = {}
        for bound in self.ports:
            asyncio.get_running_loop().add_reader(bound.socket, bound.on_readable)

    def admit(self, transport: Transport) -> None:
        """Answer checks that know the transport's present credentials."""
        credentials = transport.credentials
        self._admitted[credentials.ufrag] = (transport, credentials)

    def dismiss(self, transport: Transport, *, keep: Credentials | None = None) -> None:
        """Answer it no longer, but for the credentials to keep."""
        held = [c for t, c in self._admitted.values() if t is transport and c is not keep]
        for credentials in held:
            del self._admitted[credentials.ufrag]

    def _on_check(self, port: Port, address: Address, data: bytes) -> None:
        check = ice_lite.parse_check(data)
        transport, credentials = self._admitted.get(check.ufrag, _NOBODY) if check else _NOBODY
        if check is None or transport is None or credentials is None:
            return
        if not check.authentic(credentials):
            return
        if credentials is transport.credentials:
            self.dismiss(transport, keep=credentials)
        port.send(ice_lite.answer(check, credentials, address), address)
        transport.on_check(port, address, check)

    def close(self) -> None:
        """Give up the port."""
        for bound in self.ports:
            asyncio.get_running_loop().remove_reader(bound.socket)
            bound.socket.close()


_NOBODY: tuple[None, None] = (None, None)
