"""The scope of the release: its changes, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import BreakingChange, DatabaseChange, Feature, Fix, Limitation, Release
from relinfra.plan.blocks import points, under
from relinfra.plan.changes import change_lines
from relinfra.plan.history import breaking, every_commit, other_lines
from relinfra.plan.missing import field, missing
from relinfra.plan.model import Block, Bullet, Bullets, Line, Section, Subheading
from relinfra.plan.say import label, say
from relinfra.plan.scope import IMPROVEMENTS, SEVERITIES, fixes_of, improvements_of, ticketed
from relinfra.plan.sections.schema_order import undone

__all__ = ["scope"]

_DESCRIBED_BY = (Feature.description, Feature.value, Feature.ticket, Feature.owner, Feature.status)


def scope(facts: Facts) -> tuple[Section, ...]:
    """Return the scope, from features to what is out of it."""
    release = facts.release
    out = facts.release.out_of_scope
    return (
        Section("scope.features", None, tuple(_features(release))),
        Section("scope.fixes", None, tuple(_fixes(facts))),
        Section("scope.improvements", None, tuple(_improvements(facts))),
        Section("scope.breaking", None, _breaking(facts)),
        Section("scope.commits", None, tuple(_commits(facts))),
        Section("scope.limitations", None, (points(_limitation(one) for one in release.limitations),)),
        Section("scope.out", None, (points([(say("scope.out", out=out),)] if out else []),)),
    )


def _features(release: Release) -> Iterator[Block]:
    for feature in release.features:
        yield Subheading((say("scope.feature", feature.id, title=feature.title),))
        yield Bullets(tuple(_feature(feature)))
    if not release.features:
        yield points([(missing("features"),)])


def _feature(feature: Feature) -> Iterator[Bullet]:
    for one in _DESCRIBED_BY:
        yield Bullet((label(f"scope.field.{one.name}"), field(feature, one, f"scope.says_{one.name}")))
    systems, flag = feature.depends_on, feature.flag
    rests = say("scope.depends", feature.id, systems=systems) if systems else label("none")
    yield Bullet((label("scope.field.dependencies"), rests))
    if flag:
        yield Bullet((label("scope.field.flag"), say("scope.flag", feature.id, flag=flag)))


def _fixes(facts: Facts) -> Iterator[Block]:
    for severity in SEVERITIES:
        found = fixes_of(facts, severity)
        unrated = [one for one in facts.release.fixes if not one.severity]
        found += tuple(unrated) if severity == "normal" else ()
        yield Subheading((label(f"scope.severity.{severity}"),))
        yield Bullets(tuple(Bullet(ticketed(one, "scope"), tuple(_fix(one))) for one in found)) if found else points(())


def _fix(fix: Fix) -> Iterator[Line]:
    for one in (Fix.impact, Fix.check):
        yield (label(f"scope.field.{one.name}"), field(fix, one, f"scope.says_{one.name}"))


def _improvements(facts: Facts) -> Iterator[Block]:
    for kind in IMPROVEMENTS:
        lines = [ticketed(one, "scope") for one in improvements_of(facts, kind)]
        if kind == "infrastructure":
            lines += change_lines(facts, "scope")
        yield from under(f"scope.kind.{kind}", lines)


def _breaking(facts: Facts) -> tuple[Block, ...]:
    release = facts.release
    bullets = [Bullet(ticketed(one, "scope.breaking"), tuple(_broken(one))) for one in release.breaking_changes]
    bullets += [Bullet(one.line("scope.breaking"), one.lines("scope.broken")) for one in breaking(facts)]
    changes = tuple(Bullet(_database(one), tuple(_undone(one))) for one in release.database_changes)
    return (
        Subheading((label("scope.interfaces"),)),
        Bullets(tuple(bullets)) if bullets else points(()),
        Subheading((label("scope.databases"),)),
        Bullets(changes) if changes else points(()),
    )


def _commits(facts: Facts) -> Iterator[Block]:
    yield points(every_commit(facts, "scope"))
    others = other_lines(facts, "scope") if facts.history.order else ()
    if others:
        yield from under("scope.outside", others)


def _broken(change: BreakingChange) -> Iterator[Line]:
    for one in (BreakingChange.reason, BreakingChange.migration, BreakingChange.removal):
        yield (label(f"scope.field.{one.name}"), field(change, one, f"scope.says_{one.name}"))


def _database(change: DatabaseChange) -> Line:
    return (say("scope.database", change.id, change=change.key, description=change.description),)


def _undone(change: DatabaseChange) -> Iterator[Line]:
    compatible = DatabaseChange.backward_compatible
    yield (label(f"scope.field.{compatible.name}"), field(change, compatible, f"scope.says_{compatible.name}"))
    yield undone(change)


def _limitation(limitation: Limitation) -> Line:
    planned = limitation.planned
    described = say("scope.limitation", limitation.id, description=limitation.description)
    return (described, say("scope.planned", limitation.id, planned=planned)) if planned else (described,)
