"""Former keys that lead to nothing, or to something that is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models.formerly import former_keys
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["former_keys_are_free", "former_keys_are_used_once"]

_TABLES = ("services", "databases", "buckets")


def former_keys_are_free(scope: Scope) -> Iterator[Finding]:
    """Refuse a former key that something has: its names in AWS and its addresses would be both's.

    So is a chain: what was renamed twice is called after its first key, and its state knows only the second.
    """
    for table in _TABLES:
        known = getattr(scope.environment, table)
        for key, former in former_keys(known).items():
            if former in known:
                path, related = scope.at(table, key, "formerly"), (scope.at(table, former),)
                own = former == key
                hint = "delete this line" if own else f"rename `{former}`, or give `{key}` names of its own"
                yield Finding(path, f"a key that `{table}` no longer has", None, hint, () if own else related)


def former_keys_are_used_once(scope: Scope) -> Iterator[Finding]:
    """Refuse two keys that were formerly the same one: there was one thing, which only one of them can be."""
    for table in _TABLES:
        first: dict[str, str] = {}
        for key, former in former_keys(getattr(scope.environment, table)).items():
            if former in first:
                path, related = scope.at(table, key, "formerly"), (scope.at(table, first[former], "formerly"),)
                hint = "leave it with the one that keeps what there is; the other is made anew"
                yield Finding(path, f"another key than `{first[former]}` was called", None, hint, related)
            first.setdefault(former, key)
