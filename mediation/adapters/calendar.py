"""The calendar of mainland China, from the holidays that the State Council publishes each year."""

from datetime import date

import chinese_calendar

FRIDAY = 4


class ChineseCalendar:
    """Swapped holidays where they are published; plain weeks, provisionally, where not yet."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if self.is_provisional(day):
            return day.weekday() <= FRIDAY
        return bool(chinese_calendar.is_workday(day))

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that year are still unpublished."""
        years = {known.year for known in chinese_calendar.holidays}
        return day.year not in years
