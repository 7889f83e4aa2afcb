from decimal import Decimal

import pytest
from django.utils import translation

from mediation.rules.table import OUTSIDE, ROWS
from mediation.templatetags.case_tags import article, yuan


@pytest.mark.parametrize(
    ("amount", "text"),
    [("8600", "8,600"), ("8600.5", "8,600.50"), ("0", "0"), ("1E+9", "1,000,000,000")],
)
def test_money(amount: str, text: str) -> None:
    assert yuan(Decimal(amount)) == text


def test_articles_are_cited_in_words() -> None:
    with translation.override("en"):
        assert article("OMR 21, 25") == "Online Mediation Rules, art. 21, 25"


def test_every_article_of_the_table_can_be_cited() -> None:
    limits = [row.limit for row in ROWS if row.limit] + list(OUTSIDE.values())
    cited = {row.article for row in ROWS} | {limit.article for limit in limits}
    assert all(article(one) for one in cited)
