"""Every code that a refusal can carry has words of its own, in both languages."""

import ast
import fnmatch
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from mediation.errors import _TEXTS, known_codes
from mediation.people.identity import Outcome

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "hearings", "documents", "mediation")
RAISING = {"RuleViolation", "MediaError", "Fault", "describe", "refused", "_require"}
CODE = re.compile(r"(?!.*\.html)[a-z]+\.[a-z_]*[a-z]")
HOLE = re.compile(r"%\((\w+)\)s")


def codes_in(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The codes in a piece of Python with the params beside them; what is put together has `*`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in RAISING:
            given = frozenset(keyword.arg or "*" for keyword in node.keywords)
            for argument in node.args:
                yield from ((code, given) for code in _codes(argument))


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _codes(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else "*" for part in argument.values
        )
    elif isinstance(argument, ast.Constant) and CODE.fullmatch(str(argument.value)):
        yield str(argument.value)


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            yield from codes_in(path.read_text())


def wordless(codes: Iterable[str]) -> set[str]:
    """Those that would be answered with the general sentence."""
    return {code for code in codes if not fnmatch.filter(known_codes(), code)}


def words_of(code: str) -> str:
    return str(_TEXTS[code].words)


def test_every_code_in_the_source_has_words() -> None:
    codes = {code for code, _given in raised()}
    assert len(codes) > 100
    assert wordless(codes) == set()


def test_every_refusal_brings_what_its_words_need() -> None:
    """Or telling it would fail, and the person would see no reason at all."""
    unfilled = {
        code
        for code, given in raised()
        if code in known_codes() and not given >= set(HOLE.findall(words_of(code)))
    }
    assert unfilled == set()


def test_every_outcome_of_a_check_has_words() -> None:
    refused = {f"signing.code_{outcome}" for outcome in Outcome if outcome is not Outcome.PASSED}
    assert refused <= known_codes()


def test_a_planted_code_is_found() -> None:
    planted = 'raise RuleViolation("case.planted")\nraise RuleViolation(f"planted.{why}", x=1)'
    found = dict(codes_in(planted))
    assert wordless(found) == {"case.planted", "planted.*"}
    assert found["planted.*"] == {"x"}


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_the_words_are_told_in_both_languages(code: str) -> None:
    with translation.override("en"):
        english = words_of(code)
    with translation.override("zh-hans"):
        chinese = words_of(code)
    assert english.isascii() or "“" in english or "’" in english
    assert any("\u4e00" <= mark <= "\u9fff" for mark in chinese)
    assert set(HOLE.findall(english)) == set(HOLE.findall(chinese))
