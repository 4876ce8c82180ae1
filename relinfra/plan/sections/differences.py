"""Where the stages differ, and what follows from it."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Line, Row, Statement, Table
from relinfra.plan.say import label, say

__all__ = ["differences"]

# What a setting may belong to, and the fact that says it is there.
_THINGS = {"service": "name", "database": "identifier", "log_group": "name"}

# The words of the setting in the locale, and where its fact lies. `*` stands for every name there.
_SETTINGS = (
    ("zones", "network.zones"),
    ("nat_gateways", "network.nat_gateways"),
    ("services", "service.*.name"),
    ("databases", "database.*.identifier"),
    ("tasks_min", "service.*.tasks_min"),
    ("tasks_max", "service.*.tasks_max"),
    ("strategy", "service.*.deployment.strategy"),
    ("bake_minutes", "service.*.deployment.bake_minutes"),
    ("rollback_alarms", "service.*.deployment.alarms"),
    ("database_class", "database.*.class"),
    ("acu_min", "database.*.acu_min"),
    ("acu_max", "database.*.acu_max"),
    ("multi_az", "database.*.multi_az"),
    ("deletion_protection", "database.*.deletion_protection"),
    ("backup_days", "database.*.backup_days"),
    ("snapshots", "snapshots.*.kept"),
    ("recovery", "recovery.region"),
    ("log_days", "log_group.*.retention_days"),
    ("approval", "approval.reviewers"),
    ("budget", "budget.*.limit"),
)


def differences(stages: tuple[Node, ...]) -> Table | None:
    """Return the settings in which deployed stages differ, or None where there is nothing to compare."""
    rows = [row for setting, path in _SETTINGS for row in _rows(stages, setting, path)]
    if not rows:
        return None
    named = (say("environments.compared", stage.id, stage=stage.fact("stage")) for stage in stages)
    headings = (label("environments.heading.setting"), *named, label("environments.heading.consequence"))
    return Table(headings, tuple(rows))


def _rows(stages: tuple[Node, ...], setting: str, path: str) -> list[Row]:
    found = [_row(stages, setting, place) for place in _places(stages, path) if _everywhere(stages, place)]
    return [row for row in found if row]


def _everywhere(stages: tuple[Node, ...], place: str) -> bool:
    """Whether every stage has the thing a setting belongs to; that one lacks it is a row of its own."""
    kind, name, *_ = place.split(".")
    if kind not in _THINGS or place == f"{kind}.{name}.{_THINGS[kind]}":
        return True
    return all(not stage.node(f"{kind}.{name}").empty for stage in stages)


def _places(stages: tuple[Node, ...], path: str) -> list[str]:
    kind, star, rest = path.partition(".*.")
    if not star:
        return [path]
    names = sorted({node.key for stage in stages for node in stage.nodes(kind) if node.fact(rest)})
    return [f"{kind}.{name}.{rest}" for name in names]


def _row(stages: tuple[Node, ...], setting: str, place: str) -> Row | None:
    facts = [stage.fact(place) for stage in stages]
    if setting in ("services", "databases") and all(facts):
        return None
    if len({str(fact.value) if fact else None for fact in facts}) == 1 or (setting == "rollback_alarms" and all(facts)):
        return None
    what = (label(f"difference.{setting}.name"), *_subject(place))
    values = (_value(stage, place, fact) for stage, fact in zip(stages, facts, strict=True))
    return Row(((what,), *(((value,),) for value in values), ((label(f"difference.{setting}.consequence"),),)))


def _subject(place: str) -> Line:
    kind, name, *_ = place.split(".")
    return (label("difference.subject", name=name),) if kind in ("service", "database", "log_group") else ()


def _value(stage: Node, place: str, fact: Fact | None) -> Statement:
    existing = stage.fact("network.existing")
    if fact is None and existing and place.startswith("network."):
        return say("difference.existing", f"{stage.id}.{place}", vpc=existing)
    if fact is None:
        return label("none")
    key = "difference.names" if isinstance(fact.value, tuple) else "difference.value"
    if place.endswith(".strategy"):
        key = "difference.strategy.value"
    return say(key, f"{stage.id}.{place}", fact=fact)
