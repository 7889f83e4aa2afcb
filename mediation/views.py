"""Pages of the dispute."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk(request: HttpRequest) -> HttpResponse:
    """Where somebody who signed in starts."""
    return render(request, "mediation/desk.html")
