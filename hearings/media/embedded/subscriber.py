"""What one peer receives: the m-lines of his subscribing connection and the tracks on them."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hearings.media.embedded import describe, rtcp
from hearings.media.embedded.forward import Subscription
from hearings.media.embedded.publisher import Published
from hearings.media.embedded.sdp import Description
from hearings.media.embedded.transport import Hub, Transport
from hearings.media.engine import Kind, MediaError, Offer, TrackInfo

ANSWER_PATIENCE = 10.0
"""Seconds after which an unanswered offer is taken for lost."""
RECEIVING = ("recvonly", "sendrecv")


@dataclass(slots=True)
class Line:
    """An m-line; it stays for ever and carries one track after another (RFC 8829 section 5.2.2)."""

    mid: str
    kind: Kind
    published: Published | None = None
    subscription: Subscription | None = None
    track_id: str = ""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An offer on its way: what it says each line carries."""

    carries: dict[str, Subscription | None]
    at: float


class Subscriber:
    """One subscribing connection: one offer at a time, lest answers mix up the lines."""

    def __init__(self, hub: Hub, peer: str) -> None:
        self.transport: Transport | None = None
        self._hub, self._peer = hub, peer
        self._lines: list[Line] = []
        self._pending: _Pending | None = None
        self._stale = False
        self._version = 0

    def want(self, wanted: Sequence[Published]) -> None:
        """Receive exactly these tracks: what is not among them stops before the next packet."""
        kept = set()
        for line in self._lines:
            if line.published is not None and line.published not in wanted:
                self._clear(line)
            kept.add(line.published)
        for published in wanted:
            if published not in kept:
                self._place(published)

    def _clear(self, line: Line) -> None:
        if line.published is not None and line.subscription is not None:
            line.published.track.stop(line.subscription)
        line.published = line.subscription = None
        self._stale = True

    def _place(self, published: Published) -> None:
        line = next((x for x in self._lines if x.kind == published.kind and not x.published), None)
        if line is None:
            line = Line(mid=str(len(self._lines)), kind=published.kind)
            self._lines.append(line)
        if self.transport is None:
            self.transport = Transport(self._hub, self)
        line.published = published
        line.subscription = Subscription(published.track, self.transport.lane, self._peer)
        line.track_id = secrets.token_hex(8)
        self._stale = True

    def next_offer(self) -> Offer | None:
        """The offer to send now, if one is due and none is on its way."""
        if not self._stale or self._pending is not None or self.transport is None:
            return None
        self._stale = False
        self._version += 1
        carries = {line.mid: line.subscription for line in self._lines}
        self._pending = _Pending(carries, time.monotonic())
        lines = [describe.Line(x.mid, x.kind, _stream(x)) for x in self._lines]
        sdp = describe.offer(lines, self.transport.endpoint(), self._version)
        return Offer(sdp, tuple(_info(x.mid, x.published) for x in self._lines if x.published))

    async def answered(self, answer: Description) -> None:
        """Take the answer to the offer on its way; an answer to nothing is late and ignored."""
        pending, transport = self._pending, self.transport
        if pending is None or transport is None:
            return
        if [s.mid for s in answer.sections] != list(pending.carries) or answer.setup == "passive":
            raise MediaError("media.bad_sdp")
        self._pending = None
        if transport.fingerprints not in ((), tuple(answer.fingerprints)):
            transport = await self._succeed(transport)
        for section in answer.sections:
            subscription = pending.carries[section.mid]
            if subscription is not None and section.port and section.direction in RECEIVING:
                subscription.answered = True
        transport.secure(answer.fingerprints)
        self.on_connected()

    async def _succeed(self, old: Transport) -> Transport:
        """A new certificate: a new connection of the browser's, to which the offer still holds."""
        new = self.transport = Transport(self._hub, self, old.credentials)
        for line in self._lines:
            if line.subscription is not None:
                line.subscription.track.stop(line.subscription)
                line.subscription.lane = new.lane
        await old.close()
        return new

    def on_connected(self) -> None:
        """Let flow what has been answered and is still wanted."""
        if self.transport is None or not self.transport.lane.ready:
            return
        for line in self._lines:
            subscription = line.subscription
            if subscription is None or not subscription.answered:
                continue
            track = subscription.track
            if subscription not in track.live:
                track.start(subscription)
                track.sender.on_keyframe_wanted(track, urgent=True)

    def on_feedback(self, feedback: rtcp.Feedback) -> None:
        """The peer cannot go on without a keyframe, or misses packets."""
        subscription = self._live(feedback.ssrc)
        if subscription is None:
            return
        track = subscription.track
        if isinstance(feedback, rtcp.KeyframeWanted):
            track.sender.on_keyframe_wanted(track, urgent=False)
        elif isinstance(feedback, rtcp.Lost):
            self._repair(subscription, feedback.seqs)

    def _live(self, ssrc: int) -> Subscription | None:
        for line in self._lines:
            held = line.subscription
            if held is not None and held.ssrc == ssrc and held in held.track.live:
                return held
        return None

    def _repair(self, subscription: Subscription, seqs: Sequence[int]) -> None:
        """Send again what we keep; what never came to us is asked of the publisher."""
        port = subscription.lane.port
        missing = []
        for seq in seqs:
            packet = subscription.track.kept(seq)
            if packet is None:
                missing.append(seq)
            elif port is not None:
                port.retransmit(subscription, packet)
        subscription.track.ask(missing, time.monotonic())

    def on_unknown(self, packet: bytes) -> None:
        """A subscriber sends no media; what he sends anyway goes nowhere."""

    def restart(self) -> None:
        """Offer again with new ICE credentials, whatever has become of the last offer."""
        if self.transport is not None:
            self.transport.renew()
        self._pending = None
        self._stale = bool(self._lines)

    def forget_lost_offer(self, now: float) -> None:
        """Have an offer that nobody answered made again."""
        if self._pending is not None and now - self._pending.at > ANSWER_PATIENCE:
            self._pending = None
            self._stale = True

    async def close(self) -> None:
        """Stop receiving and end the connection."""
        for line in self._lines:
            self._clear(line)
        self._lines, self._pending, self._stale = [], None, False
        transport, self.transport = self.transport, None
        if transport is not None:
            await transport.close()


def _stream(line: Line) -> describe.Stream | None:
    if line.published is None or line.subscription is None:
        return None
    subscription = line.subscription
    return describe.Stream(
        subscription.ssrc, subscription.rtx_ssrc, line.published.group, line.track_id
    )


def _info(mid: str, published: Published) -> TrackInfo:
    return TrackInfo(mid, published.peer, published.kind, published.source)
