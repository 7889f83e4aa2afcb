"""Drafting an agreement clause by clause, and freezing its text."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from documents.models.agreement import Agreement, ClauseText
from documents.rules.acts import (
    AcceptClause,
    Act,
    AddClause,
    ChangeClause,
    ChangePreamble,
    Freeze,
    Open,
    ProposeClause,
    RemoveClause,
    Void,
    WithdrawAcceptance,
)
from documents.rules.ceremony import SYSTEM, Ceremony, refuse_freeze
from documents.rules.clauses import Terms, clause_faults
from documents.rules.required_contents import Document, refuse_missing, refuse_paper_only
from documents.selectors import agreement_of, agreement_open, agreement_texts, party_names
from documents.services.ceremonies import ceremony_act, ceremony_lock
from documents.services.files import stage_keep
from documents.services.papers import agreement_typeset, house_date, items_present
from documents.signing.pades import prepare
from mediation.journal.services import stream_lock
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act as CaseAct
from mediation.rules.lifecycle import State
from mediation.services.cases import case_act

SIGNING_TIME: Final = timedelta(days=7)


def agreement_begin(*, case: Case, user: User, at: datetime) -> Agreement:
    """The open draft of the case, made now if there is none.

    A text that was voided before gives its clauses to the new one. Raises RuleViolation
    `agreement.party_missing`, or `case.*` where the case is not being mediated.
    """
    with transaction.atomic():
        stream_lock(stream=case.stream)
        case.refresh_from_db()
        found = agreement_open(case)
        if found:
            return found
        if case.state != State.DRAFTING:
            case = case_act(case=case, act=CaseAct.BEGIN_DRAFTING, user=user, at=at)
        return _draft(case, user, at)


def _draft(case: Case, user: User, at: datetime) -> Agreement:
    parties = tuple(party_names(case))
    if len(parties) < 2:
        raise RuleViolation("agreement.party_missing")
    before = agreement_of(case)
    last = Agreement.objects.filter(case=case).aggregate(last=Max("version"))["last"] or 0
    agreement = Agreement.objects.create(case=case, version=last + 1, opened_at=at)
    state = ceremony_lock(agreement=agreement)
    opening = Open(parties, user.actor)
    state = ceremony_act(agreement=agreement, state=state, act=opening, actor=user.actor, at=at)
    if before:
        _copy(before, agreement, state, user, at)
    return agreement


def _copy(
    before: Agreement, agreement: Agreement, state: Ceremony, user: User, at: datetime
) -> None:
    agreement.facts, agreement.facts_en = before.facts, before.facts_en
    agreement.save()
    texts = agreement_texts(before)
    for clause in ceremony_lock(agreement=before).clauses:
        text = texts[clause.id, clause.version]
        added = str(uuid.uuid4())
        _write(agreement, added, text.terms, version=1, user=user, at=at)
        act = AddClause(added)
        state = ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)


def preamble_change(
    *, agreement: Agreement, user: User, version: int, facts: str, facts_en: str, at: datetime
) -> Ceremony:
    """Write the facts and issues anew; `version` is the one that was on the page."""
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        agreement.facts, agreement.facts_en = facts.strip(), facts_en.strip()
        act = ChangePreamble(version)
        return ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)


def clause_add(
    *, agreement: Agreement, user: User, clause: uuid.UUID, terms: Terms, at: datetime
) -> Ceremony:
    """Add a clause under the id that its form carried, so that sending twice adds one."""
    act = AddClause(str(clause))
    return _clause_write(agreement, user, act, terms, at, version=1)


def clause_change(
    *, agreement: Agreement, user: User, clause: uuid.UUID, version: int, terms: Terms, at: datetime
) -> Ceremony:
    """Rewrite a clause. Raises RuleViolation `ceremony.clause_changed_meanwhile`."""
    act = ChangeClause(str(clause), version)
    return _clause_write(agreement, user, act, terms, at, version=version + 1)


def clause_propose(
    *,
    agreement: Agreement,
    user: User,
    clause: uuid.UUID,
    version: int,
    terms: Terms,
    at: datetime,
    reason: str = "",
) -> Ceremony:
    """A party's other words for a clause, with their reason; they accept them by proposing."""
    act = ProposeClause(str(clause), version)
    return _clause_write(agreement, user, act, terms, at, version=version + 1, reason=reason)


def clause_restore(
    *, agreement: Agreement, user: User, clause: uuid.UUID, version: int, at: datetime
) -> Ceremony:
    """A party wants the words of before the last change back."""
    earlier = agreement_texts(agreement).get((str(clause), version - 1))
    if earlier is None:
        raise RuleViolation("ceremony.no_such_clause")
    return clause_propose(
        agreement=agreement,
        user=user,
        clause=clause,
        version=version,
        terms=earlier.terms,
        at=at,
    )


def clause_remove(
    *, agreement: Agreement, user: User, clause: uuid.UUID, version: int, at: datetime
) -> Ceremony:
    """Take a clause out."""
    return _act(agreement, user, RemoveClause(str(clause), version), at)


def clause_accept(
    *, agreement: Agreement, user: User, clause: uuid.UUID, version: int, at: datetime
) -> Ceremony:
    """A party accepts a clause as it stands in `version`."""
    return _act(agreement, user, AcceptClause(str(clause), version), at)


def acceptance_withdraw(
    *, agreement: Agreement, user: User, clause: uuid.UUID, version: int, at: datetime
) -> Ceremony:
    """A party changes their mind."""
    return _act(agreement, user, WithdrawAcceptance(str(clause), version), at)


def agreement_freeze(*, agreement: Agreement, user: User, at: datetime) -> Ceremony:
    """Set the text in type and fix it by its hash; the case goes on to signing.

    Raises RuleViolation `ceremony.*` while a clause waits for somebody, `agreement.missing_*` with
    the article of what is missing, `agreement.paper_route`, `agreement.missing_glyph`.
    """
    with transaction.atomic():
        stream_lock(stream=agreement.case.stream)
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        refuse_freeze(state, user.actor)
        refuse_paper_only(agreement.case.cause)
        refuse_missing(Document(agreement.kind), items_present(agreement, state))
        _refuse_late(agreement, state, at)
        typeset = agreement_typeset(agreement, state, at=at)
        prepared = prepare(typeset)
        digest = stage_keep(agreement=agreement, pdf=prepared.pdf)
        act = Freeze(digest, typeset.page_count, at + SIGNING_TIME)
        state = ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)
        case_act(case=agreement.case, act=CaseAct.FREEZE, user=user, at=at)
    return state


def agreement_reopen(*, agreement: Agreement, user: User, at: datetime) -> Agreement:
    """Go back from signing to the draft: what was frozen is void, its clauses are kept.

    Raises RuleViolation `ceremony.in_force` once all have signed.
    """
    with transaction.atomic():
        stream_lock(stream=agreement.case.stream)
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        act = Void("reopened")
        ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)
        case = case_act(case=agreement.case, act=CaseAct.REOPEN, user=user, at=at)
        return _draft(case, user, at)


def agreement_void(*, agreement: Agreement, reason: str, at: datetime) -> None:
    """Void what may still come to be. Raises RuleViolation `ceremony.in_force`."""
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        act = Void(reason)
        ceremony_act(agreement=agreement, state=state, act=act, actor=SYSTEM, at=at)


def _act(agreement: Agreement, user: User, act: Act, at: datetime) -> Ceremony:
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        return ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)


def _clause_write(
    agreement: Agreement,
    user: User,
    act: AddClause | ChangeClause | ProposeClause,
    terms: Terms,
    at: datetime,
    *,
    version: int,
    reason: str = "",
) -> Ceremony:
    with transaction.atomic():
        before = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        _refuse_faults(terms, before, at)
        after = ceremony_act(agreement=agreement, state=before, act=act, actor=user.actor, at=at)
        if after != before:
            _write(agreement, act.clause, terms, version=version, user=user, at=at, reason=reason)
    return after


def _refuse_faults(terms: Terms, state: Ceremony, at: datetime) -> None:
    faults = clause_faults(terms, parties=frozenset(state.parties), today=house_date(at))
    if faults:
        raise RuleViolation(faults[0].code, field=faults[0].field)


def _refuse_late(agreement: Agreement, state: Ceremony, at: datetime) -> None:
    """A deadline may have passed while the sides were thinking."""
    texts = agreement_texts(agreement)
    for number, clause in enumerate(state.clauses, start=1):
        terms = texts[clause.id, clause.version].terms
        faults = clause_faults(terms, parties=frozenset(state.parties), today=house_date(at))
        if faults:
            raise RuleViolation("agreement.clause_not_valid", number=number)


def _write(
    agreement: Agreement,
    clause: str,
    terms: Terms,
    *,
    version: int,
    user: User,
    at: datetime,
    reason: str = "",
) -> None:
    ClauseText.objects.create(
        agreement=agreement,
        clause=clause,
        version=version,
        reason=reason.strip(),
        written_by=user,
        written_at=at,
        **asdict(terms),
    )
