"""Trying changes: each alone, judged by the documents and by the policies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from relinfra.policy.workers import SETTING
from tests.sabotage.documents import Documents
from tests.sabotage.mutation import Mutation
from tests.sabotage.policies import Policies

__all__ = ["Example", "Tried", "tried"]

TOGETHER = 24
"""Changed stacks that Checkov scans in one run."""

OURS = "CKV_RELINFRA_"


@dataclass(frozen=True)
class Example:
    """A synthesized folder, the repository that it is of, and the release that documents are about."""

    folder: Path
    repository: Path
    version: str


@dataclass(frozen=True)
class Tried:
    """A change, and who noticed it."""

    mutation: Mutation
    documents: bool | None
    """Whether `verify` did; None where nobody asked."""
    policies: tuple[str, ...]

    @property
    def ours(self) -> bool:
        """Whether a policy of the pack noticed it."""
        return any(policy.startswith(OURS) for policy in self.policies)


def tried(example: Example, mutations: Sequence[Mutation], workers: int = 1, *, fully: bool = True) -> Iterator[Tried]:
    """Yield every change with who noticed it, tried by several processes.

    Unless `fully`, the documents are asked only about what passes every policy.
    """
    groups = [mutations[start : start + TOGETHER] for start in range(0, len(mutations), TOGETHER)]
    with patch.dict(os.environ, {SETTING: "1"}):
        if workers == 1:
            yield from chain.from_iterable(_group(example, group, fully) for group in groups)
            return
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            yield from chain.from_iterable(pool.map(_group, repeat(example), groups, repeat(fully)))


def _group(example: Example, mutations: Sequence[Mutation], fully: bool) -> list[Tried]:
    documents, policies, bodies = _judges(example)
    changed = [(one.stack, one.applied(bodies[one.stack])) for one in mutations]
    failed = policies.notice(changed)
    return [
        Tried(one, documents.notice(*change) if fully or not policy else None, policy)
        for one, change, policy in zip(mutations, changed, failed, strict=True)
    ]


@cache
def _judges(example: Example) -> tuple[Documents, Policies, dict[str, dict[str, object]]]:
    documents = Documents(example.folder, example.repository, example.version)
    return documents, Policies(example.folder), documents.bodies
