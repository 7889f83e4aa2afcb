"""Time limits: working days and calendar days, by a calendar that is handed in.

The day on which a period begins does not count, and a period that ends on a holiday ends on the
first working day after it (CPL 85).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol


class Unit(StrEnum):
    """How a limit counts."""

    WORKING_DAYS = "working days"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, and the article that says so."""

    amount: int
    unit: Unit
    article: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit; `provisional` while the holidays in it are not published."""

    day: date
    provisional: bool
    article: str


class Calendar(Protocol):
    """Which days are worked, swapped holidays included."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that year are still unpublished."""


def due(limit: Limit, start: datetime, zone: tzinfo, calendar: Calendar) -> Due:
    """The last day on which an act is in time, for a limit that began to run at `start`."""
    first = start.astimezone(zone).date()
    if limit.unit is Unit.WORKING_DAYS:
        last = add_working_days(first, limit.amount, calendar)
    else:
        last = next_working_day(first + timedelta(days=limit.amount), calendar)
    return Due(last, calendar.is_provisional(last), limit.article)


def add_working_days(start: date, amount: int, calendar: Calendar) -> date:
    """The `amount`-th working day after `start`."""
    day = start
    for _ in range(amount):
        day = next_working_day(day + timedelta(days=1), calendar)
    return day


def next_working_day(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the first worked day after it."""
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
