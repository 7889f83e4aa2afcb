import pytest

from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_people_drive_a_case_to_every_state(state: State) -> None:
    case = make_case(state=state)

    assert case.state == state
    assert cast_of(case).claimant == case.opened_by
