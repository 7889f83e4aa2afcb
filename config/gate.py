"""The gate: every URL, by name, against the tables of roles, before its view runs.

It fails closed: a URL name without a row is refused, and so is a resource that is not found.
Those who may not open something are told 404, so that its existence stays private.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from config.access import RESOURCES, TABLE
from config.middleware import refusal
from mediation.models import Case
from mediation.people.roles import Role
from mediation.selectors import roles_at_large, roles_in_case

Handler = Callable[[HttpRequest], HttpResponse]


class GateMiddleware:
    """Sets `request.case`, `request.roles` and `request.role`, or refuses."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the URL is judged in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Django calls this once the URL is resolved."""
        match = request.resolver_match
        row = TABLE.get(match.view_name if match else "")
        case = case_of(kwargs)
        roles = roles_in_case(case, request.user) if case else roles_at_large(request.user)
        role = min(roles, key=list(Role).index)
        vars(request).update(case=case, roles=roles, role=role)
        if row is not None and any(row[role] for role in roles):
            return None
        if row is not None and Role.ANONYMOUS in roles:
            return sign_in_first(request)
        if case is not None or row is None:
            raise Http404
        raise PermissionDenied


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """A page leads to the sign-in and back; what a session that has ended posts is told why."""
    if request.method == "GET":
        return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")
    return refusal(request, "request.sign_in", status=401)


def case_of(kwargs: Mapping[str, Any]) -> Case | None:
    """The case that a URL speaks of, by the name of its argument; 404 when there is none."""
    for name, find in RESOURCES.items():
        if name in kwargs:
            case = find(kwargs[name])
            if case is None:
                raise Http404
            return case
    return None
