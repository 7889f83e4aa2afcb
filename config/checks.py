"""What a site must have before it opens: `manage.py check --deploy` names what is missing."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST_KEY: Final = 50


@register(Tags.security, deploy=True)
def check_site(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """One error for each setting that would let a site lose data, secrets or people."""
    return [Error(words, hint=hint, id=f"config.{code}") for code, words, hint in faults(settings)]


def faults(site: Any) -> Sequence[tuple[str, str, str]]:
    """(code, what is wrong, what to set) for all that is wrong in the settings `site`."""
    found = {
        "E001": (
            len(site.SECRET_KEY) < SHORTEST_KEY,
            "The secret key is missing or too short.",
            f"Set MAPLEBRIDGE_SECRET_KEY to at least {SHORTEST_KEY} random characters.",
        ),
        "E002": (
            site.DEBUG or site.DEMO,
            "Debugging or the demo is on: anybody could sign in as anybody.",
            "Use config.settings.production.",
        ),
        "E003": (
            "sqlite" in site.DATABASES["default"]["ENGINE"],
            "SQLite serves one process only; web, media and jobs are several.",
            "Set MAPLEBRIDGE_DATABASE_URL to a PostgreSQL database.",
        ),
        "E004": (
            "InMemory" in site.CHANNEL_LAYERS["default"]["BACKEND"],
            "Rooms and limits would live in the memory of one process.",
            "Set MAPLEBRIDGE_REDIS_URL.",
        ),
        "E005": (
            not site.ALLOWED_HOSTS or "*" in site.ALLOWED_HOSTS,
            "The names under which this site is reached are not set.",
            'Set MAPLEBRIDGE_ALLOWED_HOSTS, for example ["mediation.example.org"].',
        ),
        "E006": (
            urlsplit(site.SITE_URL).scheme != "https",
            "Links in mails would not lead to this site by https.",
            "Set MAPLEBRIDGE_SITE_URL, for example https://mediation.example.org.",
        ),
    }
    return [(code, words, hint) for code, (wrong, words, hint) in found.items() if wrong]
