"""Booking a sitting: clashes, calendars, and the pages around it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from hearings.models import Sitting
from hearings.rules.state import Phase
from hearings.services.bookings import sitting_book, sitting_cancel, sitting_move
from mediation.journal.selectors import entries
from mediation.models import Case
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act, Ending, State
from mediation.services.cases import case_act
from tests.factories import Cast, cast_of, make_case, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def tomorrow(hour: int = 10) -> datetime:
    day = timezone.localtime() + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def book(case: Case, at: datetime | None = None) -> Sitting:
    return sitting_book(
        case=case,
        user=cast_of(case).clerk,
        starts_at=at or tomorrow(),
        minutes=60,
        time_zone="Asia/Shanghai",
    )


def code(act: Callable[[], Any]) -> str:
    with pytest.raises(RuleViolation) as refusal:
        act()
    return refusal.value.code


def respondent(cast: Cast) -> User:
    assert cast.respondent is not None
    return cast.respondent


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


# --- the service ------------------------------------------------------------------------------


def test_a_booking_is_written_and_everybody_gets_it() -> None:
    case = make_case()
    cast = cast_of(case)
    mail.outbox.clear()
    sitting = book(case)
    assert [entry.kind for entry in entries(sitting.stream)] == ["room.booked"]
    people = {cast.claimant.email, respondent(cast).email, cast.mediator.email}
    assert {message.to[0] for message in mail.outbox} == people
    event = event_of(mail.outbox[0])
    assert event.decoded("dtstart") == sitting.starts_at
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")


def event_of(message: Any, method: str = "REQUEST") -> Any:
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("invite.ics", f"text/calendar; method={method}")
    calendar = Calendar.from_ical(content)
    assert calendar["method"] == method
    return calendar.walk("VEVENT")[0]


def test_calendars_learn_of_a_move_and_of_a_cancellation() -> None:
    case = make_case()
    clerk = cast_of(case).clerk
    sitting = book(case)
    mail.outbox.clear()
    later = tomorrow(15)
    sitting_move(
        sitting_id=sitting.pk, user=clerk, starts_at=later, minutes=90, time_zone="Asia/Shanghai"
    )
    moved = event_of(mail.outbox[0])
    assert (moved["sequence"], moved.decoded("dtstart")) == (1, later)
    mail.outbox.clear()
    sitting_cancel(sitting_id=sitting.pk, user=clerk)
    cancelled = event_of(mail.outbox[0], "CANCEL")
    assert (cancelled["sequence"], cancelled["status"]) == (2, "CANCELLED")
    assert cancelled["uid"] == moved["uid"]
    assert Sitting.objects.get(pk=sitting.pk).phase == Phase.CANCELLED


def test_a_mail_is_in_the_receivers_language_and_zone() -> None:
    case = make_case()
    claimant = cast_of(case).claimant
    User.objects.filter(pk=claimant.pk).update(language="en", time_zone="Asia/Tokyo")
    mail.outbox.clear()
    book(case, tomorrow(10))
    message = next(m for m in mail.outbox if m.to == [claimant.email])
    assert message.subject.startswith("Invitation")
    assert "11 a.m." in str(message.body)


@pytest.mark.parametrize("state", [State.SCREENING, State.ACCEPTANCE, State.TERMINATED])
def test_a_case_that_cannot_be_heard_is_not_booked(state: State) -> None:
    assert code(lambda: book(make_case(state=state))) == "sitting.case_not_ready"


def test_a_busy_mediator_is_refused_and_a_free_one_is_not() -> None:
    mediator = make_staff(Role.MEDIATOR)
    one, two = make_case(mediator=mediator), make_case(mediator=mediator)
    book(one)
    assert code(lambda: book(two, tomorrow() + timedelta(minutes=30))) == "sitting.clash"
    book(two, tomorrow(11))
    assert Sitting.objects.count() == 2


def test_a_busy_party_is_refused_too() -> None:
    one = make_case(mediator=make_staff(Role.MEDIATOR))
    claimant = cast_of(one).claimant
    two = make_case(mediator=make_staff(Role.MEDIATOR), claimant=claimant)
    book(one)
    with pytest.raises(RuleViolation) as refusal:
        book(two)
    assert refusal.value.params == {"who": str(claimant)}


def test_a_cancelled_sitting_makes_room_and_a_move_does_not_clash_with_itself() -> None:
    case = make_case()
    clerk = cast_of(case).clerk
    sitting = book(case)
    sitting_move(
        sitting_id=sitting.pk,
        user=clerk,
        starts_at=tomorrow() + timedelta(minutes=15),
        minutes=60,
        time_zone="Asia/Shanghai",
    )
    sitting_cancel(sitting_id=sitting.pk, user=clerk)
    book(case)


def test_of_two_clerks_who_book_one_mediator_at_once_one_is_refused() -> None:
    mediator = make_staff(Role.MEDIATOR)
    cases = [make_case(mediator=mediator), make_case(mediator=mediator)]
    clerks = [make_staff(Role.CLERK), make_staff(Role.CLERK)]
    gate, answers = threading.Barrier(2), list[str]()

    def at_once(case: Case, clerk: User) -> None:
        gate.wait(10)
        try:
            sitting_book(
                case=case, user=clerk, starts_at=tomorrow(), minutes=60, time_zone="Asia/Shanghai"
            )
            answers.append("booked")
        except RuleViolation as refusal:
            answers.append(refusal.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [
        threading.Thread(target=at_once, args=pair) for pair in zip(cases, clerks, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == ["booked", "sitting.clash"]
    assert Sitting.objects.count() == 1


def test_when_mediation_fails_what_is_booked_is_called_off() -> None:
    case = make_case()
    sitting = book(case)
    data = {"code": Ending.TOO_FAR_APART, "narrative": "双方差距过大。"}
    case_act(case=case, act=Act.FAIL, user=cast_of(case).mediator, data=data)
    sitting.refresh_from_db()
    assert sitting.phase == Phase.CANCELLED


# --- the pages --------------------------------------------------------------------------------


def url(name: str, thing: Case | Sitting) -> str:
    return reverse(f"hearings:{name}", args=[thing.pk])


def test_the_clerk_books_by_the_clock_of_their_own_zone() -> None:
    case = make_case()
    clerk = signed_in(cast_of(case).clerk)
    User.objects.filter(pk=cast_of(case).clerk.pk).update(time_zone="Asia/Tokyo")
    assert clerk.get(url("book", case)).status_code == 200
    when = f"{tomorrow():%Y-%m-%d}T14:30"
    answer = clerk.post(url("book", case), {"starts_at": when, "minutes": 45})
    assert answer.status_code == 302
    sitting = Sitting.objects.get()
    assert f"{sitting.starts_at:%H:%M}" == "05:30"
    assert (sitting.minutes, sitting.time_zone) == (45, "Asia/Tokyo")
    assert "45 minutes" in clerk.get(url("sittings", case)).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_at": "2020-01-01T10:00"}, "Choose a time in the future."),
        ({"starts_at": "never"}, "Enter a valid date/time."),
        ({"minutes": "5"}, "greater than or equal to 15"),
        ({"starts_at": ""}, "This field is required."),
    ],
)
def test_a_wrong_form_comes_back_with_its_reason(changes: dict[str, str], words: str) -> None:
    case = make_case()
    fields = {"starts_at": f"{tomorrow():%Y-%m-%d}T10:00", "minutes": "60", **changes}
    answer = signed_in(cast_of(case).clerk).post(url("book", case), fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_clash_is_said_in_words_beside_the_time() -> None:
    case = make_case()
    book(case)
    fields = {"starts_at": f"{tomorrow():%Y-%m-%dT%H:%M}", "minutes": "60"}
    answer = signed_in(cast_of(case).clerk).post(url("book", case), fields)
    assert "already has a sitting" in answer.content.decode()


def test_moving_and_cancelling_by_page() -> None:
    case = make_case()
    sitting, clerk = book(case), signed_in(cast_of(case).clerk)
    assert clerk.get(url("move", sitting)).status_code == 200
    when = f"{tomorrow():%Y-%m-%d}T16:00"
    assert clerk.post(url("move", sitting), {"starts_at": when, "minutes": 60}).status_code == 302
    assert clerk.post(url("cancel", sitting)).status_code == 302
    assert "Called off" in clerk.get(url("sittings", case)).content.decode()
    assert "cancelled" in clerk.get(url("sitting", sitting)).content.decode()
    assert clerk.post(url("cancel", sitting)).status_code == 409


def test_everybody_of_the_case_has_the_invitation_and_nobody_else() -> None:
    case = make_case()
    sitting, cast = book(case), cast_of(case)
    for person in (cast.claimant, respondent(cast), cast.mediator, cast.clerk):
        answer = signed_in(person).get(url("invite", sitting))
        assert answer["Content-Type"].startswith("text/calendar")
        assert Calendar.from_ical(answer.content).walk("VEVENT")
    stranger = cast_of(make_case(mediator=make_staff(Role.MEDIATOR))).claimant
    for name in ("invite", "sitting", "move"):
        assert signed_in(stranger).get(url(name, sitting)).status_code == 404


def test_parties_see_the_sittings_and_cannot_book() -> None:
    case = make_case()
    party = signed_in(cast_of(case).claimant)
    assert "No sitting yet" in party.get(url("sittings", case)).content.decode()
    assert party.get(url("book", case)).status_code == 404
    sitting = book(case)
    assert party.post(url("cancel", sitting)).status_code == 404


def test_before_its_time_the_page_says_when_and_then_opens() -> None:
    case = make_case()
    sitting, party = book(case), signed_in(cast_of(case).claimant)
    page = party.get(url("sitting", sitting)).content.decode()
    assert "not open yet" in page
    assert "data-island" not in page
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=timezone.now() + timedelta(minutes=14))
    page = party.get(url("sitting", sitting)).content.decode()
    assert 'data-island="room"' in page
    assert f"ws://testserver/ws/sittings/{sitting.pk}/" in page
    assert 'data-theme="dark"' in page


def test_the_case_page_leads_to_the_room() -> None:
    case = make_case()
    clerk, party = signed_in(cast_of(case).clerk), signed_in(cast_of(case).claimant)
    page = reverse("mediation:case", args=[case.pk])
    assert url("book", case) in clerk.get(page).content.decode()
    sitting = book(case)
    assert "enter-room" not in party.get(page).content.decode()
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=timezone.now() + timedelta(minutes=14))
    assert f'href="{url("sitting", sitting)}"' in party.get(page).content.decode()


def test_the_case_remembers_what_was_booked_and_called_off() -> None:
    case = make_case(state=State.MEDIATING)
    sitting = book(case)
    sitting_cancel(sitting_id=sitting.pk, user=cast_of(case).clerk)
    noted = [entry.kind for entry in entries(case.stream)][-2:]
    assert noted == ["case.sitting_booked", "case.sitting_cancelled"]
