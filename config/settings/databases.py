"""A database URL as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite for one machine: WAL, a patient lock, and writers that queue from their first read."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
    }
