"""A link opens the door once, for two weeks, to one person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mediation.journal.selectors import entries
from mediation.models import Case, Invitation
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State
from mediation.selectors import roles_in_case
from mediation.services.invitations import (
    invitation_accept,
    invitation_make,
    invitation_send,
    is_guest,
)
from tests.factories import cast_of, make_case, make_staff, make_user

pytestmark = pytest.mark.django_db


def link_of(case: Case) -> str:
    return invitation_make(member=case.members.get(side="respondent"), by=cast_of(case).clerk)


def refused(token: str, user: User | None = None, days: int = 0) -> str:
    with pytest.raises(RuleViolation) as refusal:
        invitation_accept(token=token, user=user, at=timezone.now() + timedelta(days=days))
    return refusal.value.code


def test_only_the_hash_of_a_token_is_kept() -> None:
    case = make_case(state=State.CONSENT)
    token = link_of(case)
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str([entry.data for entry in entries(case.stream)])


def test_a_fresh_account_is_bound_to_the_address() -> None:
    case = make_case(state=State.CONSENT)
    member = invitation_accept(token=link_of(case), user=None)
    assert member.user is not None
    assert member.user.email == member.email
    assert not member.user.has_usable_password()
    assert roles_in_case(case, member.user) == {Role.PARTY}
    assert entries(case.stream)[-1].kind == "case.joined"


def test_somebody_signed_in_comes_with_their_account() -> None:
    case, user = make_case(state=State.CONSENT), make_user()
    assert invitation_accept(token=link_of(case), user=user).user == user


def test_each_wrong_link_has_its_own_words() -> None:
    case = make_case(state=State.CONSENT)
    old = link_of(case)
    token = link_of(case)
    assert refused("no-such-token") == "invitation.wrong"
    assert refused(old) == "invitation.replaced"
    assert refused(token, days=14) == "invitation.expired"
    invitation_accept(token=token, user=None)
    assert refused(token) == "invitation.used"
    assert refused(token, make_user()) == "invitation.used"


def test_a_link_alone_opens_no_account_that_exists() -> None:
    case = make_case(state=State.CONSENT)
    make_user(email=case.members.get(side="respondent").email)
    assert refused(link_of(case)) == "invitation.sign_in"


def test_neither_the_applicant_nor_the_staff_come_in_as_the_other_side() -> None:
    case = make_case(state=State.CONSENT)
    cast = cast_of(case)
    token = link_of(case)
    assert refused(token, cast.claimant) == "invitation.own_case"
    assert refused(token, cast.clerk) == "invitation.staff"
    assert refused(token, cast.mediator) == "invitation.staff"
    assert refused(token, make_staff(Role.MEDIATOR)) == "invitation.staff"
    assert case.members.get(side="respondent").user is None


def test_somebody_without_an_address_comes_back_by_a_new_link() -> None:
    case = make_case(state=State.CONSENT)
    case.members.filter(side="respondent").update(email="")
    first = invitation_accept(token=link_of(case), user=None)
    assert first.user is not None
    assert is_guest(first.user)

    again = invitation_accept(token=link_of(case), user=None)

    assert again.user == first.user


def test_somebody_with_an_account_needs_no_link() -> None:
    case = make_case(state=State.CONSENT)
    invitation_accept(token=link_of(case), user=make_user())
    with pytest.raises(RuleViolation, match=r"invitation\.joined"):
        link_of(case)


@pytest.mark.parametrize("state", [State.AGREED, State.FILING, State.TERMINATED])
def test_nobody_is_invited_to_what_is_over(state: State) -> None:
    with pytest.raises(RuleViolation, match=r"invitation\.too_late"):
        link_of(make_case(state=state))


def test_a_party_does_not_flood_the_other_side() -> None:
    case = make_case(state=State.CONSENT)
    cast, member = cast_of(case), case.members.get(side="respondent")
    with pytest.raises(RuleViolation, match=r"invitation\.too_soon"):
        invitation_send(member=member, by=cast.claimant)
    later = timezone.now() + timedelta(minutes=11)
    invitation_send(member=member, by=cast.claimant, at=later)
    invitation_send(member=member, by=cast.clerk, email="New@Example.org", at=later)
    member.refresh_from_db()
    assert member.email == "new@example.org"
