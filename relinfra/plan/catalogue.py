"""Words of one language: its sentences, and the commands that are the same in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from relinfra.evidence import Fact
from relinfra.packaged import packaged_yaml
from relinfra.plan.model import Statement
from relinfra.plan.wording import Wording
from relinfra.runbook import shell_command

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

    def __init__(self, words: Mapping[str, Any], wording: Wording) -> None:
        self._words = words
        self._wording = wording
        self._sentences = Environment(undefined=StrictUndefined, finalize=wording.shown, autoescape=False)  # noqa: S701 - finalize escapes, for Markdown
        self._sentences.filters |= wording.filters
        self._known: dict[str, str | Template] = {}

    def text(self, statement: Statement) -> str:
        """Return a statement as Markdown on one line, or a command as a shell line."""
        if statement.command:
            return shell_command(statement.key, statement.given).join(statement.around)
        return self._said(statement.key, statement.given).strip()

    def words(self, key: str, **numbers: int) -> str:
        """Return words that take no facts."""
        return self._said(key, numbers)

    def value(self, fact: Fact) -> str:
        """Return a fact's value with its unit, as Markdown."""
        return self._wording.shown(fact)

    def how(self, name: str) -> str:
        """Return how a value follows from its evidence, in words."""
        return str(self._words["how"].get(name, name))

    def _said(self, key: str, given: Mapping[str, Any]) -> str:
        sentence = self._known.get(key)
        if sentence is None:
            sentence = self._known[key] = self._sentence(key)
        return sentence if isinstance(sentence, str) else sentence.render(given)

    def _sentence(self, key: str) -> str | Template:
        """Return a sentence that takes something compiled; most take nothing, and compiling is what costs."""
        text = _at(self._words["sentences"], key)
        return self._sentences.from_string(text) if "{" in text else text


@cache
def load(language: str = "en") -> Catalogue:
    """Return the catalogue of a language."""
    from relinfra.plan.language import Language  # noqa: PLC0415 - Babel is not loaded for commands that write nothing

    words: dict[str, Any] = {"sentences": {}}
    for part in sorted((_LOCALES / language).iterdir(), key=lambda path: path.name):
        content = packaged_yaml(part)
        words["sentences"] = _merged(words["sentences"], content.pop("sentences", {}))
        words |= content
    return Catalogue(words, Wording(words, Language(words["locale"], words["dates"])))


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
