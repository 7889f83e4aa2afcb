"""Reading the RTP header (RFC 3550 section 5.1) without trusting it."""

import struct
from collections.abc import Iterator

HEADER = struct.Struct("!BBHII")
HEADER_LENGTH = HEADER.size
ONE_BYTE_EXTENSIONS = 0xBEDE
_NOTHING = (0, 0)
Bytes = bytes | memoryview


def payload_span(packet: Bytes, size: int) -> tuple[int, int]:
    """Where the payload of `packet[:size]` begins and ends; (0, 0) if the header lies."""
    if size < HEADER_LENGTH or packet[0] >> 6 != 2:
        return _NOTHING
    start, end = HEADER_LENGTH + 4 * (packet[0] & 15), size
    if packet[0] & 0x10:
        if start + 4 > size:
            return _NOTHING
        start += 4 + 4 * (packet[start + 2] << 8 | packet[start + 3])
    if packet[0] & 0x20:
        padding = packet[size - 1]  # counts itself, so 0 is a lie
        end = end - padding if padding else 0
    return (start, end) if start < end else _NOTHING


def extensions(packet: Bytes) -> Iterator[tuple[int, bytes]]:
    """The one-byte header extensions (RFC 8285 section 4.2), as far as they are whole."""
    start = HEADER_LENGTH + 4 * (packet[0] & 15) if len(packet) >= HEADER_LENGTH else 0
    if not start or not packet[0] & 0x10 or len(packet) < start + 4:
        return
    profile, words = struct.unpack_from("!HH", packet, start)
    position, end = start + 4, start + 4 + 4 * words
    if profile != ONE_BYTE_EXTENSIONS or end > len(packet):
        return
    while position < end:
        number, length = packet[position] >> 4, (packet[position] & 15) + 1
        position += 1
        if number == 0:
            continue
        if number == 15 or position + length > end:
            return
        yield number, bytes(packet[position : position + length])
        position += length
