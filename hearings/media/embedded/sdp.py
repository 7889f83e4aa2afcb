"""Reading the SDP of browsers (RFC 8866, RFC 8829): only what a forwarding engine needs.

Whatever is echoed into another description has first been matched against a narrow pattern, so
that no line of one peer's making can reach another.
"""

import re
from dataclasses import dataclass, field

from hearings.media.engine import Kind

MAX_LENGTH = 64 * 1024
MAX_SECTIONS = 64
SENDING = ("sendrecv", "sendonly")
DIRECTIONS = (*SENDING, "recvonly", "inactive")
MID_EXTENSION = "urn:ietf:params:rtp-hdrext:sdes:mid"
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+./^_`{|}~-]{1,64}\Z")
_HEX = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}\Z")
_ORIGIN = re.compile(r"[0-9]{1,20} [0-9]{1,20}\Z")
_DIGESTS = ("sha-256", "sha-384", "sha-512")


class SdpError(ValueError):
    """The description cannot be used."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest of a certificate (RFC 8122)."""

    algorithm: str
    value: str


@dataclass(slots=True)
class Section:
    """One m-line; `rtx` maps a payload type to that of its retransmissions, `fid` an SSRC."""

    media: str
    port: int
    proto: str
    formats: list[str]
    mid: str = ""
    direction: str = "sendrecv"
    codecs: dict[int, str] = field(default_factory=dict)
    rtx: dict[int, int] = field(default_factory=dict)
    feedback: dict[int, set[str]] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    ssrcs: list[int] = field(default_factory=list)
    fid: dict[int, int] = field(default_factory=dict)

    @property
    def kind(self) -> Kind | None:
        """What it carries, if that is media."""
        if self.media == "audio":
            return "audio"
        return "video" if self.media == "video" else None

    @property
    def sends(self) -> bool:
        """Whether the describing side means to send on it."""
        return self.port != 0 and self.direction in SENDING

    def payload_type(self, codec: str) -> int | None:
        """The first offered payload type of `codec`, such as "vp8/90000"."""
        for pt in self.formats:
            if pt.isdecimal() and self.codecs.get(int(pt)) == codec:
                return int(pt)
        return None


@dataclass(slots=True)
class Description:
    """A whole offer or answer; `origin` is its session id and version."""

    origin: str = ""
    ufrag: str = ""
    setup: str = ""
    fingerprints: list[Fingerprint] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def parse(text: str) -> Description:
    """Read an offer or an answer; raises SdpError and nothing else."""
    if len(text) > MAX_LENGTH:
        raise SdpError("too long")
    description = Description()
    try:
        for line in text.splitlines():
            _read(description, line)
    except (ValueError, IndexError) as error:
        raise SdpError(str(error)) from error
    _require_whole(description)
    return description


def _require_whole(description: Description) -> None:
    mids = [section.mid for section in description.sections]
    if not mids or "" in mids or len(set(mids)) != len(mids):
        raise SdpError("m-lines need distinct mids")
    if not description.origin or not description.ufrag or not description.fingerprints:
        raise SdpError("no origin, credentials or fingerprint")


def _read(description: Description, line: str) -> None:
    if line.startswith("m="):
        if len(description.sections) >= MAX_SECTIONS:
            raise SdpError("too many m-lines")
        description.sections.append(_section(line[2:]))
    elif line.startswith("o="):
        description.origin = _origin(line[2:])
    elif line.startswith("a="):
        name, _, value = line[2:].partition(":")
        if name in _TRANSPORT:
            _TRANSPORT[name](description, value)
        elif description.sections:
            _attribute(description.sections[-1], name, value)


def _origin(value: str) -> str:
    """Session id and version (RFC 8866 section 5.2)."""
    _, session, version, *_ = value.split(" ")
    if not _ORIGIN.match(f"{session} {version}"):
        raise SdpError("no origin")
    return f"{session} {version}"


def _section(value: str) -> Section:
    media, port, proto, *formats = value.split(" ")
    if not formats:
        raise SdpError("no formats")
    for token in (media, proto.replace("/", "-"), *formats):
        _token(token)
    return Section(media, _number(port, 0xFFFF), proto, formats)


def _attribute(section: Section, name: str, value: str) -> None:
    if name in DIRECTIONS:
        section.direction = name
    elif name in _ATTRIBUTES:
        _ATTRIBUTES[name](section, value)


def _token(value: str) -> str:
    if not _TOKEN.match(value):
        raise SdpError("not a token")
    return value


def _number(value: str, highest: int) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 10 and int(value) <= highest):
        raise SdpError("not a number in range")
    return int(value)


def _ufrag(description: Description, value: str) -> None:
    description.ufrag = description.ufrag or _token(value)


def _setup(description: Description, value: str) -> None:
    description.setup = description.setup or _token(value)


def _fingerprint(description: Description, value: str) -> None:
    algorithm, digest = value.split(" ")
    if algorithm.lower() not in _DIGESTS or not _HEX.match(digest):
        return
    fingerprint = Fingerprint(algorithm.lower(), digest.upper())
    if fingerprint not in description.fingerprints:
        description.fingerprints.append(fingerprint)


def _mid(section: Section, value: str) -> None:
    section.mid = _token(value)


def _rtpmap(section: Section, value: str) -> None:
    pt, codec = value.split(" ")
    section.codecs[_number(pt, 127)] = codec.lower()


def _fmtp(section: Section, value: str) -> None:
    pt, _, parameters = value.partition(" ")
    if parameters.startswith("apt="):
        section.rtx[_number(parameters[4:].partition(";")[0], 127)] = _number(pt, 127)


def _feedback(section: Section, value: str) -> None:
    pt, _, what = value.partition(" ")
    if pt != "*":
        section.feedback.setdefault(_number(pt, 127), set()).add(what)


def _extension(section: Section, value: str) -> None:
    number, uri = value.split(" ")[:2]
    section.extensions[uri] = _number(number.partition("/")[0], 255)


def _ssrc(section: Section, value: str) -> None:
    ssrc = _number(value.partition(" ")[0], 0xFFFFFFFF)
    if ssrc not in section.ssrcs and len(section.ssrcs) < 16:
        section.ssrcs.append(ssrc)


def _ssrc_group(section: Section, value: str) -> None:
    semantics, *ssrcs = value.split(" ")
    if semantics == "FID":
        first, second = ssrcs
        section.fid[_number(first, 0xFFFFFFFF)] = _number(second, 0xFFFFFFFF)


_TRANSPORT = {"ice-ufrag": _ufrag, "setup": _setup, "fingerprint": _fingerprint}
_ATTRIBUTES = {
    "mid": _mid,
    "rtpmap": _rtpmap,
    "fmtp": _fmtp,
    "rtcp-fb": _feedback,
    "extmap": _extension,
    "ssrc": _ssrc,
    "ssrc-group": _ssrc_group,
}
