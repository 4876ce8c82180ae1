"""Differences between the stages, and what follows from each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from relinfra.evidence import Fact
from relinfra.evidence.record import Parts, Record
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.network import Network
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Row, Statement, Table
from relinfra.plan.say import again, label, say
from relinfra.plan.sections.further_differences import further_differences
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["all_else", "differences"]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class _Setting:
    """A setting that stages may differ in: its words in the locale, and its facts in a stage.

    The facts are found by the key of the thing they belong to, which is empty where they belong to the stage itself;
    where that thing is `named`, the row says which it is. Where it is `shared`, it is compared between the stages that
    have it. Of a `presence` it counts only that the fact is there, for its value is another one in every stage.
    """

    name: str
    facts: Callable[[Stage], dict[str, Fact | None]]
    named: bool = False
    shared: bool = False
    presence: bool = False

    def absent(self, stage: Stage) -> Statement:
        """Return what is said of a stage that has no such fact."""
        return label("none")


class _OfNetwork(_Setting):
    """A setting of the network: nothing is known of it where the VPC was there before."""

    def absent(self, stage: Stage) -> Statement:
        existing, about = stage.network.existing, f"{stage.network.id}.{self.name}"
        return say("difference.existing", about, vpc=existing) if existing else label("none")


def _stage(name: str, read: Callable[[Stage], Fact | None]) -> _Setting:
    return _Setting(name, lambda stage: {"": read(stage)})


def _network(name: str, read: Callable[[Network], Fact | None]) -> _Setting:
    return _OfNetwork(name, lambda stage: {"": read(stage.network)})


def _each(name: str, parts: Parts[R], read: Callable[[R], Fact | None], presence: bool = False) -> _Setting:
    """Return a setting of things by name; that a stage lacks one of them is a row of its own."""
    return _Setting(name, _by_key(parts, read), named=True, shared=True, presence=presence)


def _exists(name: str, parts: Parts[R], read: Callable[[R], Fact | None]) -> _Setting:
    """Return the setting that a thing is there, known by its name."""
    return _Setting(name, _by_key(parts, read), named=True, presence=True)


def _unnamed(name: str, parts: Parts[R], read: Callable[[R], Fact | None]) -> _Setting:
    """Return a setting of things of which a stage usually has one."""
    return _Setting(name, _by_key(parts, read))


def _by_key(parts: Parts[R], read: Callable[[R], Fact | None]) -> Callable[[Stage], dict[str, Fact | None]]:
    return lambda stage: {record.key: read(record) for record in parts.of(stage)}


def _class(database: Database) -> Fact | None:
    return database.instance_class if isinstance(database, RdsInstance) else None


def _least(database: Database) -> Fact | None:
    return database.acu_min if isinstance(database, AuroraCluster) else None


def _most(database: Database) -> Fact | None:
    return database.acu_max if isinstance(database, AuroraCluster) else None


_SETTINGS = (
    _network("zones", lambda network: network.zones),
    _network("nat_gateways", lambda network: network.nat_gateways),
    _exists("services", Stage.services, lambda service: service.name),
    _exists("databases", Stage.databases, lambda database: database.identifier),
    _each("tasks_min", Stage.services, lambda service: service.tasks_min),
    _each("tasks_max", Stage.services, lambda service: service.tasks_max),
    _each("strategy", Stage.services, lambda service: service.rollout.strategy),
    _each("bake_minutes", Stage.services, lambda service: bake_minutes(service.rollout)),
    _each("rollback_alarms", Stage.services, lambda service: service.rollout.alarms, presence=True),
    _each("database_class", Stage.databases, _class),
    _each("acu_min", Stage.databases, _least),
    _each("acu_max", Stage.databases, _most),
    _each("multi_az", Stage.databases, lambda database: database.multi_az),
    _each("deletion_protection", Stage.databases, lambda database: database.deletion_protection),
    _each("backup_days", Stage.databases, lambda database: database.backup_days),
    _unnamed("snapshots", Stage.snapshots, lambda plan: plan.kept),
    _stage("recovery", lambda stage: stage.recovery.region),
    _each("log_days", Stage.log_groups, lambda group: group.retention_days),
    _stage("approval", lambda stage: stage.environment_approval.reviewers),
    _unnamed("budget", Stage.budgets, lambda budget: budget.limit),
)


def differences(stages: tuple[Stage, ...]) -> Table | None:
    """Return the settings in which deployed stages differ, or None where there is nothing to compare."""
    rows = [row for setting in _SETTINGS for row in _rows(stages, setting)]
    if not rows:
        return None
    return Table(_headings(stages), tuple(rows))


def all_else(stages: tuple[Stage, ...]) -> Table | None:
    """Return every further fact in which deployed stages differ, or None where they agree in all else."""
    found = (
        (stage, fact) for stage in stages for setting in _SETTINGS for fact in setting.facts(stage).values() if fact
    )
    known = frozenset(fact.id.removeprefix(f"{stage.id}.") for stage, fact in found)
    headings = tuple(map(again, _headings(stages)))
    return further_differences(stages, known, headings) if len(stages) > 1 else None


def _headings(stages: tuple[Stage, ...]) -> tuple[Statement, ...]:
    named = (say("environments.compared", stage.id, stage=stage.title) for stage in stages)
    return (label("environments.heading.setting"), *named, label("environments.heading.consequence"))


def _rows(stages: tuple[Stage, ...], setting: _Setting) -> list[Row]:
    facts = [setting.facts(stage) for stage in stages]
    keys = sorted({key for found in facts for key, fact in found.items() if fact})
    if setting.shared:
        keys = [key for key in keys if _apart([found[key] for found in facts if key in found])]
    rows = (_row(stages, setting, key, [found.get(key) for found in facts]) for key in keys)
    return [row for row in rows if row]


def _row(stages: tuple[Stage, ...], setting: _Setting, key: str, facts: list[Fact | None]) -> Row | None:
    if setting.presence and all(facts):
        return None
    if not _apart(facts):
        return None
    subject: Line = (label("difference.subject", name=key),) if setting.named else ()
    what = (label(f"difference.{setting.name}.name"), *subject)
    values = (_value(setting, stage, fact) for stage, fact in zip(stages, facts, strict=True))
    return Row(((what,), *(((value,),) for value in values), ((label(f"difference.{setting.name}.consequence"),),)))


def _apart(facts: list[Fact | None]) -> bool:
    return len({str(fact.value) if fact else None for fact in facts}) > 1


def _value(setting: _Setting, stage: Stage, fact: Fact | None) -> Statement:
    if fact is None:
        return setting.absent(stage)
    key = "difference.names" if isinstance(fact.value, tuple) else "difference.value"
    about = fact.id if fact.id.startswith(f"{stage.id}.") else f"{stage.id}.{fact.id}"
    return say("difference.strategy.value" if setting.name == "strategy" else key, about, fact=fact)
