"""Invitations: a link for a member who has no account yet. Only the token's hash is stored."""

import hashlib
import secrets
import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mediation.journal.event import Event
from mediation.journal.services import journal_append, stream_lock
from mediation.models import Case, CaseMember, Invitation
from mediation.people.models import User
from mediation.people.roles import SIDES, Role
from mediation.rules.core import RuleViolation
from mediation.rules.invitations import LIFETIME, check_open, check_pause
from mediation.rules.lifecycle import FINAL, State
from mediation.rules.table import JOINED
from mediation.rules.texts import clean_email
from mediation.selectors import roles_in_case
from mediation.services.notices import GUEST_DOMAIN, invitation_mail_later


def token_hash(token: str) -> str:
    """What the table keeps of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def invitation_make(*, member: CaseMember, by: User, at: datetime | None = None) -> str:
    """A new link's token, valid 14 days; earlier links of this member stop working.

    The token exists only in what this returns. Raises RuleViolation `invitation.too_late` once
    the case is over, `invitation.joined` for somebody who signs in with their own account.
    """
    at = at or timezone.now()
    case = member.case
    stream_lock(stream=case.stream)
    if case.state in FINAL | {State.TERMINATED, State.DRAFT}:
        raise RuleViolation("invitation.too_late")
    if member.user and not is_guest(member.user):
        raise RuleViolation("invitation.joined")
    member.invitations.filter(used_at=None, replaced_at=None).update(replaced_at=at)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        member=member, token_hash=token_hash(token), created_at=at, expires_at=at + LIFETIME
    )
    _note(case, "case.invited", {"member": member.pk, "invitation": made.pk}, by, at)
    return token


@transaction.atomic
def invitation_send(
    *, member: CaseMember, by: User, at: datetime | None = None, email: str = ""
) -> None:
    """Make a link and mail it in the member's language; `email` corrects their address first.

    A member who has only a phone gets a link from the staff. Raises as `invitation_make` does, and
    `invitation.too_soon` when a party asks again within ten minutes.
    """
    at = at or timezone.now()
    if roles_in_case(member.case, by) & SIDES:
        last = member.invitations.first()
        check_pause(last_at=last.created_at if last else None, at=at)
    address = clean_email(email)
    if address and address != member.email:
        member.email = address
        member.save(update_fields=["email"])
    token = invitation_make(member=member, by=by, at=at)
    if member.email:
        invitation_mail_later(member=member, token=token, by=by)


def invitation_find(token: str) -> Invitation:
    """The invitation of a link. Raises RuleViolation `invitation.wrong`."""
    found = Invitation.objects.select_related("member__case__organisation", "member__user")
    invitation = found.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise RuleViolation("invitation.wrong")
    return invitation


def invitation_check(*, invitation: Invitation, at: datetime) -> None:
    """Raises RuleViolation `invitation.*` unless the link still opens the door."""
    check_open(
        expires_at=invitation.expires_at,
        used_at=invitation.used_at,
        replaced_at=invitation.replaced_at,
        at=at,
    )


@transaction.atomic
def invitation_accept(*, token: str, user: User | None, at: datetime | None = None) -> CaseMember:
    """Come into the case as the invited member: `user`, or a fresh account when None.

    Raises RuleViolation `invitation.*`: `sign_in` when the address has an account already,
    which a link alone does not open; `own_case`, `staff` for people who are in the case otherwise.
    """
    at = at or timezone.now()
    case = invitation_find(token).member.case
    stream_lock(stream=case.stream)
    invitation = invitation_find(token)
    invitation_check(invitation=invitation, at=at)
    member = invitation.member
    comer = user or member.user or _fresh_account(member)
    _check_comer(member, comer)
    if member.user_id is None:
        member.user = comer
        member.save(update_fields=["user"])
        _note(case, JOINED, {"user": comer.actor, "side": member.side}, comer, at)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return member


def is_guest(user: User) -> bool:
    """Whether the account was made for somebody without an e-mail address."""
    return user.email.endswith(f"@{GUEST_DOMAIN}")


def _check_comer(member: CaseMember, comer: User) -> None:
    if member.user_id not in {None, comer.pk}:
        raise RuleViolation("invitation.used")
    if member.case.members.filter(user=comer).exclude(pk=member.pk).exists():
        raise RuleViolation("invitation.own_case")
    if comer.pk != member.user_id and _is_staff(member.case, comer):
        raise RuleViolation("invitation.staff")


def _is_staff(case: Case, user: User) -> bool:
    """Also a mediator who may yet be given the case: they would come by mistake, and for good."""
    of_the_house = user.memberships.filter(organisation_id=case.organisation_id).exists()
    return of_the_house or roles_in_case(case, user) != {Role.STRANGER}


def _fresh_account(member: CaseMember) -> User:
    email = member.email or f"{uuid.uuid4().hex}@{GUEST_DOMAIN}"
    if User.objects.filter(email__iexact=email).exists():
        raise RuleViolation("invitation.sign_in")
    return User.objects.create_user(
        email,
        name=member.contact or member.name,
        phone=member.phone,
        language=member.language,
    )


def _note(case: Case, kind: str, data: dict[str, object], by: User, at: datetime) -> None:
    journal_append(stream=case.stream, events=[Event(kind, data)], actor=by.actor, at=at)
