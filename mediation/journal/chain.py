"""The hash chain: each row's hash covers its content and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mediation.journal.models import Entry


def canonical(data: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the same data is always the same text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_hash(entry: Entry) -> str:
    """SHA-256 in hex over everything that the row says and the hash of the row before it."""
    at: datetime = entry.at.astimezone(UTC)
    parts = (
        entry.prev_hash,
        entry.stream,
        str(entry.seq),
        entry.kind,
        canonical(entry.data),
        entry.actor,
        entry.act_id,
        at.isoformat(timespec="microseconds"),
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
