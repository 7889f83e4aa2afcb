"""What a rule decides: a dotted kind and the data that a later reader needs to fold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """A decision not yet written. `data` is JSON: ids, numbers and words, never personal data."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
