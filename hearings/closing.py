"""The codes with which the server closes a room's socket, and what it says before."""

from collections.abc import Mapping

from hearings.protocol.entries import Closed
from hearings.protocol.messages import Bye, Replaced

LEFT = 1000
COME_BACK = 4000
SIGNED_OUT = 4401
NOT_ALLOWED = 4403
SILENT = 4408
REPLACED = 4409
OVER = 4410
OUTDATED = 4426

FAREWELLS: Mapping[int, Closed] = {
    LEFT: Bye(reason="left"),
    SIGNED_OUT: Bye(reason="signed_out"),
    NOT_ALLOWED: Bye(reason="not_allowed"),
    REPLACED: Replaced(),
}
AFTER_HELLO: Mapping[str, int] = {
    "room.no_seat": NOT_ALLOWED,
    "room.closed": OVER,
    "room.not_open": OVER,
    "socket.outdated": OUTDATED,
}
"""How a socket closes whose `hello` was refused; any other may try with a fresh ticket."""
