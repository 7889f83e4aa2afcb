from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.adapters.calendar import ChineseCalendar
from mediation.rules.deadlines import Limit, Unit, add_working_days, due

CALENDAR = ChineseCalendar()
SHANGHAI = timezone(timedelta(hours=8))


def test_working_days_skip_the_weekend() -> None:
    assert add_working_days(date(2026, 11, 20), 3, CALENDAR) == date(2026, 11, 25)


def test_a_swapped_sunday_is_worked_and_the_holiday_is_not() -> None:
    """Before the national holiday of 2026 Sunday 20 September is worked."""
    assert CALENDAR.is_working_day(date(2026, 9, 20))
    assert add_working_days(date(2026, 9, 30), 1, CALENDAR) == date(2026, 10, 8)


def test_days_that_end_on_a_holiday_end_on_the_next_worked_day() -> None:
    limit = Limit(30, Unit.DAYS, "OMR 24")
    start = datetime(2026, 9, 2, 1, 0, tzinfo=UTC)
    assert due(limit, start, SHANGHAI, CALENDAR).day == date(2026, 10, 8)


def test_the_first_day_is_the_day_in_the_zone_of_the_house() -> None:
    limit = Limit(1, Unit.WORKING_DAYS, "OMR 12")
    late_in_london = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)
    assert due(limit, late_in_london, SHANGHAI, CALENDAR).day == date(2026, 11, 18)


@pytest.mark.parametrize("year", [1999, 2199])
def test_a_year_without_published_holidays_is_provisional(year: int) -> None:
    limit = Limit(7, Unit.DAYS, "CPL 126")
    found = due(limit, datetime(year, 3, 1, tzinfo=UTC), SHANGHAI, CALENDAR)
    assert found.provisional
    assert found.day.weekday() < 5


@given(st.dates(date(2020, 1, 1), date(2026, 6, 1)), st.integers(1, 40))
def test_exactly_that_many_working_days_lie_between(start: date, amount: int) -> None:
    end = add_working_days(start, amount, CALENDAR)
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working_day(day) for day in days) == amount
