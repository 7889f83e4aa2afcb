"""Browsers for the tests of pages."""

from django.test import Client
from django.urls import reverse

from mediation.models import Case
from mediation.people.models import User


def client_of(user: User | None, language: str = "en") -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    if user:
        client.force_login(user)
    client.cookies["django_language"] = language
    return client


def url(name: str, case: Case, *rest: object) -> str:
    """The address of a page of a case."""
    return reverse(f"mediation:{name}", args=[case.pk, *rest])
