"""How long a request may be, judged before its body is read.

Daphne hands a request on once all of it has arrived, and Twisted takes forms apart in memory before
that, at about twelve times their size. Here a body is refused by its declared length, and what is
left of it goes to a file on disk untouched; Django reads forms by itself.
"""

from typing import Any, Final

from daphne import http_protocol
from daphne.http_protocol import WebRequest

from documents.rules.uploads import LIMITS

LONGEST: Final = LIMITS.request + 1024 * 1024
_REFUSAL: Final = (
    b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


class BoundedRequest(WebRequest):  # type: ignore[misc]  # daphne has no types
    """A request whose body ends at `LONGEST` bytes; 413 and a closed connection beyond."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.received = 0
        self.refused = False
        super().__init__(*args, **{**kwargs, "parsePOSTFormSubmission": False})

    def gotLength(self, length: int | None) -> None:  # noqa: N802  Twisted's name
        """The headers are there; `length` is None for a body in chunks."""
        if length is not None and length > LONGEST:
            self._refuse()
        super().gotLength(0 if self.refused else length)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802  Twisted's name
        """A piece of the body."""
        self.received += len(data)
        if self.received > LONGEST and not self.refused:
            self._refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def requestReceived(self, *args: Any) -> None:  # noqa: N802  Twisted's name
        """All of it is there; what was refused goes no further."""
        if not self.refused:
            super().requestReceived(*args)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802  Twisted's name
        """Somebody left; there is nobody to tell while the request is not yet handed on."""
        if self.application_queue is not None:
            super().connectionLost(reason)

    def _refuse(self) -> None:
        self.refused = True
        self.channel.transport.write(_REFUSAL)
        self.channel.loseConnection()


def bound_bodies() -> None:
    """Make Daphne use `BoundedRequest`: its factory names the class and offers no other way."""
    http_protocol.WebRequest = BoundedRequest
