"""Changes of databases: versions, classes, storage, parameters, windows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, attribute_change, former, present
from relinfra.comparison.consequences.watch import Watch, changed, higher, lower, on, watched
from relinfra.comparison.pair import Pair
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource

__all__ = ["WATCHED", "database"]

_INSTANCE = (
    Watch("aws_db_instance", ("allocated_storage",), higher, "storage_grows", "GiB"),
    Watch("aws_db_instance", ("allocated_storage",), lower, "storage_shrinks", "GiB"),
    Watch("aws_db_instance", ("backup_window",), changed, "window_moves"),
    Watch("aws_db_instance", ("identifier",), changed, "renamed"),
    Watch("aws_db_instance", ("maintenance_window",), changed, "window_moves"),
    Watch("aws_db_instance", ("storage_type",), changed, "storage_changes"),
)
_CLUSTER = (
    Watch("aws_rds_cluster", ("preferred_backup_window",), changed, "window_moves"),
    Watch("aws_rds_cluster", ("preferred_maintenance_window",), changed, "window_moves"),
)
WATCHED = (
    *_INSTANCE,
    *_CLUSTER,
    *(
        Watch(type_, path, judge, why)
        for type_ in ("aws_db_instance", "aws_rds_cluster")
        for path, judge, why in (
            (("apply_immediately",), on, "applied_at_once"),
            (("port",), changed, "port_changes"),
        )
    ),
    *(
        Watch(type_, (name,), changed, why)
        for type_ in ("aws_db_instance", "aws_rds_cluster_instance")
        for name, why in (("ca_cert_identifier", "certificate_changes"), ("instance_class", "class_restart"))
    ),
)

_VERSIONED = ("aws_db_instance", "aws_rds_cluster")
_GROUPS = ("aws_db_parameter_group", "aws_rds_cluster_parameter_group")
# The engines whose major versions have two numbers, as 8.0 and 8.4.
_TWO_NUMBERS = ("mysql", "mariadb")
_NUMBER = re.compile(r"\d+")
_STATIC = "pending-reboot"


def database(between: Between) -> Iterator[Consequence]:
    """Yield every change of a database that stays."""
    yield from watched(between, "database", WATCHED)
    for type_ in _VERSIONED:
        yield from (change for pair in between.of(type_) for change in _version(pair))
    yield from (change for pair in between.of("aws_db_instance") for change in _network(between, pair))
    for type_ in _GROUPS:
        yield from (change for pair in between.of(type_) for change in _parameters(pair))


def _version(pair: Pair) -> Iterator[Consequence]:
    was, now = pair.former.at("engine_version"), pair.present.at("engine_version")
    why = _upgrade(pair.present, was, now) if was and now else ""
    if was and now and why:
        yield attribute_change(pair, "database", ("engine_version",), why, before=was.text, after=now.text)


def _upgrade(database: Resource, was: Attribute, now: Attribute) -> str:
    """Return the kind of upgrade, empty where there is none."""
    before, after = ([int(digits) for digits in _NUMBER.findall(one.text)] for one in (was, now))
    engine = database.at("engine")
    size = 2 if engine and engine.text in _TWO_NUMBERS else 1
    if before[:size] != after[:size]:
        return "major_upgrade" if after > before else "version_lowered"
    if before == after:
        return ""
    return "minor_upgrade" if after > before or len(after) < len(before) else "version_lowered"


def _network(between: Between, pair: Pair) -> Iterator[Consequence]:
    path = ("db_subnet_group_name",)
    was, now = pair.former.at(*path), pair.present.at(*path)
    if was and now and not between.same(was, now):
        yield attribute_change(pair, "database", path, "network_changes", before=was.text, after=now.text)


def _parameters(pair: Pair) -> Iterator[Consequence]:
    """Yield the parameters that differ, those that need a restart told apart."""
    was, now = (_settings(group) for group in pair)
    differing = sorted(name for name in was.keys() | now.keys() if _value(was, name) != _value(now, name))
    for why, static in (("static_parameter", True), ("dynamic_parameter", False)):
        names = tuple(name for name in differing if _static(now.get(name) or was.get(name)) is static)
        if names:
            before = tuple(f"{name}={_value(was, name) or '-'}" for name in names)
            after = tuple(f"{name}={_value(now, name) or '-'}" for name in names)
            evidence = (former(pair.former, "parameter"), present(pair.present, "parameter"))
            stack, address = pair.place
            yield Consequence(stack, address, "database", f"parameter.{why}", why, evidence, before, after)


def _settings(group: Resource) -> dict[str, Attribute]:
    return {name.text: one for one in group.each("parameter") if (name := one.at("name"))}


def _value(settings: dict[str, Attribute], name: str) -> str | None:
    found = settings.get(name)
    value = found.at("value") if found else None
    return value.text if value else None


def _static(parameter: Attribute | None) -> bool:
    method = parameter.at("apply_method") if parameter else None
    return method is not None and method.text == _STATIC
