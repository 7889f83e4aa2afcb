"""Every page of the dispute, in every state, opened by everyone who may."""

import pytest
from django.urls import reverse

from mediation.rules.intake import Step
from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case, make_draft, make_user
from tests.integration.mediation.views.browsers import client_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_the_case_page_in_every_state(state: State, language: str) -> None:
    case = make_case(state=state)
    cast = cast_of(case)

    for person in filter(None, [cast.claimant, cast.respondent, cast.clerk, case.mediator]):
        page = client_of(person, language).get(url("case", case))
        assert page.status_code == 200
        assert case.number in page.content.decode()


@pytest.mark.parametrize("state", list(State))
def test_the_desk_in_every_state(state: State) -> None:
    case = make_case(state=state)
    cast = cast_of(case)

    for person in filter(None, [cast.claimant, cast.respondent, case.mediator]):
        page = client_of(person).get(reverse("mediation:desk"))
        assert page.status_code == 200
        assert str(case.pk) in page.content.decode()


def test_an_empty_desk_teaches() -> None:
    page = client_of(make_user()).get(reverse("mediation:desk"))
    assert "You have no cases yet" in page.content.decode()
    assert reverse("mediation:case_new") in page.content.decode()


@pytest.mark.parametrize("step", list(Step))
def test_every_step_of_the_application(step: Step) -> None:
    case = make_draft()
    page = client_of(case.opened_by).get(url("intake", case, step))
    assert page.status_code == 200


def test_an_unknown_step_is_not_found() -> None:
    case = make_draft()
    assert client_of(case.opened_by).get(url("intake", case, "shoe-size")).status_code == 404


def test_a_draft_is_its_authors_alone() -> None:
    case = make_draft()
    clerk = cast_of(case).clerk
    assert client_of(clerk).get(url("case", case)).status_code == 404
    assert client_of(case.opened_by).get(url("case", case)).status_code == 302


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_the_clerks_desk_in_every_state(state: State) -> None:
    case = make_case(state=state)
    client = client_of(cast_of(case).clerk)

    whole = client.get(reverse("mediation:clerk"), {"queue": "all", "case": str(case.pk)})
    beside = client.get(url("clerk_panel", case))

    assert case.number in whole.content.decode()
    assert case.number in beside.content.decode()


def test_a_clerk_is_led_to_the_clerks_desk() -> None:
    clerk = cast_of(make_case(state=State.SCREENING)).clerk
    client = client_of(clerk)
    assert client.get(reverse("mediation:desk"))["Location"] == reverse("mediation:clerk")
    assert client.get(reverse("mediation:desk"), {"own": "1"}).status_code == 200


@pytest.mark.parametrize("name", ["case_refuse", "case_withdraw", "case_fail", "case_divert"])
def test_what_ends_a_case_is_asked_first(name: str) -> None:
    case = make_case(state=State.TERMINATED if name == "case_divert" else State.MEDIATING)
    cast = cast_of(case)
    person = cast.mediator if name == "case_fail" else cast.claimant

    page = client_of(person).get(url(name, case))

    assert page.status_code == 200
    assert "act_id" in page.content.decode()


def test_a_question_that_is_out_of_time_leads_to_the_case() -> None:
    case = make_case(state=State.AGREED)
    answer = client_of(cast_of(case).claimant).get(url("case_withdraw", case))
    assert answer["Location"] == url("case", case)
