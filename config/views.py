"""Pages that belong to no app: the way in, health, and what people see when something fails."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from mediation.errors import can_retry, describe


def home(request: HttpRequest) -> HttpResponse:
    """The front door: what this is for a visitor, one's own cases for who signed in."""
    if request.user.is_authenticated:
        return redirect("mediation:desk")
    return render(request, "home.html")


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say so, in words."""
    return refused(request, "request.stale_form", 403, "refusal.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of ours sends: too long, broken, for another host."""
    return refused(request, "request.unreadable", 400, "refusal.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not open to this person."""
    return refused(request, "request.forbidden", 403, "403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not open to this person, who is not told which."""
    return refused(request, "request.not_found", 404, "404.html")


def refused(request: HttpRequest, code: str, status: int, template: str) -> HttpResponse:
    """JSON for programs, a page for people, both with the code and its words."""
    context = {"code": code, "message": describe(code), "retry": can_retry(code)}
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(context, status=status)
    return render(request, template, context, status=status)
