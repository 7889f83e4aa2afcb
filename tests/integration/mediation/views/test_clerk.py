"""The clerk's desk: queues, search, the case beside the list, the figures."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from mediation.clerk_selectors import cases_of_desk, queue_counts
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.lifecycle import State
from mediation.services.cases import case_note
from tests.factories import cast_of, make_case, make_organisation, make_staff, make_user
from tests.integration.mediation.views.browsers import client_of

pytestmark = pytest.mark.django_db

DESK = "mediation:clerk"


def listed(clerk: User, **query: str) -> str:
    return client_of(clerk).get(reverse(DESK), query).content.decode()


def test_each_case_is_in_its_queue() -> None:
    cases = {state: make_case(state=state) for state in State}
    clerk = cast_of(cases[State.AGREED]).clerk

    counts = queue_counts(cases_of_desk(clerk))

    assert counts == {
        "screen": 1, "consent": 1, "assign": 1, "book": 1, "hand_over": 1, "accepting": 1,
        "mediating": 2, "agreed": 1, "diverted": 1, "all": len(State) - 1,
    }  # fmt: skip
    page = listed(clerk, queue="assign")
    assert cases[State.SELECTION].number in page
    assert cases[State.CONSENT].number not in page


def test_a_booked_case_leaves_the_queue_and_comes_back_when_called_off() -> None:
    case = make_case(state=State.MEDIATING)
    clerk = cast_of(case).clerk
    for kind, waiting in (("case.sitting_booked", 0), ("case.sitting_cancelled", 1)):
        case_note(case=case, kind=kind, data={}, user=clerk, at=timezone.now())
        assert queue_counts(cases_of_desk(clerk))["book"] == waiting


@pytest.mark.parametrize("words", ["000001", "赵国强", "王芳"])
def test_search_by_number_party_and_mediator(words: str) -> None:
    case = make_case(state=State.MEDIATING)
    other = make_case(state=State.SCREENING, claimant=make_user(name="孙浩"))
    page = listed(cast_of(case).clerk, q=words)
    assert case.number in page
    assert words == "赵国强" or other.number not in page


@pytest.mark.parametrize("words", ["%", "'; DROP TABLE", "\x00", "x" * 5000, "没有这个人"])
def test_search_for_nonsense_finds_nothing_and_breaks_nothing(words: str) -> None:
    case = make_case(state=State.SCREENING)
    answer = client_of(cast_of(case).clerk).get(reverse(DESK), {"q": words, "queue": "mediating"})
    assert answer.status_code == 200
    assert case.number not in answer.content.decode()


def test_the_kind_of_dispute_narrows_the_list() -> None:
    case = make_case(state=State.SCREENING)
    clerk = cast_of(case).clerk
    assert case.number in listed(clerk, cause="rent")
    assert case.number not in listed(clerk, cause="loan")


def test_only_cases_of_the_own_organisation() -> None:
    house = make_organisation(slug="dongliu", short_name="东")
    theirs = make_case(state=State.SCREENING, organisation=house)
    clerk = make_staff(Role.CLERK)

    page = listed(clerk, queue="all", case=str(theirs.pk))

    assert theirs.number not in page


@pytest.mark.parametrize("key", ["x", "", str(uuid.UUID(int=1))])
def test_an_unknown_case_beside_the_list_is_no_case(key: str) -> None:
    clerk = cast_of(make_case(state=State.SCREENING)).clerk
    assert "Choose a case" in listed(clerk, case=key)


def test_both_endings_stand_in_the_figures() -> None:
    make_case(state=State.FILING)
    clerk = cast_of(make_case(state=State.AGREED)).clerk
    page = listed(clerk)
    assert "flow__bar--agreed" in page
    assert "flow__bar--litigation" in page


def test_the_roster_shows_the_load_and_leaves_out_who_cannot() -> None:
    make_case(state=State.MEDIATING)
    case = make_case(state=State.SELECTION)
    page = client_of(cast_of(case).clerk).get(reverse("mediation:case", args=[case.pk]))
    assert "王芳 (1 open case)" in page.content.decode()
