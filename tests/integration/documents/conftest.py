from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from documents.services.sealing import agreement_seal
from mediation.models import Case
from mediation.people.models import Organisation, User
from tests.factories import cast_of, make_case, make_user
from tests.integration.documents.agreement.story import Story


@dataclass(frozen=True)
class Cast:
    """The people of one dispute in mediation, and somebody who has nothing to do with it."""

    case: Case
    court: Organisation
    clerk: User
    mediator: User
    claimant: User
    respondent: User
    stranger: User


@pytest.fixture
def cast(db: None) -> Cast:
    case = make_case()
    people = cast_of(case)
    assert people.respondent is not None
    return Cast(
        case=case,
        court=people.organisation,
        clerk=people.clerk,
        mediator=people.mediator,
        claimant=people.claimant,
        respondent=people.respondent,
        stranger=make_user(),
    )


@pytest.fixture
def as_user() -> Callable[[User | None], Client]:
    def signed_in(user: User | None) -> Client:
        client = Client()
        client.cookies["django_language"] = "en"
        if user:
            client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def in_parallel() -> Callable[..., list[Any]]:
    """Runs a function for each value at the same time, each in a thread of its own."""

    def run(work: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
        with ThreadPoolExecutor() as pool:
            return list(pool.map(work, values))

    return run


@pytest.fixture
def sealed(transactional_db: None) -> Story:
    """An agreement that all have signed and the organisation sealed, really committed."""
    story = Story.begin()
    story.freeze()
    story.signed_by(story.li, story.zhao, story.wang)
    agreement_seal(agreement=story.agreement, at=story.at)
    story.agreement.refresh_from_db()
    return story
