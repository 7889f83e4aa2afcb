"""What one reader sees of an agreement: each clause in words, who answered, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from documents.models.agreement import Agreement, ClauseText, Rejection
from documents.rules.ceremony import OPEN, SIGNABLE, Ceremony, Clause, Phase
from documents.rules.clauses import ALL, Kind, Terms
from documents.rules.money import money_figures
from documents.rules.required_contents import paper_article
from documents.selectors import (
    agreement_of,
    agreement_texts,
    ceremony_of,
    party_names,
    signer_names,
)
from mediation.models import Case
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.lifecycle import State

KINDS: Final[dict[Kind, str | Promise]] = {
    Kind.PAY: _("Pay money"),
    Kind.HAND_OVER: _("Hand over something"),
    Kind.DO: _("Do something"),
    Kind.REFRAIN: _("Not do something"),
    Kind.APOLOGISE: _("Apologise"),
    Kind.OTHER: _("Something else"),
}
_WHO: Final[dict[Kind, str | Promise]] = {
    Kind.PAY: _("%(who)s pays %(whom)s"),
    Kind.HAND_OVER: _("%(who)s hands over to %(whom)s"),
    Kind.DO: _("%(who)s does it for %(whom)s"),
    Kind.REFRAIN: _("%(who)s, towards %(whom)s"),
    Kind.APOLOGISE: _("%(who)s apologises to %(whom)s"),
    Kind.OTHER: _("%(who)s and %(whom)s"),
}
VOIDED: Final[dict[str, str | Promise]] = {
    "rejected": _("One of the signers refused to sign."),
    "expired": _("Not everybody signed in time."),
    "reopened": _("The mediator took the text back to change it."),
    "case_reopened": _("The text was taken back to change it."),
    "case_refused": _("One side left mediation."),
    "case_failed": _("Mediation ended without an agreement."),
    "case_withdrawn": _("The application was withdrawn."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a clause: its label, the words, and the words before a change, if any."""

    label: str
    words: str
    before: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the last change touched this line."""
        return self.before is not None and self.before != self.words


@dataclass(frozen=True, slots=True)
class Answer:
    """What one party said to a clause."""

    name: str
    is_reader: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause as one reader sees it; `number` from 1 in the order of the text."""

    id: str
    number: int
    version: int
    title: str
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    awaits_reader: bool
    reader_accepted: bool
    is_changed: bool
    proposed_by: str
    changed_at: datetime
    reason: str

    @property
    def is_agreed(self) -> bool:
        """Whether every party accepted it."""
        return all(answer.accepted for answer in self.answers)


@dataclass(frozen=True, slots=True)
class SignerRow:
    """Somebody who signs: whether they did, when, and whether it is their turn."""

    name: str
    is_reader: bool
    is_mediator: bool
    signed_at: datetime | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything on the agreement page of one case for one reader. `mark` changes with it."""

    case: Case
    agreement: Agreement | None
    phase: Phase
    clauses: tuple[ClauseLine, ...] = ()
    signers: tuple[SignerRow, ...] = ()
    preamble: int = 0
    mark: str = ""
    rejection: Rejection | None = None
    is_mediator: bool = False
    is_party: bool = False
    may_begin: bool = False
    may_reopen: bool = False
    may_sign: bool = False
    has_signed: bool = False
    is_agreed: bool = False
    is_complete: bool = False
    paper_article: str = ""

    @property
    def awaiting(self) -> list[ClauseLine]:
        """Clauses that wait for the reader, which come first."""
        return [line for line in self.clauses if line.awaits_reader]

    @property
    def others(self) -> list[ClauseLine]:
        """The other clauses."""
        return [line for line in self.clauses if not line.awaits_reader]

    @property
    def agreed_count(self) -> int:
        """How many clauses every party accepted."""
        return sum(line.is_agreed for line in self.clauses)

    @property
    def pending_count(self) -> int:
        """How many clauses wait for somebody else."""
        return len(self.clauses) - self.agreed_count - len(self.awaiting)

    @property
    def void_words(self) -> str:
        """Why it was cancelled."""
        reason = self.agreement.void_reason if self.agreement else ""
        return str(VOIDED.get(reason, ""))

    @property
    def waiting_names(self) -> str:
        """Who could sign now and did not."""
        comma = "、" if (get_language() or "").startswith("zh") else ", "
        return comma.join(row.name for row in self.signers if row.may_sign)


def panel_of(*, case: Case, reader: User, roles: Collection[Role]) -> Panel:
    """What `reader` sees of the newest agreement of `case`, or of its absence."""
    agreement = agreement_of(case)
    state = ceremony_of(agreement) if agreement else Ceremony()
    mediates = case.mediator_id == reader.pk and Role.MEDIATOR in roles
    drafting = case.state in {State.MEDIATING, State.DRAFTING}
    seen = Panel(
        case=case,
        agreement=agreement,
        phase=state.phase,
        mark=mark_of(case, agreement, state),
        is_mediator=mediates,
        may_begin=mediates and drafting and state.phase not in OPEN,
        paper_article=paper_article(case.cause),
    )
    if agreement is None:
        return seen
    actor = reader.actor
    return replace(
        seen,
        clauses=clause_lines(agreement, state, actor),
        signers=signer_rows(agreement, state, actor),
        preamble=state.preamble,
        rejection=Rejection.objects.filter(agreement=agreement).first(),
        is_party=actor in state.parties,
        may_reopen=mediates and case.state == State.SIGNING and not state.is_complete,
        may_sign=actor in state.next_signers,
        has_signed=actor in state.signatures,
        is_agreed=state.is_agreed,
        is_complete=state.is_complete,
    )


def mark_of(case: Case, agreement: Agreement | None, state: Ceremony) -> str:
    """A short text that differs whenever the panel would."""
    if agreement is None:
        return f"none-{case.state}"
    answers = sum(len(clause.accepted) for clause in state.clauses)
    versions = "".join(f"{clause.id[:4]}{clause.version}" for clause in state.clauses)
    signed = len(state.signatures)
    parts = (agreement.version, state.phase, state.preamble, versions, answers, signed, case.state)
    return "-".join(str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Look:
    """A text and who looks at it (`user:<pk>`)."""

    state: Ceremony
    texts: dict[tuple[str, int], ClauseText]
    names: dict[str, str]
    reader: str

    def line(self, number: int, clause: Clause) -> ClauseLine:
        text = self.texts[clause.id, clause.version]
        settled = set(self.state.parties) <= clause.accepted
        earlier = None if settled else self.texts.get((clause.id, clause.version - 1))
        asked = self.state.phase is Phase.DRAFT and self.reader in self.state.parties
        return ClauseLine(
            id=clause.id,
            number=number,
            version=clause.version,
            title=text.what,
            rows=clause_rows(text.terms, earlier.terms if earlier else None, self.names),
            answers=tuple(self.answer(clause, party) for party in self.state.parties),
            awaits_reader=asked and self.reader not in clause.accepted,
            reader_accepted=self.reader in clause.accepted,
            is_changed=earlier is not None,
            proposed_by=self.names.get(clause.proposed_by, ""),
            changed_at=text.written_at,
            reason=text.reason,
        )

    def answer(self, clause: Clause, party: str) -> Answer:
        name = self.names.get(party, "")
        return Answer(name, party == self.reader, party in clause.accepted)


def clause_lines(agreement: Agreement, state: Ceremony, reader: str) -> tuple[ClauseLine, ...]:
    """Every clause of the text in its order, as `reader` (`user:<pk>`) sees it."""
    look = _Look(state, agreement_texts(agreement), party_names(agreement.case), reader)
    return tuple(look.line(number, clause) for number, clause in enumerate(state.clauses, start=1))


def clause_rows(terms: Terms, earlier: Terms | None, names: dict[str, str]) -> tuple[Row, ...]:
    """The lines of a clause; lines that say nothing, now or before, are left out."""
    now = _words(terms, names)
    then = _words(earlier, names) if earlier else {}
    rows = [Row(label, now[label], then.get(label)) for label in now]
    return tuple(row for row in rows if row.words or row.before)


def _words(terms: Terms, names: dict[str, str]) -> dict[str, str]:
    return {
        translate("Who"): who_words(terms, names),
        translate("What"): terms.what,
        translate("How much"): amount_words(terms.amount),
        translate("By when"): due_words(terms),
        translate("Also"): terms.note,
    }


def who_words(terms: Terms, names: dict[str, str]) -> str:
    """赵国强付给李明."""
    if terms.debtor == ALL:
        return translate("All parties, to each other")
    people = {"who": names.get(terms.debtor, ""), "whom": names.get(terms.creditor, "")}
    return str(_WHO[terms.kind]) % people


def amount_words(amount: Decimal | None) -> str:
    """6,800.00 元, or nothing."""
    if amount is None:
        return ""
    return translate("%(amount)s yuan") % {"amount": money_figures(amount)}


def due_words(terms: Terms) -> str:
    """The day, or the condition as it was written."""
    if terms.due_on is None:
        return terms.due_words
    pattern = (
        translate("From %(day)s on") if terms.kind is Kind.REFRAIN else translate("By %(day)s")
    )
    return pattern % {"day": day_words(terms.due_on)}


def day_words(day: date) -> str:
    """A day as the reader writes it."""
    return date_format(day, "DATE_FORMAT")


def signer_rows(agreement: Agreement, state: Ceremony, reader: str) -> tuple[SignerRow, ...]:
    """Everyone who signs, the mediator last."""
    names = signer_names(agreement.case)
    times = {f"user:{s.signer_id}": s.signed_at for s in agreement.signatures.all()}
    return tuple(
        SignerRow(
            name=names.get(person, ""),
            is_reader=person == reader,
            is_mediator=person == state.mediator,
            signed_at=times.get(person),
            may_sign=state.phase in SIGNABLE and person in state.next_signers,
        )
        for person in state.signers
    )
