"""Every URL has a row in the tables of roles, and every row a URL."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from config.access import RESOURCES, TABLE
from mediation.people.roles import Role
from mediation.rules.access import row

OURS = ("mediation:", "documents:", "hearings:")


def named_urls(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every URL of the project with its full name; a nameless one is named `?`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named_urls(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or '?'}", pattern


def undeclared(names: set[str]) -> set[str]:
    """Those of our own URLs that no table mentions."""
    return {name for name in names if name.startswith(OURS) or ":" not in name} - set(TABLE)


def test_every_url_of_ours_is_declared() -> None:
    ours = {name for name, pattern in named_urls() if "allauth" not in pattern.callback.__module__}
    assert len(ours) > 10
    assert undeclared(ours) == set()


def test_a_planted_url_is_found() -> None:
    assert undeclared({"mediation:planted"}) == {"mediation:planted"}


def test_every_row_has_a_url() -> None:
    demo_only = {"demo_sign_in"}
    assert set(TABLE) - {name for name, _ in named_urls()} - demo_only == set()


def test_every_row_has_a_cell_for_every_role() -> None:
    assert all(set(cells) == set(Role) for cells in TABLE.values())


def test_a_missing_cell_stops_the_start() -> None:
    with pytest.raises(ValueError, match="13 cells"):
        row("+ + ++ ++ + +++ + +")


def test_every_url_that_names_a_thing_leads_to_its_case() -> None:
    """An id in a URL that the gate cannot resolve would be judged without its case."""
    unresolved = {
        (name, argument)
        for name, pattern in named_urls()
        for argument in pattern.pattern.converters
        if name.startswith(OURS) and argument.endswith("_id") and argument not in RESOURCES
    }
    assert unresolved == set()
