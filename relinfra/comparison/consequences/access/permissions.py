"""Policies that grant more than they did, or deny less; and policies new to a role that was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, absent_before, former, present
from relinfra.comparison.consequences.access.grants import Grant, grants
from relinfra.comparison.pair import Pair
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import FormerEvidence, Json, Value
from relinfra.evidence.path import written
from relinfra.evidence.record import Field
from relinfra.evidence.records.change import ChangeFacts
from relinfra.evidence.resource import Resource

__all__ = ["permissions"]

_ALLOW = "Allow"
_TRUST = "assume_role_policy"
_OF_ROLE = {"aws_iam_role_policy": "policy", "aws_iam_role_policy_attachment": "policy_arn"}


def permissions(between: Between) -> Iterator[Consequence]:
    """Yield them, one change for each policy."""
    for pair in between.kept:
        for name in sorted(_documents(pair.former) & _documents(pair.present)):
            yield from _widened(between, pair, name)
    for now in between.come:
        argument = _OF_ROLE.get(now.type)
        if argument and (given := now.at(argument)) and _known(between, now.at("role")):
            granted = [one for one in grants(given, between.present) if one.effect == _ALLOW]
            after = given.text if argument == "policy_arn" else None
            evidence = (absent_before(now, argument), given.evidence)
            details = _details(granted)
            yield Consequence(
                now.stack, now.address, "access", argument, "more_permissions", evidence, None, after, details=details
            )


def _documents(resource: Resource) -> set[str]:
    """Return the arguments that hold a policy: JSON with statements."""
    body = resource.body if isinstance(resource.body, dict) else {}
    return {name for name, value in body.items() if _may_hold(value) and resource.at(name, "Statement")}


def _may_hold(value: Json) -> bool:
    """Whether it is worth looking: most arguments are short."""
    return isinstance(value, dict | list) or (isinstance(value, str) and "Statement" in value)


def _known(between: Between, role: Attribute | None) -> bool:
    """Whether the role that a policy is given to was there before."""
    found = between.present.follow_one(role, "aws_iam_role")
    stack = between.former.stacks.get(found.stack) if found else None
    return bool(found and stack and stack.get(found.address))


def _widened(between: Between, pair: Pair, name: str) -> Iterator[Consequence]:
    was = list(grants(pair.former.at(name), between.former))
    now = list(grants(pair.present.at(name), between.present))
    new = _uncovered([one for one in now if one.effect == _ALLOW], [one for one in was if one.effect == _ALLOW])
    lost = _uncovered([one for one in was if one.effect != _ALLOW], [one for one in now if one.effect != _ALLOW])
    where = pair.present
    if new:
        why = "more_principals" if name == _TRUST or _principals(new) - _principals(was) else "more_permissions"
        proofs = (former(pair.former, name), *(one.statement.evidence for one in _apart(new)))
        yield Consequence(where.stack, where.address, "access", name, why, proofs, details=_details(new))
    if lost:
        evidence = (*(_formerly(one.statement) for one in _apart(lost)), present(pair.present, name))
        yield Consequence(
            where.stack, where.address, "access", f"{name}.denied", "denies_less", evidence, details=_details(lost)
        )


def _apart(found: list[Grant]) -> list[Grant]:
    """Return one grant of each statement."""
    return list({one.statement.path: one for one in found}.values())


def _formerly(statement: Attribute) -> FormerEvidence:
    return FormerEvidence(statement.stack, statement.address, written(statement.path), statement.value)


def _uncovered(ones: list[Grant], others: list[Grant]) -> list[Grant]:
    return [one for one in ones if not any(other.covers(one) for other in others)]


def _principals(found: list[Grant]) -> set[str]:
    return {one.principal for one in found}


def _details(found: list[Grant]) -> Mapping[Field[Any], Value]:
    named = {
        ChangeFacts.actions: {one.action for one in found},
        ChangeFacts.resources: {one.resource for one in found},
        ChangeFacts.principals: {one.principal for one in found},
    }
    return {field: tuple(sorted(values)) for field, values in named.items() if values - {""}}
