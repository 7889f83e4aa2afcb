"""ICE-lite (RFC 8445 section 2.5): we answer checks and learn from them where the peer is."""

import secrets
import struct
from dataclasses import dataclass

from aioice import stun

Address = tuple[str, int] | tuple[str, int, int, int]
"""What `recvfrom` gives: host and port, for IPv6 also flow and scope."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The short-term credential of one of our connections."""

    ufrag: str
    pwd: str

    @staticmethod
    def fresh() -> "Credentials":
        """New ones that nobody can guess: 64 and 128 bits."""
        return Credentials(ufrag=secrets.token_hex(8), pwd=secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Check:
    """A binding request, not yet authenticated."""

    ufrag: str
    nominates: bool
    message: stun.Message

    def authentic(self, credentials: Credentials) -> bool:
        """Whether its sender knows the password."""
        return self.message.check_message_integrity(credentials.pwd.encode())


def parse_check(data: bytes) -> Check | None:
    """The check in a datagram, or None. Never raises."""
    try:
        message = stun.parse_message(data)
    except (ValueError, struct.error, IndexError):
        return None
    username = message.attributes.get("USERNAME")
    if message.message_class != stun.Class.REQUEST or username is None:
        return None
    if message.message_method != stun.Method.BINDING:
        return None
    ufrag = username.partition(":")[0]
    return Check(ufrag, "USE-CANDIDATE" in message.attributes, message)


def answer(check: Check, credentials: Credentials, address: Address) -> bytes:
    """The success response (RFC 8445 section 7.3)."""
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=check.message.transaction_id,
    )
    response.attributes["XOR-MAPPED-ADDRESS"] = address[:2]
    response.add_message_integrity(credentials.pwd.encode())
    return bytes(response)


class Allowance:
    """So many checks a second from addresses we do not know yet; the rest is not even read."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._left = float(per_second)
        self._at = 0.0

    def take(self, now: float) -> bool:
        """Whether one more is allowed at `now`, in seconds."""
        self._left = min(self._per_second, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
