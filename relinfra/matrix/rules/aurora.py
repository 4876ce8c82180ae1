"""Aurora clusters that AWS would refuse to create, and what only RDS instances or only clusters have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models.database import Database
    from relinfra.matrix.rules.finding import Scope

__all__ = ["capacity_is_a_range", "databases_are_sized", "pauses_are_possible", "readers_stand_by"]

_OF_INSTANCES = {"instance_class": "class", "storage_gib": "storage_gib", "max_storage_gib": "max_storage_gib"}
_OF_CLUSTERS = {"capacity": "capacity"}
_NEEDED = {"postgres": ("instance_class", "storage_gib"), "aurora-postgresql": ("capacity",)}
_REASONS = {
    "class": "Serverless v2 has no class; its `capacity` follows the load",
    "storage_gib": "Aurora's storage grows by itself, from nothing",
    "max_storage_gib": "Aurora's storage grows by itself, up to what AWS has",
    "capacity": "an RDS instance has a `class`",
}
_EXAMPLES = {
    "class": "for example `class: db.t4g.medium`",
    "storage_gib": "for example `storage_gib: 50`",
    "capacity": "for example `capacity: {min_acu: 2, max_acu: 16}`",
}
_LEAST_MAXIMUM = 1
_FIRST_TO_PAUSE = {"13": 15, "14": 12, "15": 7, "16": 3}
"""The minor version of each major one from which on a cluster can pause; later majors all can."""


def databases_are_sized(scope: Scope) -> Iterator[Finding]:
    """Demand class and storage of an instance, capacity of a cluster, and nothing of the one from the other."""
    for key, database in scope.environment.databases.items():
        engine = scope.at("databases", key, "engine")
        for field, name in (_OF_INSTANCES if database.aurora else _OF_CLUSTERS).items():
            if getattr(database, field) is not None:
                expected = f"no `{name}` with `{database.engine}`"
                hint = f"{_REASONS[name]}; `{name}: null` takes away what lies under it"
                yield Finding(scope.at("databases", key, name), expected, hint=hint, related=(engine,))
        for field in _NEEDED[database.engine]:
            if getattr(database, field) is None:
                name = _OF_INSTANCES.get(field, field)
                expected = f"a `{name}`, which `{database.engine}` needs"
                yield Finding(scope.at("databases", key), expected, "none", _EXAMPLES[name], (engine,))


def capacity_is_a_range(scope: Scope) -> Iterator[Finding]:
    """Demand a maximum of one unit, and no less than the minimum."""
    for key, database in scope.environment.databases.items():
        capacity = database.capacity
        if capacity is None or not database.aurora:
            continue
        path, least = scope.at("databases", key, "capacity", "max_acu"), max(capacity.min_acu, _LEAST_MAXIMUM)
        if capacity.max_acu < least:
            related = (scope.at("databases", key, "capacity", "min_acu"),)
            expected = f"at least {least:g} ACU: no less than `min_acu`, and 1 at least"
            yield Finding(path, expected, f"{capacity.max_acu:g}", related=related)


def pauses_are_possible(scope: Scope) -> Iterator[Finding]:
    """Demand a time after which a cluster pauses exactly where it may, in a version that can."""
    for key, database in scope.environment.databases.items():
        if database.aurora and database.capacity is not None:
            yield from _pause(scope, key, database)


def _pause(scope: Scope, key: str, database: Database) -> Iterator[Finding]:
    capacity, at = database.capacity, scope.at("databases", key, "capacity")
    assert capacity is not None
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
    """Demand a reader exactly where `multi_az` says that something takes over in a second zone."""
    for key, database in scope.environment.databases.items():
        if not database.aurora or database.readers is None or bool(database.readers) == database.multi_az:
            continue
        path, related = scope.at("databases", key, "readers"), (scope.at("databases", key, "multi_az"),)
        if database.multi_az:
            expected, hint = "1 reader or more, which takes over in a second zone", "or say `multi_az: false`"
        else:
            expected, hint = "no readers with `multi_az: false`", "a reader stands in another zone and takes over"
        yield Finding(path, expected, f"{database.readers}", hint, related)
