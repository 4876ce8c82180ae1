"""Statements: the sentences, rows and steps of a document, each with the facts it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from relinfra.evidence import Fact

__all__ = ["Given", "Line", "Statement"]

Given: TypeAlias = Fact | tuple[Fact, ...] | str | None
"""What fills a sentence: facts; a word that says which thing is meant; or None, which reads as not set."""


@dataclass(frozen=True)
class Statement:
    """One claim: the sentence `key` of a locale, filled with facts.

    `id` is stable and unique in the plan. A `command` is the shell command of that key instead of a sentence, and
    `around` is shell text before and behind it. `rests` are facts that make it true without being shown.
    """

    id: str
    key: str
    given: dict[str, Given] = field(default_factory=dict)
    command: bool = False
    around: tuple[str, str] = ("", "")
    rests: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts it rests on, each once."""
        found: dict[str, Fact] = {}
        for given in self.given.values():
            if given is not None and not isinstance(given, str):
                found |= {fact.id: fact for fact in (given if isinstance(given, tuple) else (given,))}
        found |= {fact.id: fact for fact in self.rests}
        return tuple(found.values())


Line: TypeAlias = tuple[Statement, ...]
"""Statements that stand one after another: a bullet, a cell, a paragraph."""
