"""The reviewed list of changes that harm nothing."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from tests.sabotage.mutation import Mutation
from tests.yaml_file import read_yaml

__all__ = ["FILE", "groups", "is_serious", "matches"]

FILE = Path(__file__).parents[1] / "sabotage.yaml"


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """Return the reasons, each with the patterns it is for: type, attribute and, where it matters, the change."""
    listed: Iterable[dict[str, object]] = read_yaml(FILE)["harmless"]
    return {str(one["reason"]): tuple(map(str, _list(one["changes"]))) for one in listed}


def is_serious(mutation: Mutation) -> bool:
    """Return whether somebody who answers for a release would care: nothing says that it is harmless."""
    return not any(matches(one, mutation) for patterns in groups().values() for one in patterns)


def matches(pattern: str, mutation: Mutation) -> bool:
    """Return whether a pattern of the list is about a change."""
    words = (mutation.kind, mutation.attribute or "-", mutation.change)
    return all(fnmatchcase(word, wanted) for word, wanted in zip(words, pattern.split(), strict=False))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
