"""A mail server's URL as Django's settings."""

from typing import Any
from urllib.parse import unquote, urlsplit


def smtp(url: str) -> dict[str, Any]:
    """`smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`, then `user:password@host:port`.

    An empty URL is the mail server of this machine. Raises ValueError for another scheme.
    """
    parts = urlsplit(url or "smtp://localhost")
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ValueError(f"not the URL of a mail server: {parts.scheme}://…")
    usual = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
