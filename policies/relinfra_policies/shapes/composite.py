"""The rule of a composite alarm, and whether it fires when one alarm does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["CompositeRule"]

TOKEN = re.compile(
    r"""\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\\?"(?P<quoted>[^"\\]+)\\?"|(?P<bare>[^()"\s]+))\s*\)"""
    r"""|(?P<word>AND|OR|NOT|TRUE|FALSE|[()]))""",
    re.IGNORECASE,
)

Alarming = Callable[[str], bool]
"""Whether the alarm that a rule names, by name, ARN or reference, is in ALARM."""
Node = Callable[[Alarming], bool]
Join = Callable[[Iterator[bool]], bool]


@dataclass(frozen=True)
class CompositeRule:
    """An expression over the states of alarms.

    NOT binds closer than AND, and AND closer than OR: AWS's text on composite alarms does not say so, and its examples
    have parentheses.
    """

    names: tuple[str, ...]
    """The alarms that it waits for, as they are written."""
    node: Node

    @staticmethod
    def read(text: str) -> CompositeRule | None:
        """Return the rule that a text says; None where it cannot be read."""
        tokens = _tokens(text)
        if tokens is None:
            return None
        reader = _Reader(tokens)
        node = reader.any_of()
        names = tuple(name for state, name in tokens if state == "ALARM")
        return CompositeRule(names, node) if node and reader.at_end else None

    def fires_with(self, alarming: Alarming) -> bool:
        """Return whether the rule is true while those alarms are in ALARM and all others are OK."""
        return self.node(alarming)


def _tokens(text: str) -> list[tuple[str, str]] | None:
    found, place, text = [], 0, text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            return None
        found.append(((match["state"] or match["word"]).upper(), match["quoted"] or match["bare"] or ""))
        place = match.end()
    return found


def _negated(node: Node) -> Node:
    return lambda alarming: not node(alarming)


class _Reader:
    """Reads tokens by recursive descent; what it cannot read is None."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens: Iterator[tuple[str, str]] = iter(tokens)
        self._next: tuple[str, str] | None = next(self._tokens, None)

    @property
    def at_end(self) -> bool:
        """Whether all was read."""
        return self._next is None

    def any_of(self) -> Node | None:
        """Read parts joined by OR."""
        return self._joined("OR", self._all_of, any)

    def _all_of(self) -> Node | None:
        return self._joined("AND", self._single, all)

    def _joined(self, word: str, part: Callable[[], Node | None], join: Join) -> Node | None:
        parts = [part()]
        while self._next and self._next[0] == word:
            self._take()
            parts.append(part())
        known = [one for one in parts if one]
        return (lambda alarming: join(one(alarming) for one in known)) if len(known) == len(parts) else None

    def _single(self) -> Node | None:
        word, name = self._take()
        if word == "NOT":
            inner = self._single()
            return _negated(inner) if inner else None
        if word == "(":
            inner = self.any_of()
            return inner if self._take()[0] == ")" else None
        states: dict[str, Node] = {
            "ALARM": lambda alarming: alarming(name),
            "OK": lambda alarming: not alarming(name),
            "INSUFFICIENT_DATA": lambda alarming: False,
            "TRUE": lambda alarming: True,
            "FALSE": lambda alarming: False,
        }
        return states.get(word)

    def _take(self) -> tuple[str, str]:
        taken, self._next = self._next or ("", ""), next(self._tokens, None)
        return taken
