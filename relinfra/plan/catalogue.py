"""Words of one language: its sentences, and the commands that are the same in all."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

from relinfra.evidence import Fact
from relinfra.plan.model import Statement
from relinfra.plan.wording import Wording, values

__all__ = ["LANGUAGES", "Catalogue", "load"]

_LOCALES = files("relinfra.plan") / "locales"
_FIRST = "en"


def _languages() -> Iterator[str]:
    yield _FIRST
    yield from sorted(one.name for one in _LOCALES.iterdir() if one.is_dir() and one.name != _FIRST)


LANGUAGES = tuple(_languages())
"""The languages documents can be written in, a folder each; the first is the one taken unless another is asked for."""


class Catalogue:
    """The sentences, words and units of a language; commands are the same in all of them."""

    def __init__(self, words: Mapping[str, Any], commands: Mapping[str, str], wording: Wording) -> None:
        self._words = words
        self._commands = commands
        self._wording = wording
        self._sentences = Environment(undefined=StrictUndefined, finalize=wording.shown, autoescape=False)  # noqa: S701 - finalize escapes, for Markdown
        self._sentences.filters |= wording.filters
        self._shell = Environment(undefined=StrictUndefined, finalize=_quoted, autoescape=False)  # noqa: S701 - finalize quotes, for the shell
        self._shell.filters["joined"] = lambda *parts: "".join(map(_plain, parts))
        self._shell.filters["slug"] = lambda given: re.sub(r"[^A-Za-z0-9]+", "-", _plain(given)).strip("-")
        self._shell.filters["shell_name"] = lambda given: re.sub(r"\W", "_", _plain(given)).upper()
        self._compiled: dict[tuple[bool, str], Template] = {}

    def text(self, statement: Statement) -> str:
        """Return a statement as Markdown on one line, or a command as a shell line."""
        return self._template(statement.key, command=statement.command).render(statement.given).strip()

    def words(self, key: str, **numbers: int) -> str:
        """Return words that take no facts."""
        return self._template(key, command=False).render(numbers)

    def value(self, fact: Fact) -> str:
        """Return a fact's value with its unit, as Markdown."""
        return self._wording.shown(fact)

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


@cache
def load(language: str = "en") -> Catalogue:
    """Return the catalogue of a language."""
    from relinfra.plan.language import Language  # noqa: PLC0415 - Babel is not loaded for commands that write nothing

    words: dict[str, Any] = {"sentences": {}}
    for part in sorted((_LOCALES / language).iterdir(), key=lambda path: path.name):
        content = yaml.safe_load(part.read_text(encoding="utf-8"))
        words["sentences"] = _merged(words["sentences"], content.pop("sentences", {}))
        words |= content
    commands = yaml.safe_load((_LOCALES / "commands.yaml").read_text(encoding="utf-8"))
    return Catalogue(words, commands, Wording(words, Language(words["locale"], words["dates"])))


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


def _plain(given: object) -> str:
    return " ".join(values(given))


def _quoted(given: object) -> str:
    """Quote every value for the shell, so that no name can end the word it stands in."""
    return " ".join(map(shlex.quote, values(given)))
