"""Yuan in figures and in the capital numerals that no stroke can change (大写)."""

from decimal import Decimal
from typing import Final

LIMIT: Final = Decimal(10) ** 12
"""Amounts stay below this: 万亿 would need another group of numerals."""

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("仟", "佰", "拾", "")
_GROUPS: Final = ("亿", "万", "")


def money_figures(yuan: Decimal) -> str:
    """6800 → `6,800.00`."""
    return f"{yuan:,.2f}"


def money_zh(yuan: Decimal) -> str:
    """6800 → `人民币6,800.00元（大写：陆仟捌佰元整）`."""
    return f"人民币{money_figures(yuan)}元（大写：{money_capital(yuan)}）"


def money_capital(yuan: Decimal) -> str:
    """6800.05 → `陆仟捌佰元零伍分`. Raises ValueError for what cannot be written so.

    The rule of 中国人民银行《支付结算办法》附一: 整 after 元 and 角, 零 where a place is skipped.
    """
    if not 0 < yuan < LIMIT or yuan != round(yuan, 2):
        raise ValueError("an amount is above 0, below 10^12 and has at most two decimals")
    whole, fen = divmod(int(yuan * 100), 100)
    words = f"{_whole(whole)}元" if whole else ""
    return words + _fraction(*divmod(fen, 10), after_yuan=bool(whole))


def _fraction(jiao: int, fen: int, *, after_yuan: bool) -> str:
    if not jiao and not fen:
        return "整"
    head = f"{_DIGITS[jiao]}角" if jiao else "零" if after_yuan else ""
    return head + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    groups = (number // 10**8, number // 10**4 % 10**4, number % 10**4)
    words = ""
    skipped = False
    for group, unit in zip(groups, _GROUPS, strict=True):
        if not group:
            skipped = True
            continue
        gap = words and (skipped or group < 1000)
        words += ("零" if gap else "") + _group(group) + unit
        skipped = False
    return words


def _group(number: int) -> str:
    words = ""
    pending = False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            pending = bool(words)
            continue
        words += ("零" if pending else "") + _DIGITS[int(digit)] + place
        pending = False
    return words
