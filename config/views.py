"""Pages that belong to no app: the way in, health, and what people see when something fails."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render


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
    return render(request, "refusal.html", {"code": "request.stale_form"}, status=403)
