"""What every request passes: the person's language and zone, and refusals turned into answers."""

import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django_htmx.http import reswap, retarget

from mediation.errors import can_retry, describe
from mediation.rules.core import RuleViolation

Handler = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """Activates the time zone and, unless they chose another, the language of who signed in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate for this request only."""
        if request.user.is_authenticated:
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            if "django_language" not in request.COOKIES:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class RefusalMiddleware:
    """A `RuleViolation` that no view turned into a form error is answered with 409."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come to `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """JSON for programs, a page or a fragment with the same words for people."""
        if not isinstance(error, RuleViolation):
            return None
        return refusal(request, error.code, error.params)


def refusal(
    request: HttpRequest, code: str, params: Mapping[str, Any] | None = None, *, status: int = 409
) -> HttpResponse:
    """Why something is not done: JSON for programs, a page or a fragment for people."""
    context = {"code": code, "message": describe(code, params), "retry": can_retry(code)}
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(context, status=status)
    response = render(request, "refusal.html", context, status=status)
    if getattr(request, "htmx", False):
        # What was typed stays: the words go to the notices, not into the form's place.
        retarget(reswap(response, "innerHTML"), "#notices")
    return response
