"""What a view receives once the gate let the request pass."""

import re

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


def act_id_of(request: HttpRequest) -> str:
    """The id under which a form asks for its act, so that sending twice acts once; or nothing."""
    told = request.POST.get("act_id", "")
    return told if re.fullmatch(r"[\w-]{1,64}", told, re.ASCII) else ""


def whole_number(told: str) -> int:
    """A number of up to nine plain digits; -1, which names nothing, for anything else."""
    return int(told) if re.fullmatch(r"[0-9]{1,9}", told, re.ASCII) else -1
