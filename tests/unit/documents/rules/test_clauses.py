"""A clause without an amount, a date or two people does not stand; a good one makes sentences."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.rules.clauses import (
    ALL,
    NOTE_MAX,
    WHAT_MAX,
    Fault,
    Kind,
    Terms,
    clause_faults,
    clause_sentence,
)

LI, ZHAO = "user:1", "user:2"
PARTIES = frozenset({LI, ZHAO})
NAMES = {LI: "李明", ZHAO: "赵国强"}
TODAY = date(2026, 11, 20)
PAY = Terms(ZHAO, LI, Kind.PAY, "退还租房押金", Decimal("6800.00"), date(2026, 12, 10))


def faults(terms: Terms) -> tuple[Fault, ...]:
    return clause_faults(terms, parties=PARTIES, today=TODAY)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"amount": None}, "amount", "clause.amount_missing"),
    ({"amount": Decimal(0)}, "amount", "clause.amount_out_of_range"),
    ({"amount": Decimal(-5)}, "amount", "clause.amount_out_of_range"),
    ({"amount": Decimal("NaN")}, "amount", "clause.amount_out_of_range"),
    ({"amount": Decimal(10) ** 12}, "amount", "clause.amount_out_of_range"),
    ({"amount": Decimal("0.001")}, "amount", "clause.amount_too_fine"),
    ({"due_on": None}, "due_on", "clause.due_missing"),
    ({"due_on": None, "due_words": "  "}, "due_on", "clause.due_missing"),
    ({"due_words": "收到钥匙后三日内"}, "due_on", "clause.due_twice"),
    ({"due_on": TODAY - timedelta(days=1)}, "due_on", "clause.due_past"),
    ({"creditor": ZHAO}, "creditor", "clause.same_person"),
    ({"creditor": ""}, "creditor", "clause.creditor_missing"),
    ({"debtor": "user:9"}, "debtor", "clause.debtor_missing"),
    ({"creditor": ALL}, "creditor", "clause.all_needs_all"),
    ({"creditor": ALL, "debtor": ALL}, "debtor", "clause.payer_must_be_one"),
    ({"what": "   "}, "what", "clause.what_missing"),
    ({"what": "长" * (WHAT_MAX + 1)}, "what", "clause.too_long"),
    ({"note": "长" * (NOTE_MAX + 1)}, "note", "clause.too_long"),
]


@pytest.mark.parametrize(("change", "field", "code"), WRONG)
def test_faults_name_their_field(change: dict[str, Any], field: str, code: str) -> None:
    assert faults(replace(PAY, **change)) == (Fault(field, code),)


def test_a_whole_clause_stands() -> None:
    assert faults(PAY) == ()
    assert faults(replace(PAY, due_on=TODAY)) == ()
    assert faults(replace(PAY, due_on=None, due_words="收到钥匙后三日内")) == ()


def test_what_is_no_payment_needs_no_amount() -> None:
    terms = replace(PAY, kind=Kind.HAND_OVER, amount=None, what="房屋钥匙两把")
    assert faults(terms) == ()


def test_a_payment_in_both_languages() -> None:
    sentence = clause_sentence(replace(PAY, note="逾期每日加付万分之二"), names=NAMES)
    assert sentence.zh == (
        "赵国强应于2026年12月10日前（含当日）向李明支付人民币6,800.00元（大写：陆仟捌佰元整）"
        "（事由：退还租房押金）。逾期每日加付万分之二。"
    )
    assert sentence.en == (
        "赵国强 shall pay 李明 CNY 6,800.00 no later than 10 December 2026 (退还租房押金). "
        "逾期每日加付万分之二"
    )


def test_a_condition_in_words() -> None:
    terms = replace(PAY, due_on=None, due_words="收到房屋钥匙后三日内", what_en="the deposit")
    sentence = clause_sentence(terms, names=NAMES)
    assert "应在收到房屋钥匙后三日内向李明支付" in sentence.zh
    assert "(time: “收到房屋钥匙后三日内”) (the deposit)" in sentence.en


def test_each_other() -> None:
    terms = Terms(ALL, ALL, Kind.OTHER, "互不追究", due_words="付清之日起")
    assert faults(terms) == ()
    sentence = clause_sentence(terms, names=NAMES)
    assert sentence.zh == "各方当事人（李明、赵国强）约定：互不追究，期限：付清之日起。"
    assert sentence.en == "All parties (李明, 赵国强) agree: 互不追究; time: “付清之日起”."


def test_braces_in_words_stay_words() -> None:
    terms = replace(PAY, what="{who} {0} %s")
    assert "{who} {0} %s" in clause_sentence(terms, names=NAMES).zh


people = st.sampled_from([LI, ZHAO, ALL, "user:3", ""])
terms_of = st.builds(
    Terms,
    debtor=people,
    creditor=people,
    kind=st.sampled_from(Kind),
    what=st.text(max_size=12),
    amount=st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    due_on=st.none() | st.dates(),
    due_words=st.text(max_size=12),
    note=st.text(max_size=12),
)


@given(terms_of)
def test_whatever_is_without_fault_can_be_said(terms: Terms) -> None:
    if not faults(terms):
        sentence = clause_sentence(terms, names=NAMES)
        assert terms.what.strip().rstrip("。") in sentence.zh
        assert sentence == clause_sentence(terms, names=NAMES)
