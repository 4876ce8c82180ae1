"""A language by CLDR's rules: its numbers, dates and series, and the form that a number asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal, localcontext
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

__all__ = ["Language"]

_LISTS: Mapping[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}
_DIGITS = "0.############"
_PRECISION = 400  # every number that JSON can hold as a float has fewer digits before the point


class Language:
    """A language by its CLDR name (`ru`, `en_GB`), with the patterns that the documents' dates have in it."""

    def __init__(self, name: str, dates: Mapping[str, str]) -> None:
        self._locale = Locale.parse(name)
        self._dates = dates

    @property
    def categories(self) -> frozenset[str]:
        """The plural categories the language tells apart, `other` among them."""
        return frozenset(self._locale.plural_form.tags) | {"other"}

    def category(self, number: Decimal) -> str:
        """Return which of its plural categories a number as it is written belongs to."""
        return self._locale.plural_form(abs(number))

    def number(self, number: Decimal) -> str:
        """Return a number with the language's decimal sign. Digits are not grouped: they can be searched for."""
        with localcontext(prec=_PRECISION):
            return format_decimal(number, format=_DIGITS, locale=self._locale)

    def series(self, items: Sequence[str], joint: str) -> str:
        """Return items with a sign between them, or with the language's word for `and` or `or` before the last."""
        return format_list(items, _LISTS[joint], self._locale) if joint in _LISTS else joint.join(items)

    def date(self, iso: str, style: str = "long") -> str:
        """Return an ISO date, or a datetime's, as prose (`long`) or a table (`short`) has it. Raises `ValueError`."""
        return format_date(datetime.fromisoformat(iso).date(), self._dates[style], self._locale)

    def time(self, iso: str) -> str:
        """Return an ISO time to the minute, with its distance from UTC where it says one. Raises `ValueError`."""
        parsed = time.fromisoformat(iso)
        return format_time(parsed.replace(tzinfo=None), "short", locale=self._locale) + _zone(parsed)

    def datetime(self, iso: str, style: str = "long") -> str:
        """Return an ISO date with its time. Raises `ValueError`."""
        parsed = datetime.fromisoformat(iso)
        return f"{self.date(iso, style)}, {self.time(parsed.timetz().isoformat())}"

    def weekday(self, iso: str) -> str:
        """Return the name of the day of an ISO date or datetime. Raises `ValueError`."""
        return format_date(datetime.fromisoformat(iso).date(), "EEEE", self._locale)


def _zone(moment: time) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return " UTC" + (f"{sign}{hours}" if hours or rest else "") + (f":{rest:02}" if rest else "")
