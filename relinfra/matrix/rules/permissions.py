"""Rules of permissions: what a service may be allowed, and what has to be said for it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Permission
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "permissions_are_in_the_partition",
    "permissions_change_no_rights",
    "permissions_fit_into_a_role",
    "permissions_spare_siblings",
    "wildcards_have_a_reason",
]

_RIGHTS = ("account", "iam", "identitystore", "organizations", "sso")
_LONGEST = 10_240
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_NOT_CHANGING = ("iam:Get", "iam:List", "iam:PassRole")


def wildcards_have_a_reason(scope: Scope) -> Iterator[Finding]:
    """Demand a reason beside every `*` of a permission that stands for actions, names, regions or accounts.

    Whoever reviews has to see that it is meant.
    """
    for path, permission in _permissions(scope):
        found = (*permission.open_actions, *permission.open_resources)
        if found and permission.why is None:
            hint = "name what is needed, or say `why` it cannot be named"
            yield Finding(path, "actions and resources by name", ", ".join(f"`{each}`" for each in found), hint)


def permissions_are_in_the_partition(scope: Scope) -> Iterator[Finding]:
    """Refuse resources of another partition, where no role of this one has rights."""
    home = partition(scope.environment.region)
    for path, permission in _permissions(scope):
        for index, resource in enumerate(permission.resources):
            named = resource.partition(":")[2].partition(":")[0]
            if resource != "*" and named not in (home, "{partition}"):
                expected = f"an ARN of the partition {home}, which begins with arn:{home}: or arn:{{partition}}:"
                yield Finding((*path, "resources", index), expected, related=(scope.at("region"),))


def permissions_change_no_rights(scope: Scope) -> Iterator[Finding]:
    """Refuse actions by which an application could give itself or others more rights."""
    for path, permission in _permissions(scope):
        for index, action in enumerate(permission.actions):
            if action.partition(":")[0] in _RIGHTS and not action.startswith(_NOT_CHANGING):
                hint = "whoever breaks into the application would have every right; rights are given by people"
                yield Finding((*path, "actions", index), "an action that changes no rights", hint=hint)


def permissions_fit_into_a_role(scope: Scope) -> Iterator[Finding]:
    """Refuse permissions that are longer than the policies of a role may be.

    AWS bounds all inline policies of a role together to 10,240 characters.
    """
    for key, service in scope.environment.services.items():
        statements = [
            {"Action": each.actions, "Effect": "Allow", "Resource": each.resources} for each in service.permissions
        ]
        length = len(json.dumps({"Statement": statements, "Version": "2012-10-17"}, separators=(",", ":")))
        if length > _LONGEST:
            hint = "name resources by a common path, or give the work to several services"
            expected = f"permissions of at most {_LONGEST} characters, all policies of a role together"
            yield Finding(scope.at("services", key, "permissions"), expected, f"{length} characters", hint)


def permissions_spare_siblings(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse resources of another environment in a shared account, where the boundary of every role denies them."""
    for scope in scopes(matrix) if matrix.bootstrap else ():
        own = scope.environment
        siblings = [
            name
            for name, other in matrix.environments.items()
            if other.target == "aws" and other.account == own.account and name != own.name
        ]
        for path, permission in _permissions(scope):
            for index, resource in enumerate(permission.resources):
                owner = next((one for one in siblings if re.search(rf"[:/]{matrix.project}-{one}[-/]", resource)), None)
                if owner:
                    found, related = f"one of {owner}", (("environments", owner, "account"),)
                    hint = "its name denies it to every role of this environment; call what both use otherwise"
                    yield Finding((*path, "resources", index), f"no resource of `{owner}`", found, hint, related)


def _permissions(scope: Scope) -> Iterator[tuple[Path, Permission]]:
    for key, service in scope.environment.services.items():
        for index, permission in enumerate(service.permissions):
            yield scope.at("services", key, "permissions", index), permission
