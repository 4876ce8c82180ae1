"""Aurora clusters that AWS would refuse to create."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import AuroraPostgresql
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["capacity_is_a_range", "pauses_are_possible", "readers_stand_by"]

_LEAST_MAXIMUM = 1
_FIRST_TO_PAUSE = {"13": 15, "14": 12, "15": 7, "16": 3}
"""The minor version of each major one from which on a cluster can pause; later majors all can."""


def capacity_is_a_range(scope: Scope) -> Iterator[Finding]:
    """Demand a maximum of one unit, and no less than the minimum.

    Aurora Serverless v2 scales between the two, and takes a maximum of one unit at least.
    """
    for key, database in _clusters(scope):
        capacity = database.capacity
        path, least = scope.at("databases", key, "capacity", "max_acu"), max(capacity.min_acu, _LEAST_MAXIMUM)
        if capacity.max_acu < least:
            related = (scope.at("databases", key, "capacity", "min_acu"),)
            expected = f"at least {least:g} ACU: no less than `min_acu`, and 1 at least"
            yield Finding(path, expected, f"{capacity.max_acu:g}", related=related)


def pauses_are_possible(scope: Scope) -> Iterator[Finding]:
    """Demand a time after which a cluster pauses exactly where it may, in a version that can.

    A cluster pauses only at a minimum of 0, in versions that know it; elsewhere the time would mean nothing.
    """
    for key, database in _clusters(scope):
        yield from _pause(scope, key, database)


def _pause(scope: Scope, key: str, database: AuroraPostgresql) -> Iterator[Finding]:
    capacity, at = database.capacity, scope.at("databases", key, "capacity")
    if capacity.min_acu:
        if capacity.seconds_until_auto_pause is not None:
            expected, related = "no pause with a `min_acu` above 0", ((*at, "min_acu"),)
            yield Finding((*at, "seconds_until_auto_pause"), expected, related=related)
        return
    if capacity.seconds_until_auto_pause is None:
        expected = "`seconds_until_auto_pause` with `min_acu: 0`"
        yield Finding((*at, "min_acu"), expected, "none", "for example `seconds_until_auto_pause: 900`")
    major, _, minor = database.version.partition(".")
    if minor and int(minor) < _FIRST_TO_PAUSE.get(major, 0):
        expected = f"version {major}.{_FIRST_TO_PAUSE[major]} or later, from which on Aurora pauses with `min_acu: 0`"
        related = ((*at, "min_acu"),)
        yield Finding(scope.at("databases", key, "version"), expected, database.version, related=related)


def readers_stand_by(scope: Scope) -> Iterator[Finding]:
    """Demand a reader exactly where `multi_az` says that something takes over in a second zone.

    Aurora has no standby but a reader, which is promoted when the writer is lost.
    """
    for key, database in _clusters(scope):
        if database.readers is None or bool(database.readers) == database.multi_az:
            continue
        path, related = scope.at("databases", key, "readers"), (scope.at("databases", key, "multi_az"),)
        if database.multi_az:
            expected, hint = "1 reader or more, which takes over in a second zone", "or say `multi_az: false`"
        else:
            expected, hint = "no readers with `multi_az: false`", "a reader stands in another zone and takes over"
        yield Finding(path, expected, f"{database.readers}", hint, related)


def _clusters(scope: Scope) -> Iterator[tuple[str, AuroraPostgresql]]:
    for key, database in scope.environment.databases.items():
        if isinstance(database, AuroraPostgresql):
            yield key, database
