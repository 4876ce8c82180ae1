"""The rights of a role, by the policies written into it: without refusals, boundaries and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["allowing", "granted"]


def granted(stage: StageStacks, role: Resource | None, action: str, wanted: Resource | str) -> tuple[Attribute, ...]:
    """Return the action and the resource of the statement that lets a role do something, nothing where none does.

    `wanted` is a resource that the statement refers to, or the end of an ARN, after the account.
    """
    for statement in allowing(stage, role, action):
        for resource in statement.each("Resource"):
            if _covers(stage, resource, wanted):
                [named] = [one for one in statement.each("Action") if _matches(one, action)][:1]
                return named, resource
    return ()


def allowing(stage: StageStacks, role: Resource | None, action: str) -> Iterator[Attribute]:
    """Yield the statements of a role's policies that allow an action on something."""
    for policy in _policies(stage, role) if role else ():
        for statement in policy.each("policy", "Statement"):
            effect = statement.at("Effect")
            allows = effect is not None and effect.text == "Allow"
            if allows and any(_matches(one, action) for one in statement.each("Action")):
                yield statement


def _policies(stage: StageStacks, role: Resource) -> Iterator[Resource]:
    """Yield the policies written into a role, in the region itself and for its loss."""
    yield from stage.referring(role, "aws_iam_role_policy", "role")
    for policy in (one for stack in stage.recovery for one in stack.find("aws_iam_role_policy")):
        if role in stage.output.follow(policy.at("role")):
            yield policy


def _matches(named: Attribute, action: str) -> bool:
    return fnmatchcase(action.lower(), named.text.lower())


def _covers(stage: StageStacks, resource: Attribute, wanted: Resource | str) -> bool:
    if isinstance(wanted, Resource):
        return wanted in stage.output.follow(resource)
    return fnmatchcase(wanted, resource.text.split(":", 5)[-1])
