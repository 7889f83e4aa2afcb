"""Reading the dispute."""

import uuid

from django.contrib.auth.models import AnonymousUser

from mediation.models import Case, CaseMember
from mediation.people.models import User
from mediation.people.roles import Role


def case_find(case_id: uuid.UUID) -> Case | None:
    """The case, or None."""
    found = Case.objects.select_related("organisation", "mediator")
    return found.filter(pk=case_id).first()


def member_of(*, case: Case, user: User) -> CaseMember | None:
    """The place of `user` in the case, if any."""
    return case.members.filter(user=user).first()


def roles_at_large(user: User | AnonymousUser) -> frozenset[Role]:
    """Who somebody is in the house, whatever the case. Never empty."""
    if not user.is_authenticated:
        return frozenset({Role.ANONYMOUS})
    held = {Role(role) for role in user.memberships.values_list("role", flat=True)}
    if user.is_superuser:
        held.add(Role.PLATFORM_ADMIN)
    return frozenset(held or {Role.STRANGER})


def roles_in_case(case: Case, user: User | AnonymousUser) -> frozenset[Role]:
    """Who somebody is towards this case. Never empty; STRANGER has no place in it.

    Clerks and judges belong to all cases of their organisation, a mediator to those given to them.
    """
    if not user.is_authenticated:
        return frozenset({Role.ANONYMOUS})
    held = _roles_of_membership(case, user)
    member = member_of(case=case, user=user)
    if member:
        held.add(Role(member.role))
    if case.mediator_id == user.pk:
        held.add(Role.MEDIATOR)
    return frozenset(held or {Role.STRANGER})


def _roles_of_membership(case: Case, user: User) -> set[Role]:
    roles = user.memberships.filter(organisation_id=case.organisation_id)
    of_the_house = {Role.CLERK, Role.JUDGE, Role.ORGANISATION_ADMIN}
    held = of_the_house & {Role(role) for role in roles.values_list("role", flat=True)}
    if user.is_superuser:
        held.add(Role.PLATFORM_ADMIN)
    return held
