"""The way values are written in the sentences of one language: the filters of its templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from relinfra.evidence import Fact, digits, written
from relinfra.plan.markup import Markup, code, escape, link

if TYPE_CHECKING:
    from relinfra.plan.language import Language

__all__ = ["Wording"]

_NOMINATIVE = "nominative"
_ENDS = (".", "!", "?", "…", ":", ";")


class Wording:
    """Values in the words, units and forms of a language. A value in code is shown as it is, in every language.

    Every filter takes a fact, several, or None, which reads as not set.
    """

    def __init__(self, words: Mapping[str, Any], language: Language) -> None:
        self._words = words
        self._language = language
        self._moments: Mapping[str, Callable[[str], str]] = {
            "date": _moment(language.date),
            "time": _moment(language.time),
            "datetime": _moment(language.datetime),
        }

    @property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters of templates: `{{ value | name }}`."""
        named = (
            self.bare,
            self.capital,
            self.case,
            self.clause,
            self.code,
            self.count,
            self.date,
            self.link,
            self.listed,
        )
        further = (self.path, self.plural, self.sentence, self.sentences, self.series, self.weekday, self.word)
        return {one.__name__: one for one in (*named, *further)}

    def shown(self, given: object) -> str:
        """Write anything as Markdown: a fact with its unit, several with commas."""
        return self._inflected(given, _NOMINATIVE)

    def case(self, given: object, case: str) -> Markup:
        """Write a fact with its unit in a grammatical case of the language, as after a preposition."""
        return Markup(self._inflected(given, case))

    def plural(self, given: object, /, **forms: str) -> Markup:
        """Return the form that goes with a number, or with how many there are; the number itself is not repeated.

        `{{ runs }} {{ runs | plural(one="run", other="runs") }}`. A category left out takes the last form given.
        """
        form = forms.get(self._category(given), list(forms.values())[-1])
        return Markup(form)

    def bare(self, given: object) -> Markup:
        """Write a number without its unit, as for the lower end of a range."""
        return Markup(self._unset if given is None else self._joined(given, self._number))

    def capital(self, given: object) -> Markup:
        """Write a value that begins a sentence."""
        text = self.shown(given)
        return Markup(text[:1].upper() + text[1:])

    def code(self, given: object, before: object = "", after: object = "", joint: str = ", ") -> Markup:
        """Write values as inline code: names, paths, addresses; what stands before and after may be facts too."""
        start, end = "".join(written(before)), "".join(written(after))
        return Markup(self._joined(given, lambda value: code(f"{start}{value}{end}"), joint))

    def sentence(self, given: object) -> Markup:
        """Write what people wrote as a sentence, with a full stop where they set none at its end."""
        return Markup(self._joined(given, lambda text: escape(text if text.endswith(_ENDS) else f"{text}.")))

    def sentences(self, given: object) -> Markup:
        """Write texts of people as one: each that begins as a sentence is one, and others are parts of that before."""
        text = ""
        for one in () if given is None else written(given):
            if text and one[:1].isupper():
                text = f"{text if text.endswith(_ENDS) else f'{text}.'} {one}"
            else:
                text = f"{text.removesuffix('.')}; {one}" if text else one
        return self.sentence(text) if text else Markup(self._unset)

    def clause(self, given: object) -> Markup:
        """Write what people wrote as part of a sentence, without a full stop of its own at its end."""
        return Markup(self._joined(given, lambda text: escape(text.removesuffix("."))))

    def word(self, given: object, group: str, joint: str = ", ") -> Markup:
        """Write a value in the words of the language; one that has none is shown as it is."""
        known = self._words["words"][group]
        return Markup(self._joined(given, lambda value: str(known[value]) if value in known else code(value), joint))

    def series(self, given: object, joint: str = "and") -> Markup:
        """Write values as a sentence has them, with the language's `and` or `or` before the last."""
        return Markup(self._joined(given, escape, joint))

    def listed(self, given: object) -> Markup:
        """Write values that may have commas of their own."""
        return Markup(self._joined(given, escape, "; "))

    def path(self, given: object, until: object = None) -> Markup:
        """Write values as the way from one to the next, up to the one before `until` where that is among them."""
        steps = () if given is None else written(given)
        before = steps[: steps.index(str(until))] if str(until) in steps else given
        return Markup(self._joined(before, escape, " → "))

    def link(self, given: object) -> Markup:
        """Write web addresses as links, and anything else as text."""
        return Markup(self._joined(given, link))

    def count(self, given: object) -> int:
        """Return how many there are."""
        return len(written(given))

    def date(self, given: object, style: str = "long") -> Markup:
        """Write a date, or the date of a datetime, as prose has it (`long`) or a table (`short`)."""
        return Markup(self._joined(given, _moment(lambda iso: self._language.date(iso, style))))

    def weekday(self, given: object, form: str = "") -> Markup:
        """Write the day of the week of a date; `weekday("on")` with the preposition: on Tuesday, во вторник."""
        return Markup(self._joined(given, _moment(lambda iso: self._day(iso, form))))

    @property
    def _unset(self) -> str:
        return str(self._words["unset"])

    def _inflected(self, given: object, case: str) -> str:
        if given is None:
            return self._unset
        if isinstance(given, Markup):
            return given
        if isinstance(given, Fact):
            return self._fact(given, case)
        if isinstance(given, tuple):
            return ", ".join(self._inflected(item, case) for item in given)
        return escape(str(given))

    def _fact(self, fact: Fact, case: str) -> str:
        if isinstance(fact.value, bool):
            return str(self._words["truth"][fact.value])
        items = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        return ", ".join(self._measured(item, fact.unit, case) for item in items)

    def _measured(self, value: object, unit: str, case: str) -> str:
        if unit in self._moments:
            return self._moments[unit](str(value))
        number = _numeral(value) if unit or isinstance(value, float) else None
        shown = escape(digits(value) if number is None else self._language.number(number))
        return f"{shown}{self._words['between']}{self._unit(unit, case, number)}" if unit else shown

    def _unit(self, unit: str, case: str, number: Decimal | None) -> str:
        forms = self._words["units"][unit]
        inflected = {**forms, **forms.get(case, {})}
        return str(inflected["other" if number is None else self._language.category(number)])

    def _category(self, given: object) -> str:
        value = given.value if isinstance(given, Fact) else given
        number = None if isinstance(value, str) else _numeral(value)
        return self._language.category(Decimal(len(written(given))) if number is None else number)

    def _number(self, text: str) -> str:
        number = _numeral(text)
        return escape(text if number is None else self._language.number(number))

    def _day(self, iso: str, form: str) -> str:
        name = self._language.weekday(iso)
        return str(self._words["weekdays"][form][name]) if form else name

    def _joined(self, given: object, write: Callable[[str], str], joint: str = ", ") -> str:
        if given is None:
            return self._unset
        return self._language.series([write(value) for value in written(given)], joint)


def _numeral(value: object) -> Decimal | None:
    """Return the number a value is written as, None where it is none."""
    try:
        number = Decimal(digits(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(write: Callable[[str], str]) -> Callable[[str], str]:
    """Return how to write a date or time; text that is neither is shown as it is, for its author to see."""

    def written(value: str) -> str:
        try:
            return write(value)
        except ValueError:
            return escape(value)

    return written
