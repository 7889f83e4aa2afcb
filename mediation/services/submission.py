"""Sending an application: answers become the case, it gets its number, the other side a link."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mediation.journal.selectors import entries_of_act
from mediation.journal.services import stream_lock
from mediation.models import Case, CaseCounter, CaseDraft, CaseMember
from mediation.people.models import Organisation, User
from mediation.people.roles import Role
from mediation.rules import intake
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act, State, decide
from mediation.rules.numbers import case_number
from mediation.selectors import actor_of, case_state
from mediation.services.cases import case_write
from mediation.services.invitations import invitation_send


@transaction.atomic
def case_submit(
    *,
    case: Case,
    user: User,
    consent: bool,
    at: datetime | None = None,
    act_id: str = "",
) -> Case:
    """Send the draft, or send a returned application again; returns the case with its number.

    Raises RuleViolation `intake.incomplete`, `case.consent_missing`, `case.wrong_state`,
    `case.not_yours`.
    """
    at = at or timezone.now()
    stream_lock(stream=case.stream)
    case.refresh_from_db()
    if entries_of_act(stream=case.stream, actor=user.actor, act_id=act_id):
        return case
    before = case_state(case)
    act = Act.RESUBMIT if before.state is State.RETURNED else Act.SUBMIT
    fresh = not case.number
    if before.state in {State.DRAFT, State.RETURNED}:
        _fill_in(case=case, user=user, at=at)
    facts = {"consent": consent, "organisation": case.organisation_id, "number": case.number}
    events = decide(before, act, actor_of(case=case, user=user), at, facts)
    case_write(case=case, before=before, events=events, user=user, at=at, act_id=act_id)
    _invite(case=case, fresh=fresh, by=user, at=at)
    return case


def _fill_in(*, case: Case, user: User, at: datetime) -> None:
    answers = CaseDraft.objects.select_for_update().get(case=case).answers
    wrong = intake.checked(answers, own_email=user.email)
    if wrong:
        raise RuleViolation("intake.incomplete", fields=sorted(wrong))
    told = intake.values(answers)
    moved = _choose_organisation(case, told["organisation"])
    case.cause, case.facts = told["cause"], told["facts"]
    case.claim, case.amount = told["claim"], told["amount"]
    _write_claimant(case, user, told)
    _write_respondent(case, told)
    if moved or not case.number:
        case.number = number_take(organisation=case.organisation, at=at)


def _choose_organisation(case: Case, key: str) -> bool:
    """Whether another organisation was chosen, which also gives its own number."""
    if not key or key == str(case.organisation_id):
        return False
    chosen = next((one for one in Organisation.objects.all() if str(one.pk) == key), None)
    if chosen is None:
        raise RuleViolation("intake.incomplete", fields=["organisation"])
    case.organisation = chosen
    return True


def number_take(*, organisation: Organisation, at: datetime) -> str:
    """The next number of the year; its row is locked until the case is saved, so none is lost."""
    year = timezone.localdate(at, timezone.get_default_timezone()).year
    CaseCounter.objects.get_or_create(organisation=organisation, year=year)
    counter = CaseCounter.objects.select_for_update().get(organisation=organisation, year=year)
    counter.last += 1
    counter.save()
    return case_number(year=year, short_name=organisation.short_name, serial=counter.last)


def _write_claimant(case: Case, user: User, told: dict[str, Any]) -> None:
    case.members.filter(user=user).update(
        kind=told["you_kind"],
        name=told["you_name"],
        contact=told["you_contact"],
        phone=told["you_phone"],
        address=told["you_address"],
        email=user.email,
    )
    if not user.name:
        user.name = told["you_contact"] or told["you_name"]
    user.phone = user.phone or told["you_phone"]
    user.save(update_fields=["name", "phone"])


def _write_respondent(case: Case, told: dict[str, Any]) -> None:
    """The other side's address stays theirs once they have come."""
    side = CaseMember.Side.RESPONDENT
    if case.members.filter(side=side, user__isnull=False).exists():
        return
    fields = ("kind", "name", "contact", "email", "phone", "address", "language")
    case.members.update_or_create(
        side=side,
        defaults={"role": Role.PARTY, **{name: told[f"other_{name}"] for name in fields}},
    )


def _invite(*, case: Case, fresh: bool, by: User, at: datetime) -> None:
    for member in case.members.filter(side=CaseMember.Side.RESPONDENT, user__isnull=True):
        if fresh or not member.invitations.filter(expires_at__gt=at, replaced_at=None).exists():
            invitation_send(member=member, by=by, at=at)
