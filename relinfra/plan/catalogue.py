"""Words of one language, and the way values are written in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

from relinfra.evidence import Fact
from relinfra.plan.markup import Markup, code, escape, link
from relinfra.plan.model import Statement

__all__ = ["LANGUAGES", "Catalogue", "load"]

LANGUAGES = ("en",)
"""The languages documents can be written in; the first is the one taken unless another is asked for."""


class Catalogue:
    """The sentences, words and units of a language; commands are the same in all of them."""

    def __init__(self, words: Mapping[str, Any], commands: Mapping[str, str]) -> None:
        self._words = words
        self._commands = commands
        self._sentences = Environment(undefined=StrictUndefined, finalize=self._finalize, autoescape=False)  # noqa: S701 - finalize escapes, for Markdown
        self._sentences.filters |= {
            "code": self._code,
            "word": self._word,
            "path": self._path,
            "link": self._link,
            "listed": self._listed,
            "count": lambda given: len([item for fact in _each(given) for item in _values(fact)]),
            "capital": lambda given: Markup(_upper(self._finalize(given))),
            "bare": lambda fact: Markup(escape(_number(fact.value))) if fact else None,
        }
        self._shell = Environment(undefined=StrictUndefined, finalize=_quoted, autoescape=False)  # noqa: S701 - finalize quotes, for the shell
        self._shell.filters["joined"] = lambda *parts: "".join(map(_plain, parts))
        self._shell.filters["slug"] = lambda given: re.sub(r"[^A-Za-z0-9]+", "-", _plain(given)).strip("-")
        self._compiled: dict[tuple[bool, str], Template] = {}

    def text(self, statement: Statement) -> str:
        """Return a statement as Markdown on one line, or a command as a shell line."""
        return self._template(statement.key, command=statement.command).render(statement.given).strip()

    def words(self, key: str) -> str:
        """Return words that take no facts."""
        return self._template(key, command=False).render()

    def value(self, fact: Fact) -> str:
        """Return a fact's value with its unit, as Markdown."""
        return self._finalize(fact)

    def how(self, name: str) -> str:
        """Return how a value follows from its evidence, in words."""
        return str(self._words["how"].get(name, name))

    def _template(self, key: str, *, command: bool) -> Template:
        found = self._compiled.get((command, key))
        if found is None:
            source = self._commands[key] if command else _at(self._words["sentences"], key)
            found = (self._shell if command else self._sentences).from_string(source)
            self._compiled[command, key] = found
        return found

    def _finalize(self, given: object) -> str:
        if given is None:
            return str(self._words["unset"])
        if isinstance(given, Markup):
            return given
        if isinstance(given, Fact):
            return self._with_unit(given)
        if isinstance(given, tuple):
            return ", ".join(self._finalize(item) for item in given)
        return escape(str(given))

    def _with_unit(self, fact: Fact) -> str:
        if isinstance(fact.value, bool):
            return str(self._words["truth"][fact.value])
        if isinstance(fact.value, tuple):
            return ", ".join(self._measured(item, fact.unit) for item in fact.value)
        return self._measured(_number(fact.value), fact.unit)

    def _measured(self, number: str, unit: str) -> str:
        if not unit:
            return escape(number)
        forms = self._words["units"][unit]
        return f"{escape(number)} {forms['one'] if number == '1' else forms['other']}"

    def _code(self, given: object, before: str = "", after: str = "") -> Markup:
        if given is None:
            return Markup(self._words["unset"])
        values = [item for fact in _each(given) for item in _values(fact)]
        return Markup(", ".join(code(f"{before}{value}{after}") for value in values))

    def _listed(self, given: object) -> Markup:
        return Markup("; ".join(escape(item) for fact in _each(given) for item in _values(fact)))

    def _word(self, given: object, group: str) -> Markup:
        """Write a value in the words of the language; one that has none is shown as it is."""
        if given is None:
            return Markup(self._words["unset"])
        known = self._words["words"][group]
        values = [item for fact in _each(given) for item in _values(fact)]
        return Markup(", ".join(str(known[value]) if value in known else code(value) for value in values))

    def _link(self, given: object) -> Markup:
        """Write a web address as a link, and anything else as it is."""
        if given is None:
            return Markup(self._words["unset"])
        return Markup(", ".join(link(item) for fact in _each(given) for item in _values(fact)))

    def _path(self, given: object, until: object = None) -> Markup:
        """Write things in order, those before `until` alone where it is given and among them."""
        values = [item for fact in _each(given) for item in _values(fact)]
        if until is not None and str(until) in values:
            values = values[: values.index(str(until))]
        return Markup(" → ".join(escape(value) for value in values))


@cache
def load(language: str = "en") -> Catalogue:
    """Return the catalogue of a language."""
    folder = files("relinfra.plan") / "locales"
    words: dict[str, Any] = {"sentences": {}}
    for part in sorted((folder / language).iterdir(), key=lambda path: path.name):
        content = yaml.safe_load(part.read_text(encoding="utf-8"))
        words["sentences"] = _merged(words["sentences"], content.pop("sentences", {}))
        words |= content
    commands = yaml.safe_load((folder / "commands.yaml").read_text(encoding="utf-8"))
    return Catalogue(words, commands)


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sentences of two files; one said in both is a mistake of ours."""
    both = {**first, **second}
    for key in first.keys() & second.keys():
        if not (isinstance(first[key], Mapping) and isinstance(second[key], Mapping)):
            raise ValueError(f"two files of a locale say {key!r}")
        both[key] = _merged(first[key], second[key])
    return both


def _at(sentences: Mapping[str, Any], key: str) -> str:
    here: Any = sentences
    for word in key.split("."):
        here = here[word]
    return str(here)


def _each(given: object) -> tuple[object, ...]:
    return given if isinstance(given, tuple) else (given,)


def _values(given: object) -> tuple[str, ...]:
    value = given.value if isinstance(given, Fact) else given
    return tuple(map(str, value)) if isinstance(value, tuple) else (_number(value),)


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else str(value)  # noqa: PLR2004 - where `g` turns to exponents
    return str(value)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(given: object) -> str:
    return " ".join(_values(given))


def _quoted(given: object) -> str:
    """Quote every value for the shell, so that no name can end the word it stands in."""
    return " ".join(shlex.quote(value) for item in _each(given) for value in _values(item))
