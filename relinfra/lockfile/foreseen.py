"""Losses that a matrix alone foretells, before anything is synthesized."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relinfra.domain.names import access_logs_name, bucket_name, database_name, terraform_name
from relinfra.domain.stateful import major_version
from relinfra.lockfile.loss import Loss
from relinfra.lockfile.taking import MAJOR
from relinfra.matrix import Postgres
from relinfra.matrix.models.formerly import named_after

if TYPE_CHECKING:
    from relinfra.lockfile.lock import Kept, Lock, LockedStack
    from relinfra.matrix import Matrix, RegionalEnvironment

__all__ = ["Composed", "foreseen"]

Composed = Mapping[str, Collection[str]]
"""The addresses of every stack of every environment by its name, with those before keys were renamed."""

_HERE = ("network", "data", "migration", "service", "observability")
_THERE = ("recovery", *(f"recovery-{component}" for component in _HERE))
"""The components of an environment in its region, and in the one that would take over."""

_DATABASES = ("aws_db_instance", "aws_rds_cluster")
_BUCKET = "aws_s3_bucket"
_NAMES = {"aws_db_instance": "identifier", "aws_rds_cluster": "cluster_identifier", _BUCKET: "bucket"}


def foreseen(lock: Lock, matrix: Matrix, composed: Composed | None = None) -> Iterator[Loss]:
    """Yield what is locked and the matrix no longer asks for, or asks for as another thing.

    It sees projects, buckets of states, environments, accounts, regions, databases and buckets; and whatever else is
    gone, where `composed` says all that there is to be. Other arguments than names need stacks.
    """
    if lock.project != matrix.project:
        yield Loss("project", "", "", before=lock.project, after=matrix.project)
        return
    deployments = matrix.regional_environments()
    known = {found.environment.name for found in deployments}
    named = {f"{found.name}-{component}": found for found in deployments for component in (*_HERE, *_THERE)}
    for name, stack in lock.stacks.items():
        if stack.environment and stack.environment not in known:
            yield Loss("environment", stack.environment, name)
            continue
        deployment = named.get(name)
        yield from _state(matrix, deployments, name, stack)
        if deployment and (placed := _placed(deployment, name, stack)):
            yield from placed
            continue
        if composed is not None and stack.environment:
            yield from _gone(composed, name, stack)
        if deployment and name == f"{deployment.name}-data":
            # Those that are gone were told, where it is known what is composed.
            yield from (one for one in _held(deployment, name, stack) if composed is None or one.kind != "destroyed")


def _gone(composed: Composed, name: str, stack: LockedStack) -> Iterator[Loss]:
    """Yield a stack that is not composed, or what is not in it under its address or the one it had before."""
    if name not in composed:
        yield Loss("left", stack.environment, name)
        return
    for address in stack.resources:
        if address not in composed[name]:
            yield Loss("destroyed", stack.environment, name, address)


def _state(matrix: Matrix, deployments: Sequence[RegionalEnvironment], name: str, stack: LockedStack) -> Iterator[Loss]:
    bucket, key = stack.state.removeprefix("s3://").partition("/")[::2]
    ours, asked = key == f"{matrix.project}/{name}.tfstate", matrix.state.bucket
    for found in deployments:
        plan = found.environment.disaster_recovery
        if plan and plan.state and f"{name}-".startswith(f"{found.name}-recovery-"):
            asked = plan.state.bucket
    if ours and bucket != asked:
        after = f"s3://{asked}/{key}"
        yield Loss("state", stack.environment, name, argument="state", before=stack.state, after=after)


def _placed(deployment: RegionalEnvironment, name: str, stack: LockedStack) -> list[Loss]:
    plan, there = deployment.environment.disaster_recovery, name.removeprefix(f"{deployment.name}-") in _THERE
    region = deployment.region if not there else plan.region if plan else stack.region
    asked = {"account": deployment.account, "region": region}
    return [
        Loss(kind, stack.environment, name, argument=kind, before=before, after=asked[kind])
        for kind in ("account", "region")
        if (before := getattr(stack, kind)) and before != asked[kind]
    ]


@dataclass(frozen=True)
class _Asked:
    """A database or bucket that a matrix asks for: what it is to be, and which major version it may come from."""

    arguments: Mapping[str, str]
    upgrade_from: str | None = None


def _held(deployment: RegionalEnvironment, name: str, stack: LockedStack) -> Iterator[Loss]:
    asked, overridden = dict(_asked(deployment)), deployment.environment.overrides.get("data", {})
    for address, was in stack.resources.items():
        if address not in asked and _was_asked(deployment, address, was):
            yield Loss("destroyed", stack.environment, name, address)
        # What an override sets instead, only the stacks say.
        if address in asked and address not in overridden:
            yield from _changes(Loss("replaced", stack.environment, name, address), was, asked[address])


def _changes(loss: Loss, was: Mapping[str, Kept], asked: _Asked) -> Iterator[Loss]:
    for argument, after in asked.arguments.items():
        found = replace(loss, argument=argument, before=str(was.get(argument, "")), after=after)
        if not found.before or found.before == after:
            continue
        if argument != MAJOR:
            yield replace(found, kind="renamed" if argument == "identifier" else "replaced")
        elif int(after) < int(found.before):
            yield replace(found, kind="lowered")
        elif asked.upgrade_from != found.before:
            yield replace(found, kind="upgraded")


def _asked(deployment: RegionalEnvironment) -> Iterator[tuple[str, _Asked]]:
    """Yield what the data stack of an environment is to have, by its address and the one before it was renamed."""
    environment, prefix = deployment.environment, deployment.name
    for key, database in environment.databases.items():
        type_ = "aws_db_instance" if isinstance(database, Postgres) else "aws_rds_cluster"
        named = named_after(key, database)
        name, version = database_name(prefix, named), major_version("", database.version)
        asked = _Asked({_NAMES[type_]: name, MAJOR: version}, database.upgrade_from)
        yield from ((_address(type_, one), asked) for one in (key, named))
    for key, bucket in environment.buckets.items():
        named = named_after(key, bucket)
        asked = _Asked({"bucket": bucket_name(prefix, named, deployment.account)})
        yield from ((_address(_BUCKET, one), asked) for one in (key, named))
    if environment.buckets:
        yield f"{_BUCKET}.access_logs", _Asked({"bucket": access_logs_name(prefix, deployment.account)})


def _was_asked(deployment: RegionalEnvironment, address: str, was: Mapping[str, Kept]) -> bool:
    """Whether a database or bucket has the name of a key of the matrix, and is none that a team made beside them."""
    type_, _, name = address.partition(".")
    key, here = name.replace("_", "-"), str(was.get(_NAMES.get(type_, ""), ""))
    if type_ == _BUCKET:
        return here == bucket_name(deployment.name, key, deployment.account)
    return type_ in _DATABASES and here == database_name(deployment.name, key)


def _address(type_: str, key: str) -> str:
    return f"{type_}.{terraform_name(key)}"
