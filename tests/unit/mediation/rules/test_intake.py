from decimal import Decimal

import pytest

from mediation.models import Case
from mediation.rules import intake
from mediation.rules.core import RuleViolation
from mediation.rules.intake import Step, checked, clean_amount, first_open_step, storable, values
from tests.factories import ANSWERS


def codes(problems: intake.Problems) -> dict[str, str]:
    return {name: refusal.code for name, refusal in problems.items()}


def test_full_answers_have_no_problems() -> None:
    assert checked(ANSWERS) == {}
    assert values(ANSWERS)["amount"] == Decimal(8600)
    assert values(ANSWERS)["other_phone"] == "13800000002"


def test_an_empty_application_names_what_is_missing() -> None:
    missing = codes(checked({}))
    assert missing.pop("other_email") == "intake.contact_missing"
    assert set(missing) == {
        "cause",
        "facts",
        "other_name",
        "claim",
        "you_name",
        "you_phone",
        "you_address",
    }
    assert set(missing.values()) == {"field.required"}


def test_only_the_asked_step_is_judged() -> None:
    assert set(checked({}, step=Step.CLAIM)) == {"claim"}


def test_the_other_side_is_not_oneself() -> None:
    answers = {**ANSWERS, "other_email": "Me@example.org"}
    assert codes(checked(answers, own_email="me@example.org")) == {
        "other_email": "intake.own_email"
    }


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("8,600", 8600), ("￥８６００．５０元", Decimal("8600.50")), ("", None), ("0", 0)],
)
def test_amounts(raw: str, amount: Decimal | None) -> None:
    assert clean_amount(raw) == amount


@pytest.mark.parametrize(
    ("raw", "code"),
    [("八千", "amount.malformed"), ("1.234", "amount.malformed"), ("-5", "amount.malformed"),
     ("9" * 13, "amount.too_large"), ("1e9", "amount.malformed"), ("NaN", "amount.malformed")],
)  # fmt: skip
def test_what_is_no_amount(raw: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        clean_amount(raw)
    assert refusal.value.code == code


def test_an_unknown_option_is_refused() -> None:
    assert codes(checked({**ANSWERS, "cause": "war"})) == {"cause": "field.unknown_option"}


def test_the_causes_are_those_of_the_case() -> None:
    assert list(intake.CAUSES) == Case.Cause.values


def test_where_to_go_on() -> None:
    assert first_open_step({}) is Step.WHAT
    assert first_open_step({**ANSWERS, "claim": ""}) is Step.CLAIM
    assert first_open_step(ANSWERS) is Step.SEND


def test_what_a_database_cannot_keep_is_dropped_and_a_flood_is_refused() -> None:
    assert storable("墙\x00\ud800面") == "墙面"
    with pytest.raises(RuleViolation, match=r"text\.too_long"):
        storable("长" * (intake.RAW_LENGTH + 1))
