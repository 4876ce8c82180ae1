"""All facts of a project, found by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from relinfra.evidence.fact import Fact, Value

__all__ = ["Facts", "Node"]


class Facts(Mapping[str, Fact]):
    """Facts by id, in the order of their ids. Two facts with one id are a `ValueError`."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in sorted(facts, key=lambda fact: fact.id):
            if fact.id in self._facts:
                raise ValueError(f"two facts have the id {fact.id}")
            self._facts[fact.id] = fact

    def __getitem__(self, id: str) -> Fact:
        return self._facts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def at(self, prefix: str) -> Node:
        """Return the facts under one prefix, such as `production.service.web`."""
        return Node(self, prefix)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The next words after every prefix, sorted."""
        found: dict[str, set[str]] = {}
        for id_ in self._facts:
            words = id_.split(".")
            for index in range(len(words)):
                found.setdefault(".".join(words[:index]), set()).add(words[index])
        return {prefix: tuple(sorted(words)) for prefix, words in found.items()}


@dataclass(frozen=True, slots=True)
class Node:
    """The facts under `id`, which ends without a dot."""

    facts: Facts
    id: str

    @property
    def key(self) -> str:
        """The last word of the id."""
        return self.id.rpartition(".")[2]

    def fact(self, name: str) -> Fact | None:
        """Return the fact of that name below this node, or None."""
        return self.facts.get(f"{self.id}.{name}")

    def value(self, name: str) -> Value | None:
        """Return the value of the fact of that name, or None."""
        fact = self.fact(name)
        return fact.value if fact else None

    def node(self, name: str) -> Node:
        """Return the node below this one."""
        return Node(self.facts, f"{self.id}.{name}")

    def nodes(self, name: str) -> tuple[Node, ...]:
        """Return every node of a kind, such as each service of an environment."""
        prefix = f"{self.id}.{name}"
        return tuple(Node(self.facts, f"{prefix}.{word}") for word in self.facts.names.get(prefix, ()))

    @property
    def empty(self) -> bool:
        """Whether nothing is known here."""
        return self.id not in self.facts.names
