"""Capital numerals, by the examples of 《支付结算办法》附一 and by reading them back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.rules.money import LIMIT, money_capital, money_zh

CASES = {
    "6800": "陆仟捌佰元整",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "100010.10": "壹拾万零壹拾元壹角整",
    "100000001": "壹亿零壹元整",
    "200000000000": "贰仟亿元整",
    "0.05": "伍分",
    "0.50": "伍角整",
}


@pytest.mark.parametrize(("yuan", "words"), CASES.items())
def test_examples(yuan: str, words: str) -> None:
    assert money_capital(Decimal(yuan)) == words


def test_figures_and_capitals_stand_together() -> None:
    assert money_zh(Decimal(6800)) == "人民币6,800.00元（大写：陆仟捌佰元整）"


@pytest.mark.parametrize("yuan", ["0", "-1", "0.001", "1000000000000"])
def test_what_cannot_be_written_is_refused(yuan: str) -> None:
    with pytest.raises(ValueError, match="an amount"):
        money_capital(Decimal(yuan))


DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> Decimal:
    """What a reader of the capitals understands, in yuan."""
    total = group = digit = fen = 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            group, digit = group + digit * UNITS[char], 0
        elif char in "万亿元":
            unit = {"万": 10**4, "亿": 10**8, "元": 1}[char]
            total, group, digit = total + (group + digit) * unit, 0, 0
        elif char in "角分":
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
    return Decimal(total) + Decimal(fen) / 100


@given(st.integers(min_value=1, max_value=int(LIMIT * 100) - 1))
def test_capitals_read_back_to_the_same_amount(fen: int) -> None:
    yuan = Decimal(fen) / 100
    assert read_back(money_capital(yuan)) == yuan
