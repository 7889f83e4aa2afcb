"""What calendars are told of a sitting: iCalendar (RFC 5545) by iTIP (RFC 5546)."""

import uuid
import zoneinfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from hearings.models import Sitting
from hearings.rules.state import Phase
from hearings.selectors import participants
from mediation.people.models import User
from mediation.services.notices import GUEST_DOMAIN


def invite_mail_later(*, sitting: Sitting) -> None:
    """Once the transaction holds, tell everybody's calendar how the sitting now stands."""
    sitting_id = sitting.pk
    transaction.on_commit(lambda: _mail_all(sitting_id), robust=True)


def invite_text(*, sitting: Sitting, user: User) -> bytes:
    """The sitting as an `.ics` file for `user`, in the language that is active."""
    cancelled = sitting.phase == Phase.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//Maplebridge//sittings//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(_event(sitting, user, cancelled=cancelled))
    text: bytes = calendar.to_ical()
    return text


def _event(sitting: Sitting, user: User, *, cancelled: bool) -> Event:
    zone = zoneinfo.ZoneInfo(sitting.time_zone)
    event = Event()
    event.add("uid", f"{sitting.pk}@maplebridge")
    event.add("sequence", sitting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", sitting.starts_at.astimezone(zone))
    event.add("dtend", sitting.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    # No cause and no names: calendars are read by others.
    event.add("summary", _("Online mediation %(number)s") % {"number": sitting.case})
    event.add("url", room_link(sitting))
    event.add("location", room_link(sitting))
    event["organizer"] = _address(settings.DEFAULT_FROM_EMAIL, _("Maplebridge"))
    event["attendee"] = _address(user.email, user.name)
    return event


def _address(email: str, name: str) -> vCalAddress:
    bare = email.rsplit("<", 1)[-1].rstrip(">")
    address = vCalAddress(f"mailto:{bare}")
    address.params["cn"] = vText(name or bare)
    return address


def room_link(sitting: Sitting) -> str:
    """Where the sitting takes place."""
    return settings.SITE_URL + reverse("hearings:sitting", args=[sitting.pk])


def _mail_all(sitting_id: uuid.UUID) -> None:
    found = Sitting.objects.select_related("case__mediator", "case__organisation", "mediator")
    sitting = found.get(pk=sitting_id)
    for person in participants(sitting.case):
        if not person.email.endswith(f"@{GUEST_DOMAIN}"):
            _mail(sitting, person)


def _mail(sitting: Sitting, person: User) -> None:
    zone = zoneinfo.ZoneInfo(person.time_zone)
    with translation.override(person.language), timezone.override(zone):
        context = {"sitting": sitting, "case": sitting.case, "link": room_link(sitting)}
        text = render_to_string("hearings/mail/sitting.txt", context).strip()
        calendar = invite_text(sitting=sitting, user=person)
    subject, _newline, body = text.partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", None, [person.email])
    method = "CANCEL" if sitting.phase == Phase.CANCELLED else "REQUEST"
    message.attach("invite.ics", calendar.decode(), f"text/calendar; method={method}")
    message.send()
