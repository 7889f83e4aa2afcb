"""Whatever arrives becomes a message or a refusal with a stable code."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearings.protocol.messages import MAX_BYTES, ActMessage, Hello
from hearings.protocol.parsing import id_of, parse
from hearings.rules.acts import Admit
from mediation.rules.core import RuleViolation

ADMIT = {"type": "act", "client_msg_id": "a", "act": {"kind": "admit", "seat": "user:1"}}


def code(text: str | None) -> str:
    with pytest.raises(RuleViolation) as refusal:
        parse(text)
    return refusal.value.code


def with_act(**changes: Any) -> str:
    return json.dumps(ADMIT | {"act": ADMIT["act"] | changes})  # type: ignore[operator]


def test_messages_are_read() -> None:
    message = parse(json.dumps(ADMIT))
    assert isinstance(message, ActMessage)
    assert message.act == Admit(seat="user:1")
    hello = parse('{"type": "hello", "protocol": 1, "ticket": "t"}')
    assert isinstance(hello, Hello)
    assert hello.after == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "message.malformed"),
        ("", "message.malformed"),
        ("{", "message.malformed"),
        ("[]", "message.malformed"),
        ("[" * 100_000, "message.malformed"),
        ('{"type": "act"}', "message.malformed"),
        ("{}", "message.unknown"),
        ('{"type": "become_host"}', "message.unknown"),
        (with_act(kind="become_host"), "message.unknown"),
        (with_act(extra=1), "message.extra_field"),
        (json.dumps(ADMIT | {"extra": 1}), "message.extra_field"),
        (with_act(seat="x" * 41), "message.malformed"),
        (with_act(seat=7), "message.malformed"),
        (json.dumps("x" * MAX_BYTES), "message.too_large"),
    ],
)
def test_what_is_wrong_has_a_stable_code(text: str | None, expected: str) -> None:
    assert code(text) == expected


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists))
def test_any_json_is_answered(value: Any) -> None:
    assert code(json.dumps(value)).startswith("message.")


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert code(text).startswith("message.")
    assert id_of(text) is None


def test_a_refusal_finds_its_act() -> None:
    assert id_of('{"client_msg_id": "a", "what": 1}') == "a"
    assert id_of('{"client_msg_id": 7}') is None
    assert id_of(json.dumps({"client_msg_id": "x" * 65})) is None
