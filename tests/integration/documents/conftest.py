from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from documents.services.sealing import agreement_seal
from mediation.models import Case, CaseMember
from mediation.people.models import Membership, Organisation, User
from mediation.people.roles import Role
from mediation.rules.lifecycle import State
from tests.integration.documents.agreement.story import Story


@dataclass(frozen=True)
class Cast:
    """A court, its people, and the people of one dispute."""

    court: Organisation
    clerk: User
    mediator: User
    claimant: User
    respondent: User
    stranger: User
    case: Case


def make_person(name: str, court: Organisation | None = None, role: Role | None = None) -> User:
    user = User.objects.create_user(f"{name}@example.com", name=name, language="en")
    if court and role:
        Membership.objects.create(user=user, organisation=court, role=role)
    return user


def make_case(court: Organisation, claimant: User, respondent: User, number: str) -> Case:
    case = Case.objects.create(
        organisation=court,
        opened_by=claimant,
        state=State.MEDIATING,
        number=number,
        cause=Case.Cause.RENT,
        facts="The deposit was not returned.",
        claim="8600 yuan",
    )
    sides = CaseMember.Side
    for user, side in ((claimant, sides.CLAIMANT), (respondent, sides.RESPONDENT)):
        CaseMember.objects.create(
            case=case, user=user, role=Role.PARTY, side=side, name=user.name, email=user.email
        )
    return case


@pytest.fixture
def cast(db: None) -> Cast:
    court = Organisation.objects.create(
        slug="court", name_zh="鄞州区人民法院", name_en="Yinzhou Court", short_name="浙0212"
    )
    claimant, respondent = make_person("liming"), make_person("zhaoguoqiang")
    mediator = make_person("wangfang", court, Role.MEDIATOR)
    case = make_case(court, claimant, respondent, "（2026）浙0212民诉前调123号")
    Case.objects.filter(pk=case.pk).update(mediator=mediator)
    case.refresh_from_db()
    clerk = make_person("zhaolin", court, Role.CLERK)
    return Cast(court, clerk, mediator, claimant, respondent, make_person("stranger"), case)


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
