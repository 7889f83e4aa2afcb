"""Writing our own SDP: the answer to a publisher, the offer to a subscriber (RFC 8829)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hearings.media.embedded.ice_lite import Credentials
from hearings.media.embedded.sdp import MID_EXTENSION, Description, Section
from hearings.media.engine import Kind

CODECS: dict[Kind, str] = {"audio": "opus/48000/2", "video": "vp8/90000"}
CLOCK_RATES: dict[Kind, int] = {"audio": 48000, "video": 90000}
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
ABS_SEND_TIME_ID = 3
PAYLOAD_TYPES: dict[Kind, int] = {"audio": 111, "video": 96}
"""The same for every subscriber, so that one rewritten packet serves them all."""
RTX_PAYLOAD_TYPE = 97
VIDEO_FEEDBACK = ("goog-remb", "ccm fir", "nack", "nack pli")
_OPUS = "minptime=10;useinbandfec=1;usedtx=1"
_RTPMAPS: dict[Kind, str] = {"audio": "opus/48000/2", "video": "VP8/90000"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How to reach and recognise one of our transports."""

    credentials: Credentials
    fingerprint: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """What one m-line of the subscriber's offer carries."""

    ssrc: int
    rtx_ssrc: int
    group: str
    track: str


@dataclass(frozen=True, slots=True)
class Line:
    """One m-line of an offer; without a stream it is inactive."""

    mid: str
    kind: Kind
    stream: Stream | None


def candidates(announced: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Host candidates in order of preference (RFC 8445 section 5.1.2.1)."""
    return tuple(
        f"{n} 1 udp {(126 << 24) + ((65535 - n) << 8) + 255} {host} {port} typ host"
        for n, (host, port) in enumerate(announced, 1)
    )


def accepted_payload_type(section: Section) -> int | None:
    """The payload type we take from a publisher's m-line; None means that we refuse the line."""
    if section.kind is None or section.port == 0:
        return None
    return section.payload_type(CODECS[section.kind])


def answer(offer: Description, endpoint: Endpoint) -> str:
    """We receive what the publisher sends: one codec a line, and are the DTLS server.

    The origin is the offer's, by which the browser tells answers to abandoned offers.
    """
    accepted = [s.mid for s in offer.sections if accepted_payload_type(s) is not None]
    lines = _session(accepted, offer.origin)
    for section in offer.sections:
        lines += _answer_section(section, endpoint)
    return _text(lines)


def _answer_section(section: Section, endpoint: Endpoint) -> list[str]:
    pt = accepted_payload_type(section)
    if pt is None or section.kind is None:
        refused = f"m={section.media} 0 {section.proto} {section.formats[0]}"
        return [refused, "c=IN IP4 0.0.0.0", f"a=mid:{section.mid}", "a=inactive"]
    rtx = section.rtx.get(pt)
    lines = _media(section.kind, section.mid, pt, rtx)
    lines.append("a=recvonly" if section.sends else "a=inactive")
    number = section.extensions.get(MID_EXTENSION)
    if number is not None:
        lines.append(f"a=extmap:{number} {MID_EXTENSION}")
    offered = section.feedback.get(pt, set())
    lines += _codec(section.kind, pt, rtx, [f for f in VIDEO_FEEDBACK if f in offered])
    return lines + _transport(endpoint, "passive")


def offer(lines: Sequence[Line], endpoint: Endpoint, version: int) -> str:
    """What the subscriber may receive; a line without a stream is inactive and names nobody."""
    text = _session([line.mid for line in lines], f"1 {version}")
    for line in lines:
        text += _offer_section(line, endpoint)
    return _text(text)


def _offer_section(line: Line, endpoint: Endpoint) -> list[str]:
    pt = PAYLOAD_TYPES[line.kind]
    rtx = RTX_PAYLOAD_TYPE if line.kind == "video" else None
    lines = _media(line.kind, line.mid, pt, rtx)
    lines.append("a=sendonly" if line.stream else "a=inactive")
    lines.append(f"a=extmap:{ABS_SEND_TIME_ID} {ABS_SEND_TIME}")
    lines += _codec(line.kind, pt, rtx, VIDEO_FEEDBACK if line.kind == "video" else ())
    if line.stream:
        lines += _sources(line.stream, has_rtx=rtx is not None)
    return lines + _transport(endpoint, "actpass")


def _session(mids: Iterable[str], origin: str) -> list[str]:
    return [
        "v=0",
        f"o=- {origin} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        "a=group:BUNDLE " + " ".join(mids),
        "a=msid-semantic: WMS *",
    ]


def _media(kind: Kind, mid: str, pt: int, rtx: int | None) -> list[str]:
    formats = f"{pt}" if rtx is None else f"{pt} {rtx}"
    return [
        f"m={kind} 9 UDP/TLS/RTP/SAVPF {formats}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{mid}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
    ]


def _codec(kind: Kind, pt: int, rtx: int | None, feedback: Iterable[str]) -> list[str]:
    lines = [f"a=rtpmap:{pt} {_RTPMAPS[kind]}"]
    if kind == "audio":
        lines.append(f"a=fmtp:{pt} {_OPUS}")
    lines += [f"a=rtcp-fb:{pt} {what}" for what in feedback]
    if rtx is not None:
        lines += [f"a=rtpmap:{rtx} rtx/90000", f"a=fmtp:{rtx} apt={pt}"]
    return lines


def _sources(stream: Stream, *, has_rtx: bool) -> list[str]:
    lines = [f"a=msid:{stream.group} {stream.track}"]
    if has_rtx:
        lines.append(f"a=ssrc-group:FID {stream.ssrc} {stream.rtx_ssrc}")
    lines.append(f"a=ssrc:{stream.ssrc} cname:{stream.group}")
    if has_rtx:
        lines.append(f"a=ssrc:{stream.rtx_ssrc} cname:{stream.group}")
    return lines


def _transport(endpoint: Endpoint, setup: str) -> list[str]:
    return [
        f"a=ice-ufrag:{endpoint.credentials.ufrag}",
        f"a=ice-pwd:{endpoint.credentials.pwd}",
        f"a=fingerprint:sha-256 {endpoint.fingerprint}",
        f"a=setup:{setup}",
        *(f"a=candidate:{candidate}" for candidate in endpoint.candidates),
        "a=end-of-candidates",
    ]


def _text(lines: Iterable[str]) -> str:
    return "\r\n".join(lines) + "\r\n"
