"""Every URL × every role, asked over HTTP: what the table denies is denied, nothing is a 500."""

import itertools
import uuid
from collections.abc import Mapping
from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.urls.resolvers import ResolverMatch

from config.access import RESOURCES, TABLE
from config.gate import GateMiddleware
from mediation.models import Case, CaseMember
from mediation.people.models import User
from mediation.people.roles import STAFF, Role
from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case, make_organisation, make_staff, make_user
from tests.integration.config.things import things_of
from tests.meta.test_access import named_urls

pytestmark = pytest.mark.django_db

PATTERNS = {name: pattern for name, pattern in named_urls() if name in TABLE}
# A list of exports has no case: who is no clerk is told 403, as at the door of the whole desk.
NOTHING = {name: {403, 404, 405} if "documents:export" in name else {404} for name in PATTERNS}
# What the forms ask, whichever form it is; and what somebody might answer to make one stumble.
FIELDS = (
    *("act_id", "amount", "aspect", "back", "cause", "clause", "claim", "code", "consent"),
    *("creditor", "debtor", "document", "due_on", "due_words", "email", "facts", "file", "files"),
    *("kind", "language", "login", "mark", "mediator", "minutes", "narrative", "next"),
    *("no_conflict", "note", "organisation", "other_email", "other_name", "page", "q", "reason"),
    *("since", "starts_at", "strokes", "token", "typed_name", "until", "version", "what", "words"),
)
NASTY = ("", "\0", "²", "9" * 5000, "-1", "1e400", "𠮷😀", "%s%(x)s{{}}", "x" * 70_000)
SEARCHED = {"mediation:clerk", "documents:exports", "documents:agreement_panel", "documents:verify"}
GATE = GateMiddleware(lambda _: HttpResponse())
MEMBERS = (Role.REPRESENTATIVE, Role.WITNESS, Role.EXPERT, Role.INTERPRETER, Role.OBSERVER)


def people_of(case: Case) -> Mapping[Role, User | None]:
    """Somebody for every role towards the case; nobody signed in for ANONYMOUS."""
    cast = cast_of(case)
    people: dict[Role, User | None] = {
        Role.ANONYMOUS: None,
        Role.STRANGER: make_user(name="路人"),
        Role.PARTY: cast.claimant,
        Role.MEDIATOR: cast.mediator,
        Role.CLERK: cast.clerk,
        Role.PLATFORM_ADMIN: User.objects.create_superuser("admin@example.org"),
    }
    for role in (Role.JUDGE, Role.ORGANISATION_ADMIN):
        people[role] = make_staff(role, organisation=cast.organisation)
    for role in MEMBERS:
        people[role] = make_user(name=role)
        CaseMember.objects.create(case=case, user=people[role], role=role, side="")
    assert set(people) == set(Role)
    return people


@pytest.fixture
def case() -> Case:
    return make_case(state=State.MEDIATING)


def address(name: str, things: Mapping[str, object]) -> str:
    """The URL of that name for these things."""
    wanted = PATTERNS[name].pattern.converters
    return reverse(name, kwargs={key: things[key] for key in wanted})


def passes_gate(name: str, user: User | None, things: Mapping[str, object]) -> bool:
    """What the gate alone says, whatever the view would."""
    request: HttpRequest = RequestFactory().post(address(name, things))
    request.user = user or AnonymousUser()
    arguments = {key: things[key] for key in PATTERNS[name].pattern.converters}
    request.resolver_match = _match(name, arguments)
    try:
        answer = GATE.process_view(request, None, (), arguments)
    except (Http404, PermissionDenied):
        return False
    return answer is None


def _match(name: str, arguments: dict[str, object]) -> ResolverMatch:
    *spaces, short = name.split(":")
    return ResolverMatch(lambda: None, (), arguments, url_name=short, namespaces=[*spaces])


class Callers:
    """A browser for each person; of a request nothing remains but its answer."""

    def __init__(self) -> None:
        self.sessions: dict[User, str] = {}

    def ask(
        self, method: str, url: str, person: User | None, data: Mapping[str, str] | None = None
    ) -> HttpResponse:
        client = Client(raise_request_exception=False)
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session_of(person)
        with transaction.atomic():
            answer: HttpResponse = getattr(client, method)(url, data or {})
            transaction.set_rollback(True)
        return answer

    def session_of(self, person: User) -> str:
        if person not in self.sessions:
            client = Client()
            client.force_login(person)
            self.sessions[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[person]


@pytest.fixture
def callers() -> Callers:
    return Callers()


def test_the_gate_says_what_the_table_says(case: Case) -> None:
    people, things = people_of(case), things_of(case)
    differences = {
        (name, role)
        for name, cells in TABLE.items()
        if name in PATTERNS
        for role, person in people.items()
        if passes_gate(name, person, things) != cells[role]
    }
    assert differences == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_denied_is_told_nothing(case: Case, callers: Callers, method: str) -> None:
    people, things = people_of(case), things_of(case)
    surprises = {}
    for name in PATTERNS:
        for role, person in people.items():
            if not TABLE[name][role]:
                answer = callers.ask(method, address(name, things), person)
                told = answer.get("Location", "").startswith("/accounts/login/?next=")
                if answer.status_code not in {401, 403, 404} and not told:
                    surprises[name, role] = answer.status_code
    assert surprises == {}


def test_nothing_that_is_allowed_breaks(case: Case, callers: Callers) -> None:
    people, things = people_of(case), things_of(case)
    broken = {}
    for name, role in itertools.product(PATTERNS, Role):
        if TABLE[name][role]:
            status = callers.ask("get", address(name, things), people[role]).status_code
            if status >= 500:
                broken[name, role] = status
    assert broken == {}


def test_nothing_breaks_whatever_a_form_holds(case: Case, callers: Callers) -> None:
    people, things = people_of(case), things_of(case)
    broken = {}
    for name, answer in itertools.product(PATTERNS, NASTY):
        role = next(role for role in reversed(Role) if TABLE[name][role])
        data = dict.fromkeys(FIELDS, answer)
        for method in ("get", "post") if name in SEARCHED else ("post",):
            url = address(name, things)
            status = callers.ask(method, url, people[role], data).status_code
            if status >= 500:
                broken[name, method, answer[:20]] = status
    assert broken == {}


def outsiders() -> list[User]:
    """A party of another case, and the staff of another organisation."""
    elsewhere = make_organisation(slug="elsewhere", short_name="他")
    return [
        cast_of(make_case(state=State.MEDIATING)).claimant,
        *(make_staff(role, organisation=elsewhere) for role in sorted(STAFF)),
    ]


def test_whoever_is_not_of_the_case_gets_404_for_every_thing_of_it(
    case: Case, callers: Callers
) -> None:
    things = things_of(case)
    found = {
        (name, method, str(person))
        for person, name, method in itertools.product(outsiders(), PATTERNS, ("get", "post"))
        if set(PATTERNS[name].pattern.converters) & {*RESOURCES, "export"}
        if callers.ask(method, address(name, things), person).status_code not in NOTHING[name]
    }
    assert found == set()


def test_an_unknown_id_is_404_for_everyone(case: Case, callers: Callers) -> None:
    clerk = people_of(case)[Role.CLERK]
    things = {**things_of(case), **{name: uuid.uuid4() for name in (*RESOURCES, "export")}}
    for name, pattern in PATTERNS.items():
        if set(pattern.pattern.converters) & {*RESOURCES, "export"}:
            assert callers.ask("get", address(name, things), clerk).status_code == 404


@pytest.mark.parametrize("path", ["accounts/signup/", "accounts/password/reset/", "accounts/2fa/"])
def test_what_no_table_names_is_not_there(callers: Callers, path: str) -> None:
    assert callers.ask("get", f"/{path}", None).status_code == 404
    assert callers.ask("post", f"/{path}", make_user()).status_code == 404


def test_every_form_asks_for_its_token(case: Case, callers: Callers) -> None:
    """Looking at a file changes nothing, so its form may come from anywhere."""
    people, things = people_of(case), things_of(case)
    open_to_all = {"documents:verify", "documents:verify_code"}
    for name in set(PATTERNS) - open_to_all:
        role = next(role for role in reversed(Role) if TABLE[name][role])
        client = Client(enforce_csrf_checks=True)
        if person := people[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = callers.session_of(person)
        data = {"files": BytesIO(b"x")} if name == "documents:evidence_add" else {}
        answer = client.post(address(name, things), data, headers={"Accept": "application/json"})
        assert (name, answer.status_code) == (name, 403)
        assert answer.json()["code"] == "request.stale_form"
