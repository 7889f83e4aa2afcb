import pytest

from mediation.clerk_selectors import funnel_totals
from mediation.models import FunnelCell
from mediation.rules.lifecycle import Act, State
from mediation.services.cases import case_act
from mediation.services.funnel import funnel_rebuild
from tests.factories import cast_of, make_case

pytestmark = pytest.mark.django_db


def cells() -> set[tuple[object, ...]]:
    return set(FunnelCell.objects.values_list("organisation", "month", "step", "count"))


def test_both_endings_are_counted() -> None:
    for state in (State.AGREED, State.FILING, State.RETURNED, State.DRAFT):
        case = make_case(state=state)
    refused = make_case(state=State.CONSENT)
    clerk = cast_of(refused).clerk
    data = {"code": "unreachable", "narrative": "三次电话均无人接听。"}
    case_act(case=refused, act=Act.FAIL, user=clerk, data=data)
    case_act(case=refused, act=Act.DIVERT, user=clerk)
    withdrawn = make_case(state=State.MEDIATING)
    case_act(case=withdrawn, act=Act.WITHDRAW, user=cast_of(withdrawn).claimant)

    assert case.state == State.DRAFT
    assert funnel_totals(clerk) == {
        "submitted": 5,
        "accepted": 4,
        "consented": 3,
        "mediated": 3,
        "agreed": 1,
        "withdrawn": 1,
        "litigation_unwilling": 1,
        "litigation_failed": 1,
    }


def test_every_cell_recomputes_from_the_journal() -> None:
    for state in State:
        make_case(state=state)
    counted = cells()
    assert counted

    FunnelCell.objects.update(count=99)
    funnel_rebuild()

    assert cells() == counted


def test_a_new_mediator_counts_a_case_only_once() -> None:
    case = make_case(state=State.ACCEPTANCE)
    cast = cast_of(case)
    data = {"reason": "unavailable"}
    case_act(case=case, act=Act.DECLINE_ASSIGNMENT, user=cast.mediator, data=data)
    assert FunnelCell.objects.get(step="consented").count == 1
