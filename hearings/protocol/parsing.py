"""From what a browser sent to a message, or to the code that says what is wrong with it."""

import json
import re

from pydantic import ValidationError

from hearings.protocol.messages import CLIENT, MAX_BYTES, MESSAGE_ID, ClientMessage
from mediation.rules.core import RuleViolation

UNKNOWN = frozenset({"union_tag_invalid", "union_tag_not_found"})
ID = re.compile(MESSAGE_ID)
EXTRA = frozenset({"extra_forbidden", "unexpected_keyword_argument"})


def parse(text: str | None) -> ClientMessage:
    """The message. Raises `message.*`: too_large, unknown, extra_field, malformed."""
    if text is None:
        raise RuleViolation("message.malformed")
    if len(text.encode()) > MAX_BYTES:
        raise RuleViolation("message.too_large", limit=MAX_BYTES // 1024)
    try:
        return CLIENT.validate_json(text)
    except ValidationError as error:
        raise RuleViolation(_code({found["type"] for found in error.errors()})) from error


def _code(found: set[str]) -> str:
    if found & UNKNOWN:
        return "message.unknown"
    return "message.extra_field" if found & EXTRA else "message.malformed"


def id_of(text: str | None) -> str | None:
    """The `client_msg_id` of whatever this is, so that even a refusal finds its act."""
    if text is None or len(text) > MAX_BYTES:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    name = found.get("client_msg_id") if isinstance(found, dict) else None
    return name if isinstance(name, str) and ID.fullmatch(name) else None
