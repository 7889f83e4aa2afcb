"""Where a line of Chinese, English or both may end (避头尾), and where it may stretch.

Pure: characters and their widths in, ranges of characters out. After JIS X 4051 and the W3C's
Requirements for Chinese Text Layout (clreq), 3.1: closing marks never begin a line, opening marks
never end one, Latin words and numbers stay whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

NO_START: Final = frozenset(
    "!),.:;?]}%‰°℃″′’”»›…‥—–～~·•、。〃〉》」』】〕〗〙〛〞〟！），．／：；？］｝＂＇％¢￠ー々〻"
)
NO_END: Final = frozenset("([{‘“«‹〈《「『【〔〖〘〚〝（［｛$£¥€￥＄￡#＃№≤≥")
_SOFT: Final = frozenset("/?&=_-@.")  # where an address may be cut when nothing else fits
_LEAST_FILL: Final = 0.72  # a fuller line is better than a whole address


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` (trailing spaces left out); `hard`: the text itself ends here."""

    start: int
    end: int
    hard: bool


def is_word(char: str) -> bool:
    """Part of a Latin word or a number: Greek and Cyrillic too; no space, no ideograph."""
    return not char.isspace() and (char < "\u2000" or char in "₀₁₂₃₄₅₆₇₈₉")


def can_break(before: str, after: str) -> bool:
    """Whether a line may end with `before` and the next begin with `after`."""
    if after.isspace() or "\u00a0" in (before, after):
        return False
    if after in NO_START or before in NO_END:
        return False
    if before.isspace():
        return True
    if is_word(after):
        return not (is_word(before) or before == "’")
    return True


def can_stretch(before: str, after: str) -> bool:
    """Whether justification may part the two: never inside a word, number or long dash."""
    if before == after and before in "—…":
        return False
    if before == "’" or after == "’":
        return False
    return not (is_word(before) and is_word(after))


def break_lines(text: str, widths: Sequence[float], measures: Sequence[float]) -> list[Line]:
    """Cut `text` into lines no wider than `measures` (the last one holds for all that follow).

    Greedy, as legal documents are set: the same text always breaks the same way. A character
    wider than the measure still gets a line of its own.
    """
    lines: list[Line] = []
    start = 0
    while start < len(text):
        measure = measures[min(len(lines), len(measures) - 1)]
        following, hard = _line_end(text, widths, start, measure)
        lines.append(Line(start, _trimmed(text, start, following), hard))
        start = following
        while not hard and start < len(text) and text[start] == " ":
            start += 1
    return lines


def _line_end(text: str, widths: Sequence[float], start: int, measure: float) -> tuple[int, bool]:
    """Where the next line begins, and whether the text itself asked for the break."""
    used = 0.0
    at = start
    while at < len(text):
        if text[at] == "\n":
            return at + 1, True
        if used + widths[at] > measure + 1e-6 and at > start and text[at] != " ":
            return _step_back(text, widths, start, at, measure), False
        used += widths[at]
        at += 1
    return at, True


def _step_back(text: str, widths: Sequence[float], start: int, full: int, measure: float) -> int:
    """The best legal break at or before `full`, the first character that does not fit."""
    legal = _last(start, full, lambda at: _is_legal(text, start, at))
    if legal is not None and sum(widths[start:legal]) >= measure * _LEAST_FILL:
        return legal
    soft = _last(start, full, lambda at: text[at - 1] in _SOFT and text[at] not in NO_START)
    if soft is not None and (legal is None or soft > legal):
        return soft
    if legal is not None:
        return legal
    forced = _last(start, full, lambda at: _may_be_forced(text[at - 1], text[at]))
    return forced or full


def _is_legal(text: str, start: int, at: int) -> bool:
    """As `can_break`, and the last mark to be seen before any spaces may end a line too."""
    end = _trimmed(text, start, at)
    return can_break(text[at - 1], text[at]) and not (end > start and text[end - 1] in NO_END)


def _may_be_forced(before: str, after: str) -> bool:
    return after not in NO_START and before not in NO_END


def _last(start: int, full: int, allowed: Callable[[int], bool]) -> int | None:
    return next((at for at in range(full, start, -1) if allowed(at)), None)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \n":
        end -= 1
    return end
