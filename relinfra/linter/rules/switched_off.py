"""Switched off: what protects the live environment was turned off, in the matrix or past it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["find"]

_OFF = frozenset({"false", "off", "none", "disabled", "suspended", "never", "0"})
_LESS = re.compile(
    r"(?:^|[._])(?:skip_|force_|publicly_|map_public|associate_public|disable|allow_|ignore_|bypass|"
    r"enable_execute_command|assign_public_ip|copy_tags|hibernat|performance_insights_enabled)"
)
"""Arguments of which it is no that protects, or that protect nothing."""
_COUNTED = re.compile(r"(?:retention|backup|bake_time|evaluation_periods)[\w]*$")


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every switch of a live environment that is off, in each of its regions."""
    regions = ((live, *one) for live in context.live for one in (("", live), *live.regions.items()))
    for live, region, environment in regions:
        path = (live.name, *(("regions", region) if region else ()))
        yield from _overridden(context, environment, path)
        yield from _declared(context, environment, path)


def _overridden(context: LintContext, environment: Environment, path: tuple[str, ...]) -> Iterator[LintFinding]:
    for component, resources in environment.overrides.items():
        for address, arguments in resources.items():
            for argument, value in _leaves(arguments, ""):
                if _turns_off(argument, value):
                    found = f"an override turns `{argument}` of `{address}` off"
                    place = (*path, "overrides", component, address)
                    yield context.in_matrix(found, "Take it back, or say in `lint_waivers` why.", *place, argument)


def _leaves(arguments: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for key, value in arguments.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _turns_off(argument: str, value: Any) -> bool:
    if _LESS.search(argument):
        return value is True
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value == 0 and bool(_COUNTED.search(argument))
    if isinstance(value, tuple):
        return not value
    return isinstance(value, str) and value.strip().lower() in _OFF


def _declared(context: LintContext, environment: Environment, path: tuple[str, ...]) -> Iterator[LintFinding]:
    """Yield the protections that the matrix itself turns off."""
    if environment.network.existing is None and not environment.network.flow_logs:
        yield _off(context, (*path, "network", "flow_logs"), "no record of the network's traffic is kept")
    for key, database in environment.databases.items():
        if not database.deletion_protection:
            found = f"database `{key}` can be deleted by a single call"
            yield _off(context, (*path, "databases", key, "deletion_protection"), found)
    for key, bucket in environment.buckets.items():
        if not bucket.versioning:
            found = f"what is overwritten in bucket `{key}` is gone"
            yield _off(context, (*path, "buckets", key, "versioning"), found)
    for key, service in environment.services.items():
        if service.deployment.strategy == "rolling" and service.deployment.minimum_healthy_percent == 0:
            found = f"every deployment of `{key}` may stop all of its tasks first"
            place = (*path, "services", key, "deployment", "minimum_healthy_percent")
            yield context.in_matrix(found, context.to_set("Raise it.", *place, value=100), *place)


def _off(context: LintContext, path: tuple[str, ...], found: str) -> LintFinding:
    return context.in_matrix(found, context.to_set("Turn it on.", *path, value=True), *path)
