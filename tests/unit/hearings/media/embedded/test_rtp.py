"""The RTP header is read without trusting a single length in it."""

import struct

from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap, RtpPacket
from hypothesis import example, given
from hypothesis import strategies as st

from hearings.media.embedded.rtp import extensions, payload_span


def test_the_payload_of_a_plain_packet() -> None:
    packet = struct.pack("!BBHII", 0x80, 96, 1, 2, 3) + b"payload"
    assert payload_span(packet, len(packet)) == (12, 19)


def test_sources_extension_and_padding_are_no_payload() -> None:
    header = struct.pack("!BBHII", 0xB2, 96, 1, 2, 3) + bytes(8)
    packet = header + struct.pack("!HHI", 0xBEDE, 1, 0x10610000) + b"data" + b"\0\0\3"
    start, end = payload_span(packet, len(packet))
    assert packet[start:end] == b"data"
    assert list(extensions(packet)) == [(1, b"\x61")]


def test_a_version_that_is_not_2_is_nothing() -> None:
    assert payload_span(struct.pack("!BBHII", 0x40, 96, 1, 2, 3) + b"x", 13) == (0, 0)


@given(st.binary(max_size=120), st.integers(0, 120))
def test_any_packet_is_read_or_nothing(data: bytes, size: int) -> None:
    size = min(size, len(data))
    start, end = payload_span(data, size)
    assert (start, end) == (0, 0) or 12 <= start < end <= size
    assert sum(len(value) for _, value in extensions(data)) <= len(data)


@example(first=0xA0, rest=bytes(12))
@given(first=st.integers(0x80, 0xBF), rest=st.binary(min_size=11, max_size=120))
def test_we_agree_with_aiortc(first: int, rest: bytes) -> None:
    packet = bytes([first]) + rest
    start, end = payload_span(packet, len(packet))
    try:
        payload = RtpPacket.parse(packet, _NoExtensions()).payload
    except ValueError:
        assert (start, end) == (0, 0)
    else:
        assert packet[start:end] == payload


class _NoExtensions(HeaderExtensionsMap):
    """Reads none: what an extension says is not what this is about."""

    def get(self, extension_profile: int, extension_value: bytes) -> HeaderExtensions:
        return HeaderExtensions()
