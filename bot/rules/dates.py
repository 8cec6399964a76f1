"""Ages and deadlines: the calendar arithmetic that the rules share."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def age_on(birth_date: date, on: date) -> int:
    """Return the age in whole years; a person born on 29 February ages on 1 March in other years."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1)


def birth_dates(age: int, on: date) -> tuple[date, date]:
    """Return the first and last day on which a person of that age on `on` may have been born."""
    return add_months(on, -12 * (age + 1)) + timedelta(days=1), add_months(on, -12 * age)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the month's last day where it is shorter: 31 August + 6 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
