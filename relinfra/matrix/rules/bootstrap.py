"""Rules of names that the roles of a pipeline, which are limited by names, depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import Measured, apply_role_name, member_name
from relinfra.matrix.models import Shifting
from relinfra.matrix.rules.finding import Finding, scopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.reading.problems import Path

__all__ = [
    "accounts_are_shared_by_few",
    "bootstrap_has_an_account",
    "bootstrap_keeps_its_buckets",
    "bootstrap_names_are_free",
    "bootstrap_names_fit",
    "bootstrap_reaches_hooks",
    "bootstrap_tells_environments_apart",
]

_OWN = ("audit", "bootstrap", "evidence")
_MOST_SHARING = 4
"""A boundary of 6,144 characters names the resources of every other environment in the account."""


def bootstrap_has_an_account(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand an account for the bootstrap's buckets.

    Only stacks of an account can make a bucket, and state of a matrix lies in one.
    """
    if matrix.bootstrap is not None and matrix.state_account is None:
        yield Finding(("bootstrap",), "an environment on AWS, or `state_account`", "neither")


def bootstrap_keeps_its_buckets(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse a state bucket called like an environment's own, whose releases could then overwrite every state."""
    if matrix.bootstrap is None:
        return
    buckets: dict[Path, str] = {("state", "bucket"): matrix.state.bucket}
    for scope in scopes(matrix):
        recovery = scope.environment.disaster_recovery
        if recovery and recovery.state:
            buckets[scope.at("disaster_recovery", "state", "bucket")] = recovery.state.bucket
    for name, environment in matrix.environments.items():
        prefix = f"{matrix.project}-{name}-"
        for path in (path for path, bucket in buckets.items() if bucket.startswith(prefix)):
            if environment.target == "aws":
                expected = f"a name that does not begin with `{prefix}`, as the buckets of `{name}` do"
                hint = f"the role that deploys `{name}` may change those; for example `{matrix.project}-tfstate`"
                yield Finding(path, expected, hint=hint, related=(("environments", name),))


def accounts_are_shared_by_few(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse more environments in one account than a boundary can tell apart.

    AWS bounds the length of the policy that keeps them apart.
    """
    if matrix.bootstrap is None:
        return
    for account, names in matrix.shared_accounts.items():
        if len(names) > _MOST_SHARING:
            path = ("environments", names[_MOST_SHARING], "account")
            expected = f"at most {_MOST_SHARING} environments an account, since `bootstrap` tells them apart by name"
            yield Finding(path, expected, f"{len(names)} in {account}", "give some an account of their own")


def bootstrap_names_are_free(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse environments called like a part of the bootstrap, whose names and states would be theirs."""
    if matrix.bootstrap is None:
        return
    for name in matrix.environments:
        if name in _OWN or name.startswith("bootstrap-"):
            yield Finding(("environments", name), "another name", f"`{name}`, which the bootstrap gives itself")


def bootstrap_names_fit(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse environments with which AWS would find the name of a pipeline's role too long.

    AWS takes at most 64 characters, and a role is named after project and environment.
    """
    if matrix.bootstrap is None:
        return
    for name, environment in matrix.environments.items():
        role = Measured("IAM role", apply_role_name(member_name(matrix.project, name)))
        if environment.target == "aws" and not role.fits:
            expected = f"names that keep the IAM role's own within {role.limit} characters"
            found = f"`{role.text}` of {len(role.text)}"
            yield Finding(("environments", name), expected, found, "shorten it, or the project's name")


def bootstrap_tells_environments_apart(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse an environment whose name continues another's: the roles of that one would reach into it.

    What a role may touch is everything called `shop-prod-*`, and so the state and roles of `prod-eu` too.
    """
    if matrix.bootstrap is None:
        return
    names = [name for name, environment in matrix.environments.items() if environment.target == "aws"]
    for name in names:
        for other in names:
            if name.startswith(f"{other}-"):
                found = f"`{name}`, whose resources the roles of `{other}` may change"
                yield Finding(("environments", name), f"a name that does not begin with `{other}-`", found)


def bootstrap_reaches_hooks(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand the environment's prefix of the functions its services call: there the boundary of their roles ends."""
    if matrix.bootstrap is None:
        return
    for deployment in matrix.regional_environments():
        prefix = f"{matrix.project}-{deployment.environment.name}-"
        for key, service in deployment.environment.services.items():
            hooks = service.deployment.hooks if isinstance(service.deployment, Shifting) else ()
            for number, hook in enumerate(hooks):
                if not hook.function.startswith(prefix):
                    path = ("environments", deployment.environment.name, "services", key, "deployment", "hooks", number)
                    expected = f"a function called `{prefix}…`, since `bootstrap` bounds what the service may call"
                    yield Finding((*path, "function"), expected, f"`{hook.function}`")
