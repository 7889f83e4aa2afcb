"""A clause is an obligation: who, to whom, what, how much, by when; and its words in two languages.

Pure: the names of people, and the day it is, come as arguments.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from documents.rules.money import LIMIT, money_figures, money_zh

ALL: Final = "all"
"""In place of a person: every party, towards each other."""

WHAT_MAX: Final = 200
DUE_MAX: Final = 100
NOTE_MAX: Final = 1000


class Kind(StrEnum):
    """What somebody promises."""

    PAY = "pay"
    HAND_OVER = "hand_over"
    DO = "do"
    REFRAIN = "refrain"
    APOLOGISE = "apologise"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Terms:
    """The content of one clause.

    `debtor`, `creditor`: `user:<pk>`, or `ALL` in both places. `amount` in yuan. One of `due_on`
    and `due_words` ("three days after the keys are handed over") says by when; for something that
    is refrained from, from when. `what_en` and `note_en` may stay empty.
    """

    debtor: str
    creditor: str
    kind: Kind
    what: str
    amount: Decimal | None = None
    due_on: date | None = None
    due_words: str = ""
    note: str = ""
    what_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of `Terms`; `code` has words in `documents.errors`."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A clause as the agreement says it."""

    zh: str
    en: str


def clause_faults(terms: Terms, *, parties: frozenset[str], today: date) -> tuple[Fault, ...]:
    """Everything wrong with `terms`, in the order of the form; empty when they can stand."""
    return (
        *_people_faults(terms, parties),
        *_length_faults(terms),
        *_amount_faults(terms),
        *_due_faults(terms, today),
    )


def _people_faults(terms: Terms, parties: frozenset[str]) -> list[Fault]:
    faults = []
    known = parties | {ALL}
    if terms.debtor not in known:
        faults.append(Fault("debtor", "clause.debtor_missing"))
    if terms.creditor not in known:
        faults.append(Fault("creditor", "clause.creditor_missing"))
    if not faults and (terms.debtor == ALL) != (terms.creditor == ALL):
        faults.append(Fault("creditor", "clause.all_needs_all"))
    if not faults and terms.debtor == terms.creditor != ALL:
        faults.append(Fault("creditor", "clause.same_person"))
    return faults


def _length_faults(terms: Terms) -> list[Fault]:
    faults = [] if terms.what.strip() else [Fault("what", "clause.what_missing")]
    limits = {"what": WHAT_MAX, "what_en": WHAT_MAX, "due_words": DUE_MAX}
    limits |= {"note": NOTE_MAX, "note_en": NOTE_MAX}
    long = [name for name, limit in limits.items() if len(getattr(terms, name)) > limit]
    return faults + [Fault(name, "clause.too_long") for name in long]


def _amount_faults(terms: Terms) -> list[Fault]:
    amount = terms.amount
    if amount is None:
        missing = terms.kind is Kind.PAY
        return [Fault("amount", "clause.amount_missing")] if missing else []
    if terms.kind is Kind.PAY and terms.debtor == ALL:
        return [Fault("debtor", "clause.payer_must_be_one")]
    if not amount.is_finite() or not 0 < amount < LIMIT:
        return [Fault("amount", "clause.amount_out_of_range")]
    if amount != round(amount, 2):
        return [Fault("amount", "clause.amount_too_fine")]
    return []


def _due_faults(terms: Terms, today: date) -> list[Fault]:
    if terms.due_on and terms.due_words.strip():
        return [Fault("due_on", "clause.due_twice")]
    if terms.due_on and terms.due_on < today and terms.kind is not Kind.REFRAIN:
        return [Fault("due_on", "clause.due_past")]
    if not terms.due_on and not terms.due_words.strip():
        return [Fault("due_on", "clause.due_missing")]
    return []


def clause_sentence(terms: Terms, *, names: Mapping[str, str]) -> Sentence:
    """`terms`, which must be without faults, as sentences.

    `names`: every party by `user:<pk>`, in the order of the document.
    """
    return Sentence(_zh(terms, names), _en(terms, names))


_VERB_ZH: Final = {
    Kind.PAY: "{who}应{due}向{whom}支付{money}（事由：{what}）。",
    Kind.HAND_OVER: "{who}应{due}向{whom}交付：{what}{money}。",
    Kind.DO: "{who}应{due}为{whom}完成：{what}{money}。",
    Kind.REFRAIN: "{who}{due}不得对{whom}有以下行为：{what}{money}。",
    Kind.APOLOGISE: "{who}应{due}向{whom}赔礼道歉：{what}{money}。",
    Kind.OTHER: "{who}与{whom}约定：{what}{money}，期限：{when}。",
}
_EACH_OTHER_ZH: Final = {
    Kind.HAND_OVER: "{who}应{due}互相交付：{what}{money}。",
    Kind.DO: "{who}应{due}完成：{what}{money}。",
    Kind.REFRAIN: "{who}{due}互相不得有以下行为：{what}{money}。",
    Kind.APOLOGISE: "{who}应{due}互相赔礼道歉：{what}{money}。",
    Kind.OTHER: "{who}约定：{what}{money}，期限：{when}。",
}
_VERB_EN: Final = {
    Kind.PAY: "{who} shall pay {whom} {money} {due} ({what}).",
    Kind.HAND_OVER: "{who} shall hand over to {whom} {due}: {what}{money}.",
    Kind.DO: "{who} shall do for {whom} {due}: {what}{money}.",
    Kind.REFRAIN: "{who} shall not do the following towards {whom} {due}: {what}{money}.",
    Kind.APOLOGISE: "{who} shall apologise to {whom} {due}: {what}{money}.",
    Kind.OTHER: "{who} and {whom} agree: {what}{money}; time: {when}.",
}
_ALL_AGREE_EN: Final = "{who} agree: {what}{money}; time: {when}."


def _zh(terms: Terms, names: Mapping[str, str]) -> str:
    patterns = _EACH_OTHER_ZH if terms.debtor == ALL else _VERB_ZH
    when = _date_zh(terms.due_on) if terms.due_on else terms.due_words.strip()
    main = patterns[terms.kind].format(
        who=_who(terms.debtor, names, "各方当事人（{}）", "、"),
        whom=_who(terms.creditor, names, "{}", "、"),
        what=terms.what.strip().rstrip("。"),
        money=_money(terms, money_zh, "（涉及金额{}）"),
        due=_due_zh(terms, when),
        when=when,
    )
    return main + _ended(terms.note.strip(), "。！？；…”」』）")


def _en(terms: Terms, names: Mapping[str, str]) -> str:
    when = date_en(terms.due_on) if terms.due_on else f"“{terms.due_words.strip()}”"
    whom = "each other" if terms.creditor == ALL else names[terms.creditor]
    both = terms.debtor == ALL and terms.kind is Kind.OTHER
    main = (_ALL_AGREE_EN if both else _VERB_EN[terms.kind]).format(
        who=_who(terms.debtor, names, "All parties ({})", ", "),
        whom=whom,
        what=(terms.what_en or terms.what).strip().rstrip("。."),
        money=_money(terms, lambda yuan: f"CNY {money_figures(yuan)}", " (amount concerned: {})"),
        due=_due_en(terms, when),
        when=when,
    )
    note = (terms.note_en or terms.note).strip()
    return f"{main} {note}" if note else main


def _who(person: str, names: Mapping[str, str], everyone: str, comma: str) -> str:
    return everyone.format(comma.join(names.values())) if person == ALL else names[person]


def _money(terms: Terms, write: Callable[[Decimal], str], aside: str) -> str:
    if terms.amount is None:
        return ""
    written = write(terms.amount)
    return written if terms.kind is Kind.PAY else aside.format(written)


def _due_zh(terms: Terms, when: str) -> str:
    if terms.kind is Kind.REFRAIN:
        return f"自{when}起" if terms.due_on else f"（期限：{when}）"
    return f"于{when}前（含当日）" if terms.due_on else f"在{when}"


def _due_en(terms: Terms, when: str) -> str:
    if terms.kind is Kind.REFRAIN:
        return f"from {when} on" if terms.due_on else f"(time: {when})"
    return f"no later than {when}" if terms.due_on else f"(time: {when})"


def _date_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def date_en(day: date) -> str:
    """1 March 2026, whatever the locale of the process."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _ended(words: str, marks: str) -> str:
    return words if not words or words[-1] in marks else f"{words}。"
