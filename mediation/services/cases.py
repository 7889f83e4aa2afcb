"""Acts on a case: lock its stream, fold, decide, append, and bring the tables up to date."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mediation.journal.event import Event
from mediation.journal.selectors import entries_of_act
from mediation.journal.services import journal_append, stream_lock
from mediation.models import Case, Narrative
from mediation.people.models import Membership, User
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import HOUSE, Act, CaseState, apply, decide
from mediation.rules.texts import clean_text
from mediation.selectors import actor_of, case_state
from mediation.services.effects import case_project, consent_record
from mediation.services.funnel import funnel_count
from mediation.services.notices import turn_notify_later

NARRATIVE_LENGTH = 5000


@transaction.atomic
def case_act(
    *,
    case: Case,
    act: Act,
    user: User | None,
    at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    act_id: str = "",
) -> Case:
    """Do `act` to the case as `user`, or as the house when `user` is None; returns the case.

    The same `act_id` from the same person is answered alike and written once. `data["narrative"]`
    is text; it is kept in its own table and the journal gets its id.
    Raises RuleViolation `case.*`, `text.too_long`.
    """
    at = at or timezone.now()
    stream_lock(stream=case.stream)
    case.refresh_from_db()
    if entries_of_act(stream=case.stream, actor=actor_name(user), act_id=act_id):
        return case
    facts = dict(data or {})
    if facts.get("narrative"):
        facts["narrative"] = narrative_keep(
            case=case, author=user, text=str(facts["narrative"]), at=at
        )
    before = case_state(case)
    actor = actor_of(case=case, user=user) if user else HOUSE
    events = decide(before, act, actor, at, facts)
    if act is Act.ASSIGN:
        check_roster(case=case, mediator=str(facts["mediator"]))
    case_write(case=case, before=before, events=events, user=user, at=at, act_id=act_id)
    return case


def case_write(
    *,
    case: Case,
    before: CaseState,
    events: Sequence[Event],
    user: User | None,
    at: datetime,
    act_id: str = "",
) -> None:
    """Append decided `events` and everything that follows from them; the stream is locked."""
    after = before
    for event in events:
        after = apply(after, event)
    case_project(case=case, after=after, at=at)
    funnel_count(before=before, after=after, at=at)
    written = journal_append(
        stream=case.stream, events=events, actor=actor_name(user), at=at, act_id=act_id
    )
    for entry in written:
        consent_record(case=case, entry=entry, user=user, at=at)
    turn_notify_later(case=case, by=user)


@transaction.atomic
def case_note(
    *, case: Case, kind: str, data: Mapping[str, Any], user: User | None, at: datetime
) -> None:
    """Note in the case's stream what an app above did; it changes no state of the case.

    `kind` is `case.<past participle>`, `data` holds ids only. A caller that also locks a stream
    of its own locks `case.stream` first.
    """
    journal_append(stream=case.stream, events=[Event(kind, data)], actor=actor_name(user), at=at)


def actor_name(user: User | None) -> str:
    """How the journal names who acts."""
    return user.actor if user else HOUSE.id


def check_roster(*, case: Case, mediator: str) -> None:
    """Raises RuleViolation `case.mediator_unknown` unless a mediator of the organisation."""
    roster = Membership.objects.filter(organisation_id=case.organisation_id, role=Role.MEDIATOR)
    if mediator not in {f"user:{key}" for key in roster.values_list("user_id", flat=True)}:
        raise RuleViolation("case.mediator_unknown")


def narrative_keep(*, case: Case, author: User | None, text: str, at: datetime) -> int | None:
    """Keep what somebody wrote; None when nothing readable remains. Returns its id."""
    words = clean_text(text, limit=NARRATIVE_LENGTH)
    if not words:
        return None
    return Narrative.objects.create(case=case, author=author, text=words, at=at).pk
