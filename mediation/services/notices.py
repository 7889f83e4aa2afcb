"""Mail, after the commit, in the receiver's language and zone. Failing mail fails nothing else."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mediation.models import Case, CaseMember, Invitation
from mediation.people.models import User
from mediation.rules.lifecycle import State, waits_for
from mediation.selectors import actor_of, case_due, case_state
from mediation.words import next_step

GUEST_DOMAIN = "guest.invalid"
ENDED = frozenset({State.AGREED, State.TERMINATED, State.FILING})


def mail_send(
    *, to: str, language: str, zone: str, template: str, context: Mapping[str, Any]
) -> None:
    """Send `mediation/mail/<template>.txt`: its first line is the subject, the rest the body."""
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
        text = render_to_string(f"mediation/mail/{template}.txt", dict(context)).strip()
    subject, _, body = text.partition("\n")
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [to])


def invitation_mail_later(*, member: CaseMember, token: str, by: User) -> None:
    """Mail the link once the transaction holds, and note that it went."""
    member_id, by_id = member.pk, by.pk
    transaction.on_commit(lambda: _mail_invitation(member_id, token, by_id), robust=True)


def turn_notify_later(*, case: Case, by: User | None) -> None:
    """Once the transaction holds, mail those whose turn it is, and everyone when it has ended.

    Who acted knows already and gets nothing.
    """
    case_id, by_id = case.pk, by.pk if by else None
    transaction.on_commit(lambda: _mail_turns(case_id, by_id), robust=True)


def _mail_invitation(member_id: int, token: str, by_id: int) -> None:
    member = CaseMember.objects.select_related("case__organisation").get(pk=member_id)
    context = {
        "member": member,
        "case": member.case,
        "inviter": member.case.members.filter(user_id=by_id).first(),
        "link": settings.SITE_URL + reverse("mediation:invitation", args=[token]),
    }
    mail_send(
        to=member.email,
        language=member.language,
        zone=settings.TIME_ZONE,
        template="invitation",
        context=context,
    )
    sent = Invitation.objects.filter(member=member, used_at=None, replaced_at=None)
    sent.update(sent_at=timezone.now())


def _mail_turns(case_id: Any, by_id: int | None) -> None:
    case = Case.objects.select_related("organisation", "mediator").get(pk=case_id)
    state = case_state(case)
    people = {member.user for member in case.members.select_related("user")} | {case.mediator}
    for person in people:
        if person is None or person.pk == by_id or person.email.endswith(f"@{GUEST_DOMAIN}"):
            continue
        actor = actor_of(case=case, user=person)
        if waits_for(state, actor) or state.state in ENDED:
            mail_send(
                to=person.email,
                language=person.language,
                zone=person.time_zone,
                template="turn",
                context={
                    "case": case,
                    "step": next_step(state, actor),
                    "due": case_due(state=state.state, clock=state.clock),
                    "link": settings.SITE_URL + reverse("mediation:case", args=[case.pk]),
                },
            )
