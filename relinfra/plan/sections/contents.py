"""Contents of a release: its changes with ticket and owner, and the order of schema and code."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import DatabaseChange, Feature
from relinfra.plan.blocks import points
from relinfra.plan.model import Block, Bullet, Line, Statement, Subheading
from relinfra.plan.say import label, say
from relinfra.plan.scope import ticketed
from relinfra.plan.sections.schema_order import order_back, order_forth

__all__ = ["contents", "going_back", "going_forth"]


def contents(facts: Facts) -> tuple[Block, ...]:
    """Return features, fixes, improvements and breaking changes, nothing where the release file names none."""
    found = tuple(_changes(facts))
    return (Subheading((label("contents.heading"),)), points(found)) if found else ()


def _changes(facts: Facts) -> Iterator[Line]:
    release = facts.release
    for feature in release.features:
        yield (label("contents.feature"), *ticketed(feature, "contents"), *_dependent(feature))
    for kind, changes in (
        ("fix", release.fixes),
        ("improvement", release.improvements),
        ("breaking", release.breaking_changes),
    ):
        for change in changes:
            yield (label(f"contents.{kind}"), *ticketed(change, "contents"))


def _dependent(feature: Feature) -> Line:
    line: list[Statement] = []
    if feature.status:
        line.append(say("contents.status", feature.id, status=feature.status))
    if feature.depends_on:
        line.append(say("contents.depends", feature.id, systems=feature.depends_on))
    if feature.flag:
        line.append(say("contents.flag", feature.id, flag=feature.flag))
    return tuple(line)


def going_forth(facts: Facts) -> Iterator[Bullet]:
    """Yield each change of a database, how long it takes, and the order of schema and code."""
    for change in facts.release.database_changes:
        yield Bullet((label("contents.database"), *_described(change), *order_forth(change)))


def _described(change: DatabaseChange) -> Line:
    given = {"text": change.description, "database": change.database, "minutes": change.minutes}
    return (say("contents.change", change.id, change=change.key, **given),)


def going_back(facts: Facts) -> Iterator[Bullet]:
    """Yield the order of code and data on the way back."""
    for change in facts.release.database_changes:
        yield Bullet((label("contents.database"), *order_back(change)))
