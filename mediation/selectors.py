"""Reading the dispute."""

import uuid
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from mediation.journal.event import Event
from mediation.journal.selectors import entries
from mediation.models import Case, CaseMember
from mediation.people.models import User
from mediation.people.roles import SIDES, Role
from mediation.rules.deadlines import Calendar, Due, due
from mediation.rules.lifecycle import Actor, CaseState, State, fold, limit_of


def case_find(case_id: uuid.UUID) -> Case | None:
    """The case, or None."""
    found = Case.objects.select_related("organisation", "mediator")
    return found.filter(pk=case_id).first()


def case_state(case: Case) -> CaseState:
    """The case as its journal tells it."""
    return fold(Event(entry.kind, entry.data) for entry in entries(case.stream))


def cases_of(user: User) -> QuerySet[Case]:
    """The cases in which somebody is a party or the mediator, newest first."""
    mine = Q(members__user=user) | Q(mediator=user)
    found = Case.objects.filter(mine).select_related("organisation", "mediator")
    return found.prefetch_related("members").distinct()


def member_of(*, case: Case, user: User) -> CaseMember | None:
    """The place of `user` in the case, if any."""
    return case.members.filter(user=user).first()


def actor_of(*, case: Case, user: User) -> Actor:
    """Who somebody is towards the rules of this case."""
    member = member_of(case=case, user=user)
    return Actor(user.actor, roles_in_case(case, user), member.side if member else "")


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
    Nobody is staff in their own dispute, and a draft is its author's alone.
    """
    if not user.is_authenticated:
        return frozenset({Role.ANONYMOUS})
    member = member_of(case=case, user=user)
    if member and Role(member.role) in SIDES:
        return frozenset({Role(member.role)})
    if case.state == State.DRAFT:
        return frozenset({Role.STRANGER})
    held = _roles_of_membership(case, user)
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


def calendar() -> Calendar:
    """The calendar of working days that the site is set to."""
    made: Calendar = import_string(settings.WORKING_DAYS)()
    return made


def case_due(*, state: State, clock: datetime | None) -> Due | None:
    """The last day of the limit that runs in `state`, counted in the zone of the house."""
    limit = limit_of(state)
    if limit is None or clock is None:
        return None
    return due(limit, clock, zoneinfo.ZoneInfo(settings.TIME_ZONE), calendar())
