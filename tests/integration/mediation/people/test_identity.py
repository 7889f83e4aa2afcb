"""A code counts for one person, one purpose, one session, ten minutes and five tries."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from mediation.people.identity import (
    CODE_LIFE,
    PASS_LIFE,
    PAUSE,
    TRIES,
    Outcome,
    Place,
    check_answer,
    check_passed,
    check_send,
    check_waiting,
)
from mediation.people.models import IdentityCheck
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture
def place() -> Place:
    return Place(make_user(language="en"), "sign:1", "session")


def newest_code() -> str:
    return str(mail.outbox[-1].subject).split()[0]


def test_the_right_code_passes_and_stays_for_a_while(place: Place) -> None:
    assert check_send(place=place, at=NOW) == timedelta()
    assert check_waiting(place=place, at=NOW)
    code = newest_code()
    spaced = f" {code[:3]} {code[3:]} "
    assert check_answer(place=place, code=spaced, at=NOW) is Outcome.PASSED
    passed = check_passed(place=place, at=NOW)
    assert passed is not None
    assert passed.sent_to == place.user.email
    assert check_waiting(place=place, at=NOW) is None
    assert check_passed(place=place, at=NOW + PASS_LIFE) is None


@pytest.mark.parametrize("other", [{"session": "another"}, {"purpose": "sign:2"}])
def test_it_counts_nowhere_else(place: Place, other: dict[str, str]) -> None:
    check_send(place=place, at=NOW)
    elsewhere = replace(place, **other)  # type: ignore[arg-type]
    code = newest_code()
    assert check_answer(place=elsewhere, code=code, at=NOW) is Outcome.NOT_SENT
    assert check_answer(place=place, code=code, at=NOW) is Outcome.PASSED
    assert check_passed(place=elsewhere, at=NOW) is None


def test_the_code_is_in_the_mail_only(place: Place) -> None:
    check_send(place=place, at=NOW)
    code = newest_code()
    [row] = IdentityCheck.objects.values()
    assert code not in str(row)
    assert place.session not in row["session"]
    assert code in str(mail.outbox[-1].body)


def test_it_expires(place: Place) -> None:
    check_send(place=place, at=NOW)
    late = NOW + CODE_LIFE
    assert check_answer(place=place, code=newest_code(), at=late) is Outcome.EXPIRED
    assert check_waiting(place=place, at=late) is None


def test_the_pause_is_told(place: Place) -> None:
    check_send(place=place, at=NOW)
    assert check_send(place=place, at=NOW + timedelta(seconds=20)) == PAUSE - timedelta(seconds=20)
    assert len(mail.outbox) == 1


def test_tries_at_the_same_moment_are_counted_one_by_one(place: Place) -> None:
    check_send(place=place, at=NOW)
    wrong = f"{(int(newest_code()) + 1) % 10**6:06d}"

    def answer(_: int) -> Outcome:
        try:
            return check_answer(place=place, code=wrong, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(answer, range(12)))
    assert told.count(Outcome.WRONG) == TRIES
    assert told.count(Outcome.SPENT) == 12 - TRIES
