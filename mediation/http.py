"""What a view receives once the gate let the request pass."""

from django.http import HttpRequest

from mediation.models import Case
from mediation.people.models import User
from mediation.people.roles import Role


class MemberRequest(HttpRequest):
    """Somebody who signed in; `role` is the first of `roles` in the order of `Role`."""

    user: User
    roles: frozenset[Role]
    role: Role


class CaseRequest(MemberRequest):
    """A request whose URL speaks of a case that this person may open."""

    case: Case
