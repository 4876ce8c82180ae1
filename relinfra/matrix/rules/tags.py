"""Tags that are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["RESERVED_TAGS", "tags_are_free"]

RESERVED_TAGS = frozenset({"component", "environment", "managed-by", "name", "project", "region"})
_MOST = 40


def tags_are_free(scope: Scope) -> Iterator[Finding]:
    """Refuse tags that hide one of relinfra's or of AWS's own; IAM compares keys without regard to case."""
    seen: dict[str, str] = {}
    for key in scope.environment.tags:
        first = seen.setdefault(key.lower(), key)
        if key.lower() in RESERVED_TAGS:
            yield Finding(scope.at("tags", key), "another key", f"`{key}`, which relinfra sets")
        elif key.lower().startswith("aws:"):
            yield Finding(scope.at("tags", key), "another key", f"`{key}`", "AWS reserves keys that begin with aws:")
        elif first != key:
            hint = "IAM compares tag keys without regard to case"
            yield Finding(scope.at("tags", key), "each key once", f"`{key}` beside `{first}`", hint)
    if len(seen) > _MOST:
        yield Finding(
            scope.at("tags"),
            f"at most {_MOST} tags",
            f"{len(seen)}",
            "AWS allows 50, relinfra's own included",
        )
