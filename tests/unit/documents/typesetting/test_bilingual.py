from datetime import date

import pytest

from documents.typesetting.bilingual import Bilingual, chinese_number, date_words


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_articles_are_counted_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize("number", [0, -1, 100])
def test_there_is_no_such_article(number: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 99"):
        chinese_number(number)


def test_a_date_in_both_languages() -> None:
    assert date_words(date(2026, 3, 1)) == Bilingual("2026年3月1日", "1 March 2026")


def test_words_come_in_the_documents_order_and_empty_ones_are_left_out() -> None:
    assert Bilingual("当事人", "Parties").within(("en", "zh")) == "Parties 当事人"
    assert Bilingual("当事人").within(("zh", "en")) == "当事人"
