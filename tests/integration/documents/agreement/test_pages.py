"""The pages: what each person sees, what a refusal keeps, and who is turned away."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.agreement_urls import urlpatterns
from documents.models import ClauseText
from documents.rules.ceremony import Phase
from mediation.people.models import User
from mediation.people.roles import Role
from tests.factories import make_case, make_staff, make_user
from tests.integration.documents.agreement.story import Story, last_code

HUGE = f"[[[{10**400}, 0]]]"
pytestmark = pytest.mark.django_db
AsUser = Callable[[User | None], Client]


def url(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def filled(story: Story, **changes: object) -> dict[str, object]:
    terms = story.terms
    return {
        "clause": uuid.uuid4(),
        "version": 0,
        "kind": terms.kind.value,
        "debtor": terms.debtor,
        "creditor": terms.creditor,
        "what": terms.what,
        "amount": "￥6,800.00 元",
        "due_on": terms.due_on,
        **changes,
    }


@pytest.fixture
def htmx(as_user: AsUser) -> AsUser:
    def signed_in(user: User | None) -> Client:
        client = as_user(user)
        client.defaults["HTTP_HX_REQUEST"] = "true"
        return client

    return signed_in


def test_nothing_yet(as_user: AsUser) -> None:
    case = make_case()
    mediator = case.mediator
    assert mediator is not None
    page = as_user(mediator).get(url("agreement", case.pk))
    assert b"agreement-begin" in page.content
    other = as_user(case.opened_by).get(url("agreement", case.pk))
    assert b"agreement-begin" not in other.content
    begun = as_user(mediator).post(url("agreement_begin", case.pk), follow=True)
    assert b'data-phase="draft"' in begun.content


def test_the_mediator_adds_a_clause_and_the_reader_sees_it_first(
    story: Story, as_user: AsUser, htmx: AsUser
) -> None:
    target = url("clause_add", story.agreement.pk)
    assert b'id="agreement-form"' in htmx(story.wang).get(target).content
    added = htmx(story.wang).post(target, filled(story))
    assert added.status_code == 200
    assert ClauseText.objects.get().amount == story.terms.amount
    page = as_user(story.li).get(url("agreement", story.case.pk)).content.decode()
    assert "6,800.00 yuan" in page
    assert "card--turn" in page
    assert "Accept this clause" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": ""}, "Say how much"),
        ({"amount": "many"}, "in figures"),
        ({"due_on": ""}, "Say by when"),
        ({"due_on": "2020-01-01"}, "has passed"),
        ({"due_on": "31.02."}, "not a day"),
        ({"creditor": ""}, "for whom"),
        ({"what": "长" * 201}, "too long"),
    ],
)
def test_a_wrong_clause_comes_back_with_everything_typed(
    story: Story, htmx: AsUser, change: dict[str, Any], words: str
) -> None:
    answer = htmx(story.wang).post(
        url("clause_add", story.agreement.pk), filled(story, note="逾期加付", **change)
    )
    assert answer.status_code == 422
    told = answer.content.decode()
    assert words in told
    assert "逾期加付" in told
    assert "every 15s" not in told
    assert not ClauseText.objects.exists()


def test_a_stale_form_is_told_keeps_its_words_and_can_be_sent_again(
    story: Story, htmx: AsUser
) -> None:
    clause = story.add()
    target = url("clause_edit", story.agreement.pk, clause)
    first = filled(story, clause=clause, version=1, what="甲的措辞")
    second = filled(story, clause=clause, version=1, what="乙的措辞")
    assert htmx(story.wang).post(target, first).status_code == 200
    late = htmx(story.wang).post(target, second)
    assert late.status_code == 409
    told = late.content.decode()
    assert "a moment ago" in told
    assert "乙的措辞" in told
    assert 'name="version" value="2"' in told
    assert htmx(story.wang).post(target, {**second, "version": 2}).status_code == 200
    assert ClauseText.objects.get(version=3).what == "乙的措辞"


def test_a_stale_acceptance_shows_the_new_words(story: Story, htmx: AsUser) -> None:
    clause = story.add()
    target = url("clause_accept", story.agreement.pk, clause)
    assert htmx(story.li).post(target, {"version": 1}).status_code == 200
    proposed = filled(story, clause=clause, version=1, amount="4000", reason="月底才发工资")
    propose = url("clause_propose", story.agreement.pk, clause)
    assert htmx(story.zhao).post(propose, proposed).status_code == 200
    late = htmx(story.li).post(target, {"version": 1})
    assert late.status_code == 409
    told = late.content.decode()
    assert 'data-code="ceremony.clause_changed_meanwhile"' in told
    assert "<del>" in told
    assert "月底才发工资" in told
    restored = htmx(story.li).post(
        url("clause_restore", story.agreement.pk, clause), {"version": 2}
    )
    assert restored.status_code == 200
    removed = htmx(story.wang).post(
        url("clause_remove", story.agreement.pk, clause), {"version": 3}
    )
    assert b'data-testid="clause"' not in removed.content


def test_the_panel_is_silent_while_nothing_changed(story: Story, htmx: AsUser) -> None:
    client = htmx(story.li)
    target = url("agreement_panel", story.case.pk)
    mark = client.get(target).context["panel"].mark
    assert client.get(target, {"mark": mark}).status_code == 204
    story.add()
    changed = client.get(target, {"mark": mark})
    assert changed.status_code == 200
    assert b'hx-trigger="agreement-changed from:body, every 15s"' in changed.content


def test_a_missing_item_blocks_and_names_the_article(story: Story, htmx: AsUser) -> None:
    story.add()
    story.accept()
    target = url("agreement_freeze", story.agreement.pk)
    told = htmx(story.wang).post(target)
    assert told.status_code == 409
    assert "PML 29(2)" in told.content.decode()
    facts = {"version": 0, "facts": "押金争议。", "facts_en": ""}
    assert (
        htmx(story.wang).post(url("agreement_facts", story.agreement.pk), facts).status_code == 200
    )
    stale = htmx(story.wang).post(url("agreement_facts", story.agreement.pk), facts)
    assert stale.status_code == 409
    assert b'data-phase="frozen"' in htmx(story.wang).post(target).content


@pytest.mark.django_db(transaction=True)
def test_signing_in_the_browser(committed: Story, as_user: AsUser) -> None:
    story = committed
    story.freeze()
    pk, document = story.agreement.pk, story.agreement.document_sha256
    client = as_user(story.li)
    page = client.get(url("sign", pk)).content.decode()
    assert 'data-island="pages"' in page
    assert 'data-island="signature"' in page
    drawing = {"document": document, "strokes": "[[[0.1,0.2],[0.5,0.6]]]", "aspect": "2.5"}

    def refused(data: dict[str, str]) -> str:
        answer = client.post(url("sign_do", pk), data)
        assert answer.status_code == 409
        code: str = answer.context["code"]
        return code

    assert refused(drawing) == "signing.pages_unread"
    seen = client.post(
        url("sign_pages", pk),
        {"document": document, "page": list(range(1, story.agreement.pages + 1))},
        headers={"Accept": "application/json"},
    )
    assert json.loads(seen.content)["seen"][-1] == story.agreement.pages
    assert refused(drawing) == "signing.identity_missing"
    sent = client.post(url("sign_code", pk)).content.decode()
    assert "The six figures" in sent
    wrong = client.post(url("sign_check", pk), {"code": "x"})
    assert "not right" in wrong.content.decode()
    assert 'data-code="signing.code_wrong"' in wrong.content.decode()
    told = client.post(url("sign_check", pk), {"code": last_code(story.li)}).content.decode()
    assert "Confirmed" in told
    assert refused({"document": document}) == "signing.nothing_drawn"
    for strokes in (
        "[]",
        "[[]]",
        "[[[2,2]]]",
        '[[["0.1","0.2"]]]',
        "[[[NaN,0]]]",
        "{",
        "[[1]]",
        HUGE,
    ):
        assert refused({**drawing, "strokes": strokes}) == "signing.drawing_unusable"
    for aspect in ("wide", "nan", "inf", "-1", "0", "1e300"):
        assert refused({**drawing, "aspect": aspect}) == "signing.drawing_unusable"
    done = client.post(url("sign_do", pk), drawing, follow=True)
    assert "You have signed" in done.content.decode()
    assert story.state.phase is Phase.SIGNING


def test_refusing_in_the_browser(story: Story, as_user: AsUser) -> None:
    story.freeze()
    target = url("sign_refuse", story.agreement.pk)
    assert as_user(story.zhao).post(target, {"words": ""}).status_code == 409
    done = as_user(story.zhao).post(target, {"words": "金额不对"}, follow=True)
    assert "cancelled" in done.content.decode()
    page = as_user(story.wang).get(url("agreement", story.case.pk)).content.decode()
    assert "金额不对" in page
    assert "Back to the draft" in page
    again = as_user(story.wang).post(url("agreement_reopen", story.agreement.pk), follow=True)
    assert b'data-phase="draft"' in again.content


def test_the_file_is_shown_inline_and_never_stored(story: Story, as_user: AsUser) -> None:
    target = url("agreement_pdf", story.agreement.pk)
    assert as_user(story.li).get(target).status_code == 404
    story.freeze()
    answer = as_user(story.li).get(target)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert "no-store" in answer["Cache-Control"]
    saved = as_user(story.li).get(target, {"download": ""})
    assert saved["Content-Disposition"].startswith("attachment")


def every_url(story: Story, clause: uuid.UUID) -> list[str]:
    known = {
        "case_id": story.case.pk,
        "agreement_id": story.agreement.pk,
        "clause": clause,
    }
    return [
        reverse(
            f"documents:{pattern.name}",
            kwargs={name: known[name] for name in pattern.pattern.converters},
        )
        for pattern in urlpatterns
    ]


def test_strangers_and_other_parties_are_told_that_nothing_is_there(
    story: Story, as_user: AsUser
) -> None:
    clause = story.add()
    other = make_case(claimant=make_user(name="别人"))
    outsiders = [make_user(name="路人"), other.opened_by, make_staff(Role.JUDGE)]
    for outsider in outsiders:
        client = as_user(outsider)
        for target in every_url(story, clause):
            assert client.get(target).status_code == 404, target
            assert client.post(target).status_code == 404, target


def test_the_clerk_reads_and_does_nothing(story: Story, as_user: AsUser) -> None:
    clause = story.add()
    clerk = make_staff(Role.CLERK)
    client = as_user(clerk)
    assert client.get(url("agreement", story.case.pk)).status_code == 200
    for name in ("clause_accept", "clause_remove", "clause_edit"):
        target = url(name, story.agreement.pk, clause)
        assert client.post(target, {"version": 1}).status_code == 404


def test_a_clause_of_another_agreement_is_not_there(story: Story, as_user: AsUser) -> None:
    other, clause = Story.begin(), story.add()
    for name in ("clause_accept", "clause_restore"):
        target = url(name, other.agreement.pk, clause)
        answer = as_user(other.li).post(target, {"version": "1"})
        assert answer.status_code == 409
        assert 'data-code="ceremony.no_such_clause"' in answer.content.decode()
    as_user(other.wang).post(url("clause_remove", other.agreement.pk, clause), {"version": "1"})
    assert (
        as_user(other.wang).get(url("clause_edit", other.agreement.pk, clause)).status_code == 404
    )
    assert [held.id for held in story.state.clauses] == [str(clause)]
    assert other.state.clauses == ()
