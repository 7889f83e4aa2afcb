"""Clauses come, change and are accepted; whoever is late is told and nothing is lost."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from documents.models import Agreement, ClauseText
from documents.rules.ceremony import Phase
from documents.services.agreements import (
    agreement_begin,
    agreement_freeze,
    clause_accept,
    clause_add,
    clause_change,
    clause_propose,
    clause_restore,
)
from documents.services.files import stage_read
from mediation.models import Case
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case
from tests.integration.documents.agreement.story import Story

pytestmark = pytest.mark.django_db


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refusal:
        work()
    return refusal.value.code


def freeze(story: Story) -> None:
    agreement_freeze(agreement=story.agreement, user=story.wang, at=story.at)


def test_drafting_begins_once(story: Story) -> None:
    story.case.refresh_from_db()
    assert story.case.state == State.DRAFTING
    again = agreement_begin(case=story.case, user=story.wang, at=story.at)
    assert again == story.agreement


def test_only_a_case_in_mediation_is_drafted(db: None) -> None:
    case = make_case(state=State.SELECTION)
    mediator = cast_of(case).mediator
    story_at = case.created_at
    code = code_of(lambda: agreement_begin(case=case, user=mediator, at=story_at))
    assert code in {"case.wrong_state", "case.not_yours"}
    assert not Agreement.objects.exists()


def test_a_clause_without_an_amount_is_refused(story: Story) -> None:
    assert code_of(lambda: story.add(amount=None)) == "clause.amount_missing"
    assert not ClauseText.objects.exists()


def test_the_same_form_sent_twice_adds_one_clause(story: Story) -> None:
    clause = uuid.uuid4()
    for _ in range(2):
        clause_add(
            agreement=story.agreement,
            user=story.wang,
            clause=clause,
            terms=story.terms,
            at=story.at,
        )
    assert ClauseText.objects.count() == len(story.state.clauses) == 1


def test_a_proposal_goes_back_to_the_other_side(story: Story) -> None:
    clause = story.add()
    story.accept()
    terms = replace(story.terms, note="先付 4,000 元")
    clause_propose(
        agreement=story.agreement,
        user=story.zhao,
        clause=clause,
        version=1,
        terms=terms,
        at=story.at,
        reason="月底才发工资",
    )
    [held] = story.state.clauses
    assert (held.version, held.accepted) == (2, frozenset({story.zhao.actor}))
    clause_restore(agreement=story.agreement, user=story.li, clause=clause, version=2, at=story.at)
    assert ClauseText.objects.get(version=3).note == ""


def test_a_stale_version_is_told_and_nothing_is_lost(story: Story) -> None:
    clause = story.add()
    wanted: dict[str, Any] = {
        "agreement": story.agreement,
        "clause": clause,
        "version": 1,
        "at": story.at,
    }
    clause_change(user=story.wang, terms=replace(story.terms, what="退还全部押金"), **wanted)
    stale = "ceremony.clause_changed_meanwhile"
    assert code_of(lambda: clause_accept(user=story.li, **wanted)) == stale
    assert code_of(lambda: clause_change(user=story.wang, terms=story.terms, **wanted)) == stale
    assert ClauseText.objects.filter(version=2).get().what == "退还全部押金"
    assert ClauseText.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_the_same_moment(
    committed: Story, in_parallel: Callable[..., list[Any]]
) -> None:
    clause = committed.add()

    def change(what: str) -> str:
        try:
            clause_change(
                agreement=committed.agreement,
                user=committed.wang,
                clause=clause,
                version=1,
                terms=replace(committed.terms, what=what),
                at=committed.at,
            )
        except RuleViolation as refusal:
            return refusal.code
        return "changed"

    told = in_parallel(change, [f"押金 {number}" for number in range(8)])

    assert sorted(told) == ["ceremony.clause_changed_meanwhile"] * 7 + ["changed"]
    assert ClauseText.objects.filter(clause=clause).count() == 2


def test_nothing_freezes_before_all_agree_and_all_is_there(story: Story) -> None:
    assert code_of(lambda: freeze(story)) == "ceremony.no_clauses"
    story.add()
    assert code_of(lambda: freeze(story)) == "ceremony.not_all_accepted"
    story.accept(story.li)
    assert code_of(lambda: freeze(story)) == "ceremony.not_all_accepted"
    story.accept()
    with pytest.raises(RuleViolation) as refusal:
        freeze(story)
    assert refusal.value.code == "agreement.missing_facts"
    assert refusal.value.params == {"article": "PML 29(2)"}


def test_family_matters_are_not_signed_here(story: Story) -> None:
    story.add()
    story.accept()
    story.write_facts()
    Case.objects.filter(pk=story.case.pk).update(cause=Case.Cause.FAMILY)
    assert code_of(lambda: freeze(story)) == "agreement.paper_route"


def test_a_day_that_passed_while_thinking_is_found(story: Story) -> None:
    story.add()
    story.accept()
    story.write_facts()
    story.at += timedelta(days=40)
    assert code_of(lambda: freeze(story)) == "agreement.clause_not_valid"


def test_a_character_that_cannot_be_printed_is_named(story: Story) -> None:
    story.add(what="付款 \U0001f642")
    story.accept()
    story.write_facts()
    with pytest.raises(RuleViolation) as refusal:
        freeze(story)
    assert refusal.value.code == "agreement.missing_glyph"
    assert refusal.value.params == {"char": "\U0001f642", "point": "U+1F642"}
    assert story.state.phase is Phase.DRAFT


def test_freezing_stores_the_text_under_its_hash(story: Story) -> None:
    story.freeze()
    assert story.state.phase is Phase.FROZEN
    pdf = stage_read(agreement=story.agreement, sha256=story.agreement.document_sha256)
    assert pdf.startswith(b"%PDF-")
    assert story.agreement.pages == story.state.pages > 0
