"""Every refusal of this app has words, and no word waits for a refusal that never comes."""

import re
from pathlib import Path

from mediation.errors import ERRORS, can_retry, describe

ROOT = Path(__file__).resolve().parents[3] / "mediation"
CODE = re.compile(r'RuleViolation\(\s*"([a-z_.]+)"')


def codes() -> set[str]:
    return {code for path in ROOT.rglob("*.py") for code in CODE.findall(path.read_text())}


def test_every_code_that_is_raised_has_words() -> None:
    assert len(codes()) > 30
    assert codes() - set(ERRORS) == set()


def test_every_word_belongs_to_a_code() -> None:
    told = {code for code in ERRORS if not code.startswith("request.")}
    assert told - codes() == set()


def test_params_fill_the_words() -> None:
    words = describe("text.too_long", {"length": 11, "limit": 10})
    assert "11" in words
    assert "10" in words


def test_an_unknown_code_is_answered_calmly() -> None:
    assert describe("no.such_code")
    assert can_retry("no.such_code")
