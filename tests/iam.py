"""As much of IAM as tests of policies need: whether statements allow a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

__all__ = ["allowed"]

Statement = Mapping[str, Any]


def allowed(statements: Sequence[Statement], action: str, on: str, **context: str) -> bool:
    """Say whether `action` on the resource `on` is allowed and not refused.

    `context` holds condition keys with `__` for `:` and `_` for `-` and `/`; keys that conditions ask for and the
    request lacks make a condition fail, as in IAM.
    """
    request = {_plain(key): value for key, value in context.items()}
    matching = [each for each in statements if _covers(each, action, on) and _holds(each, request)]
    effects = {each["Effect"] for each in matching}
    return effects == {"Allow"}


def _covers(statement: Statement, action: str, on: str) -> bool:
    acts = any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _list(statement["Action"]))
    if "NotResource" in statement:
        return acts and not any(fnmatchcase(on, pattern) for pattern in _list(statement["NotResource"]))
    return acts and any(fnmatchcase(on, pattern) for pattern in _list(statement["Resource"]))


def _holds(statement: Statement, request: Mapping[str, str]) -> bool:
    return all(
        _compare(operator, request.get(_plain(key)), _list(expected))
        for operator, tests in statement.get("Condition", {}).items()
        for key, expected in tests.items()
    )


def _compare(operator: str, found: str | None, expected: Sequence[str]) -> bool:
    if operator == "Null":
        return (found is None) == (expected == ["true"])
    if operator == "StringNotEquals":
        return found not in expected
    if found is None:
        return operator.startswith("ForAllValues:")
    return any(fnmatchcase(found, pattern) for pattern in expected)


def _plain(key: str) -> str:
    return key.replace("__", ":").replace("-", "_").replace("/", "_").lower()


def _list(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
