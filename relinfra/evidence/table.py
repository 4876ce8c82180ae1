"""A table of facts by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar, cast

from relinfra.evidence.fact import Fact

__all__ = ["FactTable"]


T = TypeVar("T")


class FactTable(Mapping[str, Fact]):
    """Facts by id, in the order of their ids. Two facts with one id are a `ValueError`."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        self._remembered: dict[object, object] = {}
        for fact in sorted(facts, key=lambda fact: fact.id):
            if fact.id in self._facts:
                raise ValueError(f"two facts have the id {fact.id}")
            self._facts[fact.id] = fact

    def get(self, id: str, default: Any = None) -> Any:
        """Return the fact with an id, or else `default`, without the error that a mapping's own catches for a miss."""
        return self._facts.get(id, default)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """Return what follows from these facts alone, worked out once: an index, or a claim that many ask for."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return cast("T", self._remembered[key])

    def __getitem__(self, id: str) -> Fact:
        return self._facts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The next words after every prefix, sorted."""
        found: dict[str, set[str]] = {}
        for id_ in self._facts:
            words = id_.split(".")
            for index in range(len(words)):
                found.setdefault(".".join(words[:index]), set()).add(words[index])
        return {prefix: tuple(sorted(words)) for prefix, words in found.items()}
