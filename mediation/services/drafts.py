"""Drafts: every answer is kept as typed, and judged while it is kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from mediation.models import Case, CaseDraft, CaseMember
from mediation.people.models import Organisation, User
from mediation.people.roles import Role
from mediation.rules import intake
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State

OPEN = {State.DRAFT, State.RETURNED}


@transaction.atomic
def draft_start(*, user: User, organisation: Organisation) -> Case:
    """A new draft with what the person told before, so that it is not asked again."""
    case = Case.objects.create(organisation=organisation, opened_by=user)
    CaseMember.objects.create(
        case=case,
        user=user,
        role=Role.PARTY,
        side=CaseMember.Side.CLAIMANT,
        name=user.name,
        email=user.email,
        language=user.language,
    )
    CaseDraft.objects.create(case=case, answers=known_answers(user))
    return case


@transaction.atomic
def draft_save(*, case: Case, user: User, answers: Mapping[str, str]) -> datetime:
    """Keep `answers` (field → text as typed; unknown fields are left out); returns when.

    Right or wrong, an answer is kept. Raises RuleViolation `text.too_long` for one that no
    field could hold, `draft.sent` when the application was sent meanwhile.
    """
    draft = CaseDraft.objects.select_for_update().get(case=case)
    case.refresh_from_db(fields=["state"])
    if case.state not in OPEN:
        raise RuleViolation("draft.sent")
    kept = {name: intake.storable(raw) for name, raw in answers.items() if name in intake.FIELDS}
    draft.answers = {**draft.answers, **kept}
    draft.save()
    return draft.saved_at


@transaction.atomic
def draft_discard(*, case: Case) -> None:
    """Delete a draft that was never sent. Raises RuleViolation `draft.sent` otherwise."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != State.DRAFT:
        raise RuleViolation("draft.sent")
    locked.delete()


def known_answers(user: User) -> dict[str, str]:
    """What the person answered in the application they sent last."""
    last = (
        CaseMember.objects.filter(user=user, side=CaseMember.Side.CLAIMANT)
        .exclude(case__state=State.DRAFT)
        .order_by("-case__submitted_at")
        .first()
    )
    if last is None:
        return {"you_name": user.name, "you_phone": user.phone}
    return {
        "you_kind": last.kind,
        "you_name": last.name,
        "you_contact": last.contact,
        "you_phone": last.phone,
        "you_address": last.address,
    }
