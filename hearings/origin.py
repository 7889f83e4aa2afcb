"""Whether a socket was opened by one of our own pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def same_origin(scope: Mapping[str, Any]) -> bool:
    """Whether the Origin header names the host that the socket was opened at.

    Schemes are not compared: a proxy may take TLS off. A missing Origin is refused: every browser
    sends one (RFC 6455, 4.1).
    """
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1").lower()
    origin = urlsplit(headers.get(b"origin", b"").decode("latin-1").lower())
    return bool(host) and origin.scheme in {"http", "https"} and origin.netloc == host
