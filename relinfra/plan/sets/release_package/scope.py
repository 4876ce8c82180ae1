"""What the release contains and what it does not."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import points, under
from relinfra.plan.changes import told_changes
from relinfra.plan.gaps import field, gap
from relinfra.plan.history import breaking, told, told_or_asked
from relinfra.plan.model import Block, Bullet, Bullets, Line, Section, Subheading
from relinfra.plan.say import label, say
from relinfra.plan.scope import IMPROVEMENTS, SEVERITIES, fixes_of, improvements_of, ticketed

__all__ = ["scope"]

_ASKED = ("description", "value", "ticket", "owner", "status")


def scope(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    release = facts.at("release")
    out = facts.get("release.out_of_scope")
    return (
        Section("scope.features", None, tuple(_features(release))),
        Section("scope.fixes", None, tuple(_fixes(facts))),
        Section("scope.improvements", None, tuple(_improvements(facts))),
        Section("scope.breaking", None, _breaking(facts)),
        Section("scope.commits", None, (points(told_or_asked(facts, "scope")),)),
        Section("scope.limitations", None, (points(_limitation(one) for one in release.nodes("limitations")),)),
        Section("scope.out", None, (points([(say("scope.out", out=out),)] if out else []),)),
    )


def _features(release: Node) -> Iterator[Block]:
    for feature in release.nodes("features"):
        yield Subheading((say("scope.feature", feature.id, title=feature.fact("title")),))
        yield Bullets(tuple(_feature(feature)))
    if not release.nodes("features"):
        yield points([(gap("features"),)])


def _feature(feature: Node) -> Iterator[Bullet]:
    for name in _ASKED:
        yield Bullet((label(f"scope.field.{name}"), field(feature, name, f"scope.says_{name}")))
    systems, flag = feature.fact("depends_on"), feature.fact("flag")
    rests = say("scope.depends", feature.id, systems=systems) if systems else label("none")
    yield Bullet((label("scope.field.dependencies"), rests))
    if flag:
        yield Bullet((label("scope.field.flag"), say("scope.flag", feature.id, flag=flag)))


def _fixes(facts: Facts) -> Iterator[Block]:
    for severity in SEVERITIES:
        found = fixes_of(facts, severity)
        unsaid = [one for one in facts.at("release").nodes("fixes") if not one.fact("severity")]
        found += tuple(unsaid) if severity == "normal" else ()
        yield Subheading((label(f"scope.severity.{severity}"),))
        yield Bullets(tuple(Bullet(ticketed(one, "scope"), tuple(_fix(one))) for one in found)) if found else points(())


def _fix(fix: Node) -> Iterator[Line]:
    for name in ("impact", "check"):
        yield (label(f"scope.field.{name}"), field(fix, name, f"scope.says_{name}"))


def _improvements(facts: Facts) -> Iterator[Block]:
    for kind in IMPROVEMENTS:
        lines = [ticketed(one, "scope") for one in improvements_of(facts, kind)]
        if kind == "infrastructure":
            lines += told_changes(facts, "scope")
        yield from under(f"scope.kind.{kind}", lines)


def _breaking(facts: Facts) -> tuple[Block, ...]:
    release = facts.at("release")
    bullets = [
        Bullet(ticketed(one, "scope.breaking"), tuple(_broken(one))) for one in release.nodes("breaking_changes")
    ]
    bullets += [
        Bullet((*told(commit, "scope.breaking"), say("scope.broken", commit.key, how=commit.fact("breaking"))))
        for commit in breaking(facts)
    ]
    changes = tuple(Bullet(_database(one), tuple(_undone(one))) for one in release.nodes("database_changes"))
    return (
        Subheading((label("scope.interfaces"),)),
        Bullets(tuple(bullets)) if bullets else points(()),
        Subheading((label("scope.databases"),)),
        Bullets(changes) if changes else points(()),
    )


def _broken(change: Node) -> Iterator[Line]:
    for name in ("reason", "migration", "removal"):
        yield (label(f"scope.field.{name}"), field(change, name, f"scope.says_{name}"))


def _database(change: Node) -> Line:
    return (say("scope.database", change.id, change=change.key, description=change.fact("description")),)


def _undone(change: Node) -> Iterator[Line]:
    for name in ("backward_compatible", "rollback"):
        yield (label(f"scope.field.{name}"), field(change, name, f"scope.says_{name}"))


def _limitation(limitation: Node) -> Line:
    planned = limitation.fact("planned")
    said = say("scope.limitation", limitation.id, description=limitation.fact("description"))
    return (said, say("scope.planned", limitation.id, planned=planned)) if planned else (said,)
