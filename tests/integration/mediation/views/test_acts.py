"""The whole way by pressing buttons, and what a refused press answers."""

import pytest
from django.urls import reverse

from mediation.models import Case, Narrative
from mediation.people.roles import Role
from mediation.rules.lifecycle import State
from tests.factories import (
    Cast,
    cast_of,
    make_case,
    make_draft,
    make_organisation,
    make_staff,
)
from tests.integration.mediation.views.browsers import client_of, url

pytestmark = pytest.mark.django_db

PRESSES = [
    ("case_accept", "clerk", State.SCREENING, {}, State.CONSENT),
    ("case_return", "clerk", State.SCREENING, {"reason": "not_for_online"}, State.RETURNED),
    ("case_assign", "clerk", State.SELECTION, {"mediator": "?"}, State.ACCEPTANCE),
    ("case_take", "mediator", State.ACCEPTANCE, {"no_conflict": "1"}, State.MEDIATING),
    ("case_decline", "mediator", State.ACCEPTANCE, {"reason": "conflict"}, State.SELECTION),
    ("case_fail", "mediator", State.MEDIATING, {"code": "expired", "narrative": "到期。"},
     State.TERMINATED),
    ("case_refuse", "respondent", State.MEDIATING, {}, State.TERMINATED),
    ("case_withdraw", "claimant", State.MEDIATING, {}, State.TERMINATED),
    ("case_divert", "claimant", State.TERMINATED, {}, State.FILING),
    ("case_divert", "clerk", State.TERMINATED, {}, State.FILING),
]  # fmt: skip


def press(cast: Cast, name: str, who: str, **form: str) -> int:
    if form.get("mediator") == "?":
        form["mediator"] = cast.mediator.actor
    return client_of(getattr(cast, who)).post(url(name, cast.case), form).status_code


@pytest.mark.parametrize(("name", "who", "state", "form", "after"), PRESSES)
def test_every_act_from_its_page(
    name: str, who: str, state: State, form: dict[str, str], after: State
) -> None:
    case = make_case(state=state)

    assert press(cast_of(case), name, who, **form) == 302

    case.refresh_from_db()
    assert case.state == after


@pytest.mark.parametrize(("name", "who", "state", "form", "after"), PRESSES)
def test_every_act_out_of_its_time_is_answered_in_words(
    name: str, who: str, state: State, form: dict[str, str], after: State
) -> None:
    case = make_case(state=State.AGREED)
    cast = cast_of(case)
    answer = client_of(getattr(cast, who)).post(url(name, case), form)
    assert answer.status_code == 409
    assert "The case has moved on" in answer.content.decode()


@pytest.mark.parametrize("mediator", ["", "\0", "user:", "user:²", "user:" + "9" * 5000, "system"])
def test_only_somebody_of_the_roster_is_assigned(mediator: str) -> None:
    case = make_case(state=State.SELECTION)
    elsewhere = make_staff(Role.MEDIATOR, organisation=make_organisation(slug="elsewhere"))

    for name in (mediator, elsewhere.actor, cast_of(case).clerk.actor):
        assert press(cast_of(case), "case_assign", "clerk", mediator=name) == 409

    case.refresh_from_db()
    assert case.state == State.SELECTION


def test_consent_needs_its_tick() -> None:
    case = make_case(state=State.CONSENT)
    member = case.members.get(side="respondent")
    member.user = cast_of(make_case(state=State.DRAFT)).claimant
    member.save()
    client = client_of(member.user)

    answer = client.post(url("case_consent", case), {})
    assert answer.status_code == 409
    assert "Please tick" in answer.content.decode()

    assert client.post(url("case_consent", case), {"consent": "1"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.SELECTION


def test_a_refused_form_keeps_what_was_typed() -> None:
    case = make_case(state=State.MEDIATING)
    client = client_of(cast_of(case).mediator)

    answer = client.post(url("case_fail", case), {"narrative": "写了很久的话"})

    assert answer.status_code == 409
    assert "写了很久的话" in answer.content.decode()
    assert not Narrative.objects.exists()


def test_pressed_twice_it_is_done_once_and_said_once() -> None:
    case = make_case(state=State.SCREENING)
    client = client_of(cast_of(case).clerk)
    for _ in range(2):
        answer = client.post(url("case_accept", case), {"act_id": "accept-1", "back": "clerk"})
        assert answer["Location"] == reverse("mediation:clerk")


def test_acts_are_not_done_by_opening_a_page() -> None:
    case = make_case(state=State.SCREENING)
    assert client_of(cast_of(case).clerk).get(url("case_accept", case)).status_code == 405


def test_another_mediator_of_the_organisation_sees_nothing() -> None:
    case = make_case(state=State.ACCEPTANCE)
    other = cast_of(make_case(state=State.AGREED)).claimant
    assert client_of(other).get(url("case", case)).status_code == 404


def test_scripts_that_people_type_stay_text() -> None:
    case: Case = make_draft()
    evil = "<script>alert(1)</script>"
    client = client_of(case.opened_by)
    client.post(url("intake", case, "claim"), {"claim": evil, "amount": ""})
    client.post(url("intake", case, "send"), {"consent": "1"})
    page = client.get(url("case", case)).content.decode()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_receipts_can_be_read_and_exported() -> None:
    case = make_case(state=State.MEDIATING)
    client = client_of(cast_of(case).respondent)
    assert "In force" in client.get(url("consents", case)).content.decode()
    (receipt,) = client.get(url("consents_export", case)).json()["consents"]
    assert (receipt["stage"], receipt["case"]) == ("online_mediation", case.number)
