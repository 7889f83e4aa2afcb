from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.typesetting.linebreak import (
    NO_END,
    NO_START,
    break_lines,
    can_break,
    can_stretch,
    is_word,
)


def lines_of(text: str, width: int) -> list[str]:
    """Set with every character one wide."""
    return [text[line.start : line.end] for line in break_lines(text, [1.0] * len(text), [width])]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("甲乙丙丁，戊", 4, ["甲乙丙", "丁，戊"]),
        ("甲乙丙（丁）", 4, ["甲乙丙", "（丁）"]),
        ("共计CNY 500元", 6, ["共计CNY", "500元"]),
        ("甲乙丙丁Party’s", 8, ["甲乙丙丁", "Party’s"]),
        ("甲乙——丙", 3, ["甲", "乙——", "丙"]),
        ("甲\n乙", 9, ["甲", "乙"]),
        ("甲\n\n乙", 9, ["甲", "", "乙"]),
        ("ab  cd", 3, ["ab", "cd"]),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


def test_an_address_longer_than_the_line_is_cut_at_its_joints() -> None:
    assert lines_of("见https://a.example/verify/x", 12)[0] == "见https://a."


def test_the_first_measure_is_the_first_line_s() -> None:
    broken = break_lines("甲乙丙丁戊", [1.0] * 5, [2, 3])
    assert [(line.start, line.end) for line in broken] == [(0, 2), (2, 5)]


def test_only_the_end_of_the_text_and_newlines_are_hard() -> None:
    broken = break_lines("甲乙丙\n丁", [1.0] * 5, [2])
    assert [line.hard for line in broken] == [False, True, True]


def test_no_break_space_holds_its_neighbours() -> None:
    assert not can_break("5", "\u00a0")
    assert not can_break("\u00a0", "元")


@pytest.mark.parametrize("pair", ["ab", "12", "——", "……", "y’", "’s"])
def test_what_belongs_together_is_not_stretched(pair: str) -> None:
    assert not can_stretch(*pair)


# Clauses as people write them: ideographs, Latin words, at most three marks in a row.
_PIECE = st.one_of(
    st.text("调解协议书当事人民法院", min_size=1, max_size=8),
    st.text("abcXYZ019.,%-", min_size=1, max_size=6).filter(str.isalnum),
    st.sampled_from(["，", "。", "》”。", "（", "“《", "……", "——", " ", "、", "％", "¥"]),
)
_TEXT = st.lists(_PIECE, min_size=1, max_size=40).map("".join)


def _marks_in_a_row(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if char in NO_START | NO_END or is_word(char) or char == " " else 0
        longest = max(longest, run)
    return longest


@given(_TEXT, st.integers(14, 40))
def test_no_line_begins_or_ends_with_a_mark_that_must_not(text: str, width: int) -> None:
    broken = lines_of(text, width)
    if _marks_in_a_row(text) >= width:
        return  # nothing but marks in a whole line: no break would be right
    for before, after in pairwise(broken):
        assert not before or before[-1] not in NO_END
        assert not after or after[0] not in NO_START


@given(_TEXT, st.integers(14, 40))
def test_words_stay_whole_where_they_fit(text: str, width: int) -> None:
    if _marks_in_a_row(text) >= width:
        return
    for before, after in pairwise(break_lines(text, [1.0] * len(text), [width])):
        if before.end == after.start:  # nothing lay between them, not even a space
            assert not (is_word(text[before.end - 1]) and is_word(text[after.start]))


@given(st.text(max_size=120), st.integers(1, 30))
def test_nothing_is_lost_but_spaces_and_newlines(text: str, width: int) -> None:
    kept = "".join(lines_of(text, width))
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(st.text(max_size=120), st.integers(1, 30))
def test_no_line_is_wider_than_its_measure(text: str, width: int) -> None:
    assert all(len(line.rstrip(" ")) <= width for line in lines_of(text, width))
