"""libsrtp without a copy: packets are protected in the buffer in which they lie.

pylibsrtp's own `Session.protect` copies each packet twice and refuses long ones, so the packet
path calls the library through the same binding. Contract tests hold us to the pinned version.
"""

from typing import Any

from pylibsrtp import Session
from pylibsrtp._binding import ffi, lib

LARGEST_DATAGRAM = 1600
TRAILER = 148
"""SRTP_MAX_TRAILER_LEN and the SRTCP index: what protection may append."""
OK = 0

protect: Any = lib.srtp_protect
unprotect: Any = lib.srtp_unprotect
unprotect_rtcp: Any = lib.srtp_unprotect_rtcp
move: Any = ffi.memmove


class Buffer:
    """Memory that libsrtp and Python both write: `raw` for the one, `view` for the other."""

    __slots__ = ("length", "raw", "view")

    def __init__(self) -> None:
        room = LARGEST_DATAGRAM + TRAILER
        self.raw: Any = ffi.new("unsigned char[]", room)
        self.view = memoryview(ffi.buffer(self.raw))
        self.length: Any = ffi.new("int *")


def handle(session: Session) -> Any:
    """The library's own session, to be used no longer than `session` lives."""
    return session._srtp[0]
