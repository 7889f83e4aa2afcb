"""Being invited, and inviting again."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mediation.errors import describe
from mediation.http import CaseRequest
from mediation.models import CaseMember
from mediation.people.models import User
from mediation.people.roles import STAFF
from mediation.rules.core import RuleViolation
from mediation.services.invitations import (
    invitation_accept,
    invitation_check,
    invitation_find,
    invitation_make,
    invitation_send,
)
from mediation.views.case_page import render_case

NOT_FOUND, GONE, CONFLICT = 404, 410, 409
STATUS = {
    "invitation.wrong": NOT_FOUND,
    "invitation.expired": GONE,
    "invitation.used": GONE,
    "invitation.replaced": GONE,
}


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what, and on POST into the case. Opening the page uses nothing up."""
    try:
        if request.method == "POST":
            return _come_in(request, token)
        return _explain(request, token)
    except RuleViolation as refusal:
        return _refused(request, token, refusal)


@require_POST
def resend(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """Mail the other side a new link; staff may correct the address."""
    member = get_object_or_404(request.case.members, user=None)
    try:
        email = request.POST.get("email", "") if request.roles & STAFF else ""
        invitation_send(member=member, by=request.user, email=email)
    except RuleViolation as refusal:
        return render_case(request, refusal)
    messages.success(request, _("A new link is on its way. Earlier links no longer work."))
    return redirect("mediation:case", case_id)


@never_cache
@require_POST
def link(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new link, shown once, for the staff to hand on by phone or on paper."""
    member = get_object_or_404(request.case.members, user=None)
    try:
        token = invitation_make(member=member, by=request.user)
    except RuleViolation as refusal:
        return render_case(request, refusal)
    url = settings.SITE_URL + reverse("mediation:invitation", args=[token])
    context = {"case": request.case, "member": member, "url": url}
    return render(request, "mediation/invitation_link.html", context)


def _explain(request: HttpRequest, token: str) -> HttpResponse:
    found = invitation_find(token)
    member = found.member
    if request.user.is_authenticated and member.user_id == request.user.pk:
        return redirect("mediation:case", member.case_id)
    invitation_check(invitation=found, at=timezone.now())
    inviter = member.case.members.filter(side=CaseMember.Side.CLAIMANT).first()
    context = {"invitation": found, "case": member.case, "inviter": inviter, "token": token}
    return render(request, "mediation/invitation.html", context)


def _come_in(request: HttpRequest, token: str) -> HttpResponse:
    signed_in = request.user if isinstance(request.user, User) else None
    member = invitation_accept(token=token, user=signed_in)
    if signed_in is None and member.user:
        login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("mediation:case", member.case_id)


def _refused(request: HttpRequest, token: str, refusal: RuleViolation) -> HttpResponse:
    if refusal.code == "invitation.sign_in":
        messages.info(request, describe(refusal.code))
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {"code": refusal.code, "message": describe(refusal.code, refusal.params)}
    status = STATUS.get(refusal.code, CONFLICT)
    return render(request, "mediation/invitation_refused.html", context, status=status)
