"""Shows the cast on the pages where somebody may sign in."""

from typing import Any

from django.http import HttpRequest

from config.demo.cast import CAST


def cast(request: HttpRequest) -> dict[str, Any]:
    """`cast`: the people of the demo; only the demo's settings name this processor."""
    return {"cast": CAST}
