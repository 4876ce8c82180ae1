"""Every serious change of an example, in an order that is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from relinfra.evidence import read_output
from tests.sabotage.breaks import breaks
from tests.sabotage.generator import mutations
from tests.sabotage.harmless import is_serious
from tests.sabotage.mutation import Mutation
from tests.sabotage.refusal import is_refused
from tests.sabotage.trial import Example

__all__ = ["sampled", "serious"]


def serious(example: Example, environment: str = "production") -> list[Mutation]:
    """Return the changes of an environment's stacks that somebody would care about."""
    found: dict[str, Mutation] = {}
    for name, stack in read_output(example.folder).stacks.items():
        if stack.label("environment") == environment:
            rules = breaks(name, stack.body) if example.repository.name == "shop" else ()
            found |= {one.id: one for one in (*rules, *_serious(name, stack.body))}
    return [found[id_] for id_ in sorted(found)]


def _serious(name: str, body: Mapping[str, Any]) -> Iterator[Mutation]:
    return (one for one in mutations(name, body) if is_serious(one) and not is_refused(one, body))


def sampled(changes: Sequence[Mutation], number: int) -> list[Mutation]:
    """Return some of the changes, chosen by nothing but what they say."""
    return sorted(changes, key=lambda one: sha256(one.id.encode()).hexdigest())[:number]
