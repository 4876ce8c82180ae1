"""An evaluator of IAM policies, by AWS's documented logic, for the questions that tests ask of roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, and the reference of the
policy elements beside it. No maintained library for Python does this: moto leaves out conditions and NotResource,
Principal Mapper rests since 2022, cloudsplaining and policy_sentry judge texts without a request. What is not known
here raises, so that no test passes for want of understanding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

__all__ = ["Context", "Decision", "Request", "Statement", "allowed", "applies", "decide"]

Statement = Mapping[str, Any]
Context = Mapping[str, str | Sequence[str]]
Decision = str
"""`allow`, `explicit deny`, or `implicit deny` where nothing says anything."""

_ELEMENTS = frozenset({"Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource", "Condition"})
_ARN_PARTS = 6


@dataclass(frozen=True)
class Request:
    """Who asks is given by the policies; this is what is asked: an action on a resource, and the context's keys."""

    action: str
    resource: str
    context: Context = field(default_factory=dict)

    def value(self, key: str) -> list[str] | None:
        """Return the values of a context key, whose name has no case; None where the request lacks it."""
        for name, value in self.context.items():
            if name.lower() == key.lower():
                return [value] if isinstance(value, str) else list(value)
        return None


def decide(
    request: Request,
    identity: Sequence[Statement],
    boundary: Sequence[Statement] | None = None,
    resource: Sequence[Statement] | None = None,
) -> Decision:
    """Return what becomes of a request.

    `identity` are the statements of all policies of a role, `boundary` those of its permissions boundary, `resource`
    those of the policy of a resource in another account, which has to allow it too. A refusal anywhere wins; else the
    identity's policies, and each of the other two that there is, have to allow it.
    """
    policies = [identity, *(found for found in (boundary, resource) if found is not None)]
    effects = [{each["Effect"] for each in policy if applies(each, request)} for policy in policies]
    if any("Deny" in found for found in effects):
        return "explicit deny"
    return "allow" if all("Allow" in found for found in effects) else "implicit deny"


def allowed(statements: Sequence[Statement], action: str, on: str, **context: str) -> bool:
    """Say whether `action` on the resource `on` is allowed and not refused.

    `context` holds condition keys with `__` for `:` and the last single `_` after a `Tag` for `/`.
    """
    named = {re.sub(r"(Tag)_", r"\1/", key.replace("__", ":")): value for key, value in context.items()}
    return decide(Request(action, on, named), statements) == "allow"


def applies(statement: Statement, request: Request) -> bool:
    """Say whether a statement speaks of a request."""
    unknown = statement.keys() - _ELEMENTS
    assert not unknown, f"elements not known here: {unknown}"
    return (
        _names(statement, "Action", request.action.lower(), lower=True)
        and (("Resource" not in statement and "NotResource" not in statement) or _names_resource(statement, request))
        and all(
            _test(operator, request.value(key), _list(expected))
            for operator, keys in statement.get("Condition", {}).items()
            for key, expected in keys.items()
        )
    )


def _names(statement: Statement, element: str, value: str, *, lower: bool) -> bool:
    patterns = [one.lower() if lower else one for one in _list(statement.get(element, statement.get(f"Not{element}")))]
    return any(_like(pattern, value) for pattern in patterns) == (element in statement)


def _names_resource(statement: Statement, request: Request) -> bool:
    patterns = _list(statement.get("Resource", statement.get("NotResource")))
    return any(_arn_like(pattern, request.resource) for pattern in patterns) == ("Resource" in statement)


def _test(operator: str, found: list[str] | None, expected: list[str]) -> bool:
    """Test one key of a condition: several expected values are alternatives, or all of a negated one."""
    quantifier, _, name = operator.rpartition(":")
    bare = name.removesuffix("IfExists")
    if bare == "Null":
        return (found is None) == (expected == ["true"])
    if found is None:
        # A negated operator holds for a key that is not there, as one that may be missing does.
        return bare != name or "Not" in bare or quantifier == "ForAllValues"
    compare, negated = _OPERATORS[bare.replace("Not", "")], "Not" in bare
    holds = [any(compare(pattern, value) for pattern in expected) != negated for value in found]
    if not quantifier:
        assert len(found) == 1, f"{operator} on a key of several values needs ForAllValues or ForAnyValue"
    return all(holds) if quantifier != "ForAnyValue" else any(holds)


def _like(pattern: str, value: str) -> bool:
    return bool(_expression(pattern).fullmatch(value))


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    assert not re.search(r"\$\{aws:", pattern), f"policy variables are not known here: {pattern}"
    special = {"*": ".*", "?": "."}
    return re.compile("".join(special.get(letter, re.escape(letter)) for letter in pattern), re.DOTALL)


def _arn_like(pattern: str, value: str) -> bool:
    """Compare part by part: a wildcard spans slashes, and colons in the last part alone."""
    if pattern == "*":
        return True
    parts, found = pattern.split(":", _ARN_PARTS - 1), value.split(":", _ARN_PARTS - 1)
    return len(parts) == len(found) and all(_like(*pair) for pair in zip(parts, found, strict=True))


def _below(expected: str, found: str) -> bool:
    return float(found) < float(expected)


_OPERATORS = {
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda expected, found: expected.lower() == found.lower(),
    "NumericLessThan": _below,
    "StringEquals": lambda expected, found: expected == found,
    "StringLike": _like,
}


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
