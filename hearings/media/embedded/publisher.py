"""What one peer sends: the tracks of his publishing connection, and our feedback to him."""

import asyncio
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from aiortc.rtp import RtcpSenderInfo

from hearings.media.embedded import describe, rtcp, rtp
from hearings.media.embedded.forward import Track
from hearings.media.embedded.sdp import MID_EXTENSION, Description, Section
from hearings.media.embedded.transport import Hub, Transport
from hearings.media.engine import Kind, MediaError, Source, TrackStats

MAX_TRACKS = 4
MAX_SOURCES = 32
KEYFRAME_GAP = 0.5
URGENT_KEYFRAME_GAP = 0.05
"""Seconds between two requests to one publisher, however many ask."""
BITS_PER_SECOND = 2_500_000
SOURCES: Mapping[Kind, tuple[Source, ...]] = {
    "audio": ("mic", "screen"),
    "video": ("camera", "screen"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A track and its owner; `group` is the stream that keeps his lips and voice together."""

    peer: str
    kind: Kind
    source: Source
    group: str
    section: Section
    track: Track


class Publisher:
    """One publishing connection; a new certificate means a new connection, a new Publisher."""

    def __init__(self, hub: Hub, peer: str) -> None:
        self.transport = Transport(hub, self)
        self.tracks: dict[str, Published] = {}
        self._peer = peer
        self._groups: dict[Source, str] = {}
        self._remote_ufrag = ""
        self._keyframe_asked: dict[Track, float] = {}
        self._keyframe_due: dict[Track, asyncio.TimerHandle] = {}

    def continues(self, offer: Description) -> bool:
        """Whether the offer comes from the same connection of the browser's."""
        return self.transport.fingerprints == tuple(offer.fingerprints)

    def accept(self, offer: Description, sources: Mapping[str, Source]) -> str:
        """Take over what the offer sends, return the answer. Raises MediaError, unchanged."""
        sending = {s.mid: s for s in offer.sections if s.sends and _accepted(s)}
        _check(sending, sources)
        if self._remote_ufrag and self._remote_ufrag != offer.ufrag:
            self.transport.renew()
        self._remote_ufrag = offer.ufrag
        self._update(sending, sources)
        self.transport.secure(offer.fingerprints)
        return describe.answer(offer, self.transport.endpoint())

    def _update(self, sending: Mapping[str, Section], sources: Mapping[str, Source]) -> None:
        for mid, published in list(self.tracks.items()):
            if not _same(published, sending.get(mid), sources.get(mid)):
                self._drop(mid)
        for mid, section in sending.items():
            if mid not in self.tracks:
                self._add(mid, section, sources[mid])

    def _add(self, mid: str, section: Section, source: Source) -> None:
        kind, payload_type = section.kind, describe.accepted_payload_type(section)
        if kind is None or payload_type is None:
            return
        group = self._groups.setdefault(_lips(source), secrets.token_hex(8))
        track = Track(kind, self, payload_type)
        self.tracks[mid] = Published(self._peer, kind, source, group, section, track)
        for ssrc in section.ssrcs:
            if ssrc not in section.fid.values():
                self._source(track, ssrc, section.fid.get(ssrc))

    def _source(self, track: Track, ssrc: int, rtx: int | None) -> None:
        """The first SSRC of a track is the one that feedback names."""
        track.ssrc = track.ssrc or ssrc
        self.transport.lane.sources[ssrc] = (track, False)
        if rtx is not None:
            self.transport.lane.sources[rtx] = (track, True)

    def _drop(self, mid: str) -> None:
        track = self.tracks.pop(mid).track
        lane = self.transport.lane
        lane.sources = {s: entry for s, entry in lane.sources.items() if entry[0] is not track}
        self._keyframe_asked.pop(track, None)
        due = self._keyframe_due.pop(track, None)
        if due is not None:
            due.cancel()

    def on_connected(self) -> None:
        """Let those who already wait for pictures have one."""
        for published in self.tracks.values():
            if published.track.live:
                self.on_keyframe_wanted(published.track, urgent=True)

    def on_feedback(self, feedback: rtcp.Feedback) -> None:
        """Pass the publisher's clock on."""
        known = self.transport.lane.sources.get(feedback.ssrc)
        if isinstance(feedback, rtcp.SenderReport) and known and known[0].ssrc == feedback.ssrc:
            self._sender_report(known[0], feedback.info)

    def _sender_report(self, track: Track, info: RtcpSenderInfo) -> None:
        track.reception.sender_report(info, time.monotonic())
        cname = next((p.group for p in self.tracks.values() if p.track is track), "")
        for subscription in track.live:
            report = rtcp.sender_report(subscription.ssrc, info, cname)
            subscription.lane.send_rtcp(report)

    def on_unknown(self, packet: bytes) -> None:
        """An SSRC that the offer did not name is known by its mid (RFC 8843 section 9.2)."""
        lane = self.transport.lane
        values = dict(rtp.extensions(packet))
        for mid, published in self.tracks.items():
            number = published.section.extensions.get(MID_EXTENSION, 0)
            if values.get(number) != mid.encode() or len(lane.sources) >= MAX_SOURCES:
                continue
            if packet[1] & 0x7F == published.track.payload_type:
                ssrc = rtp.HEADER.unpack_from(packet)[4]
                published.track.ssrc = ssrc
                lane.sources[ssrc] = (published.track, False)

    def on_missing(self, track: Track, seqs: list[int]) -> None:
        """Ask for packets again."""
        self.transport.lane.send_rtcp(rtcp.retransmission_request(track.ssrc, seqs))

    def on_keyframe_wanted(self, track: Track, *, urgent: bool) -> None:
        """Ask for a keyframe, now or as soon as the limit allows; many wishes make one request."""
        if track.kind != "video":
            return
        gap = URGENT_KEYFRAME_GAP if urgent else KEYFRAME_GAP
        wait = self._keyframe_asked.get(track, -KEYFRAME_GAP) + gap - time.monotonic()
        if wait <= 0:
            self._ask_keyframe(track)
        elif track not in self._keyframe_due:
            loop = asyncio.get_running_loop()
            self._keyframe_due[track] = loop.call_later(wait, self._ask_keyframe, track)

    def _ask_keyframe(self, track: Track) -> None:
        due = self._keyframe_due.pop(track, None)
        if due is not None:
            due.cancel()
        self._keyframe_asked[track] = time.monotonic()
        self.transport.lane.send_rtcp(rtcp.keyframe_request(track.ssrc))

    def report(self) -> None:
        """Tell the publisher how his streams arrive and how much he may send; once a second."""
        now = time.monotonic()
        tracks = [p.track for p in self.tracks.values() if p.track.reception.started]
        if not tracks or not self.transport.lane.ready:
            return
        data = rtcp.receiver_report([t.reception.report(t.ssrc, now) for t in tracks])
        video = [t.ssrc for t in tracks if t.kind == "video"]
        if video:
            data += rtcp.bandwidth_limit(BITS_PER_SECOND, video)
        self.transport.lane.send_rtcp(data)

    def stats(self) -> tuple[TrackStats, ...]:
        """Statistics of every track."""
        return tuple(_stats(p) for p in self.tracks.values())

    async def close(self) -> None:
        """End the connection and its tracks."""
        for mid in list(self.tracks):
            self._drop(mid)
        await self.transport.close()


def _accepted(section: Section) -> bool:
    return describe.accepted_payload_type(section) is not None


def _check(sending: Mapping[str, Section], sources: Mapping[str, Source]) -> None:
    if len(sending) > MAX_TRACKS:
        raise MediaError("media.too_many_tracks")
    for mid, section in sending.items():
        if section.kind is None or sources.get(mid) not in SOURCES[section.kind]:
            raise MediaError("media.bad_sdp")


def _same(published: Published, section: Section | None, source: Source | None) -> bool:
    if section is None or published.source != source or published.kind != section.kind:
        return False
    return published.section.ssrcs == section.ssrcs


def _lips(source: Source) -> Source:
    """Microphone and camera are one stream; a shared screen is another."""
    return "camera" if source == "mic" else source


def _stats(published: Published) -> TrackStats:
    reception = published.track.reception
    return TrackStats(
        kind=published.kind,
        source=published.source,
        packets=reception.packets,
        octets=reception.octets,
        lost=reception.lost,
        jitter_ms=round(reception.jitter_ms, 3),
        sent=dict(published.track.sent),
    )
