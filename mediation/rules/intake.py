"""The answers of an application (OMR 8): each field once, with its step and what makes it right.

Answers are kept as typed; `checked` says what is wrong with them and `values` makes them usable.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mediation.rules.core import RuleViolation
from mediation.rules.texts import clean_email, clean_name, clean_phone, clean_text

RAW_LENGTH = 20_000
AMOUNT_MOST = Decimal("999999999999.99")
CAUSES = (
    "rent",
    "goods",
    "loan",
    "labour",
    "neighbour",
    "property",
    "traffic",
    "family",
    "other",
)
KINDS = ("person", "organisation")
LANGUAGES = ("zh-hans", "en")

Answers = Mapping[str, str]
Problems = dict[str, RuleViolation]


class Step(StrEnum):
    """The pages of the application, in their order."""

    WHAT = "what"
    OTHER = "other"
    CLAIM = "claim"
    YOU = "you"
    PHOTOS = "photos"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Field:
    """A question: on which page, how an answer is cleaned, and whether it must be answered."""

    step: Step
    clean: Callable[[str], Any]
    required: bool = True
    default: str = ""


def clean_amount(raw: str) -> Decimal | None:
    """Yuan with at most two decimals; `￥8,600.00 元` is understood.

    Raises RuleViolation `amount.malformed` or `amount.too_large`.
    """
    text = re.sub(r"[\s,，¥￥元]", "", unicodedata.normalize("NFKC", raw))
    if not text:
        return None
    if not re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", text, re.ASCII):
        raise RuleViolation("amount.malformed")
    if Decimal(text) > AMOUNT_MOST:
        raise RuleViolation("amount.too_large")
    return Decimal(text)


def _text(limit: int) -> Callable[[str], str]:
    return lambda raw: clean_text(raw, limit=limit)


def _line(limit: int) -> Callable[[str], str]:
    return lambda raw: " ".join(clean_text(raw, limit=limit).split())


def _one_of(options: tuple[str, ...]) -> Callable[[str], str]:
    def clean(raw: str) -> str:
        if raw and raw not in options:
            raise RuleViolation("field.unknown_option")
        return raw

    return clean


FIELDS: Mapping[str, Field] = {
    "organisation": Field(Step.WHAT, str.strip, required=False),
    "cause": Field(Step.WHAT, _one_of(CAUSES)),
    "facts": Field(Step.WHAT, _text(5000)),
    "other_kind": Field(Step.OTHER, _one_of(KINDS), default="person"),
    "other_name": Field(Step.OTHER, clean_name),
    "other_contact": Field(Step.OTHER, clean_name, required=False),
    "other_email": Field(Step.OTHER, clean_email, required=False),
    "other_phone": Field(Step.OTHER, clean_phone, required=False),
    "other_address": Field(Step.OTHER, _line(200), required=False),
    "other_language": Field(Step.OTHER, _one_of(LANGUAGES), default="zh-hans"),
    "claim": Field(Step.CLAIM, _text(2000)),
    "amount": Field(Step.CLAIM, clean_amount, required=False),
    "you_kind": Field(Step.YOU, _one_of(KINDS), default="person"),
    "you_name": Field(Step.YOU, clean_name),
    "you_contact": Field(Step.YOU, clean_name, required=False),
    "you_phone": Field(Step.YOU, clean_phone),
    "you_address": Field(Step.YOU, _line(200)),
}


def storable(raw: str) -> str:
    """`raw` without what no database keeps; raises `text.too_long` above RAW_LENGTH characters."""
    if len(raw) > RAW_LENGTH:
        raise RuleViolation("text.too_long", limit=RAW_LENGTH, length=len(raw))
    return "".join(mark for mark in raw if mark != "\0" and unicodedata.category(mark) != "Cs")


def clean(name: str, raw: str) -> Any:
    """The value of one answer; raises RuleViolation, `field.required` when it is empty."""
    asked = FIELDS[name]
    value = asked.clean(raw or asked.default)
    if asked.required and value in ("", None):
        raise RuleViolation("field.required")
    return value


def checked(answers: Answers, *, step: Step | None = None, own_email: str = "") -> Problems:
    """What is wrong, field by field, with the answers of `step` or of every step."""
    problems: Problems = {}
    for name, asked in FIELDS.items():
        if step in {None, asked.step}:
            try:
                clean(name, answers.get(name, ""))
            except RuleViolation as refusal:
                problems[name] = refusal
    if step in {None, Step.OTHER} and "other_email" not in problems:
        problem = _reachable(answers, own_email)
        if problem:
            problems["other_email"] = problem
    return problems


def values(answers: Answers) -> dict[str, Any]:
    """Every answer cleaned; raises the first RuleViolation."""
    return {name: clean(name, answers.get(name, "")) for name in FIELDS}


def first_open_step(answers: Answers, *, own_email: str = "") -> Step:
    """The first page with something missing or wrong; SEND when all is well."""
    wrong = {FIELDS[name].step for name in checked(answers, own_email=own_email)}
    return next((step for step in Step if step in wrong), Step.SEND)


def _reachable(answers: Answers, own_email: str) -> RuleViolation | None:
    email = answers.get("other_email", "").strip().lower()
    if not email and not answers.get("other_phone", "").strip():
        return RuleViolation("intake.contact_missing")
    if email and email == own_email.lower():
        return RuleViolation("intake.own_email")
    return None
