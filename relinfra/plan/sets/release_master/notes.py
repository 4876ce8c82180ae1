"""Release notes: for users, and for those who make, support and run the release."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import (
    BreakingChange,
    DatabaseChange,
    Feature,
    Fix,
    Improvement,
    Limitation,
    Release,
)
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points, under
from relinfra.plan.changes import change_lines
from relinfra.plan.history import alike, breaking, commits, every_commit, other_lines, taken_back_lines, undescribed
from relinfra.plan.metrics import with_limit
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Bullet, Bullets, Line, Paragraph, Section, Subheading
from relinfra.plan.once import once
from relinfra.plan.people import on_call, with_contact
from relinfra.plan.say import label, say
from relinfra.plan.scope import ticketed
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.schema_order import undone

__all__ = ["internal_notes", "user_notes"]


def user_notes(facts: Facts) -> tuple[Section, ...]:
    """Return the release notes for users."""
    release, support = facts.release, facts.release.channels.support
    features = [_feature(one) for one in release.features] or _from_commits(facts, "feat")
    better = [_titled(one, "better") for one in release.improvements] or _from_commits(facts, "perf")
    fixed = [_titled(one, "fix") for one in release.fixes] or _from_commits(facts, "fix")
    contact = known(support, say("notes.contact", support=support), "channels.support")
    return (
        Section("notes.features", None, (points(features),)),
        Section("notes.improvements", None, (points(better),)),
        Section("notes.fixes", None, (points(fixed),)),
        Section("notes.changes", None, (points(_to_change(facts)),)),
        Section("notes.limitations", None, (points(_limitation(one, "user") for one in release.limitations),)),
        Section("notes.support", None, (Paragraph((contact,)),)),
    )


def _from_commits(facts: Facts, kind: str) -> list[Line]:
    """Return the commits of a kind, each description once, for a release whose file names no changes of that kind."""
    found = undescribed(facts, commits(facts, kind))
    said = once(found, lambda one: alike(one.description))
    return [(say("notes.commit", one.id, description=one.description),) for one in said]


def _to_change(facts: Facts) -> Iterator[Line]:
    """Yield what no longer works as before: as the release file tells, as commits do, and what reverts take away."""
    yield from (_changed(one) for one in facts.release.breaking_changes)
    for one in breaking(facts):
        yield from one.lines("notes.breaks_users", "user.")
    for commit in undescribed(facts, commits(facts, "revert")):
        if commit.withdrawn:
            yield (say("notes.withdrawn", commit.id, withdrawn=commit.withdrawn),)


def _feature(feature: Feature) -> Line:
    described = say("notes.feature", feature.id, title=feature.title, description=feature.description)
    example = feature.example
    return (described, say("notes.example", feature.id, example=example)) if example else (described,)


def _titled(change: Fix | Improvement, kind: str) -> Line:
    return (say(f"notes.{kind}", change.id, title=change.title),)


def _changed(change: BreakingChange) -> Line:
    title, migration = change.title, change.migration
    if not migration:
        return (say("notes.change", change.id, title=title),)
    return (say("notes.change_with", change.id, title=title, migration=migration),)


def _limitation(limitation: Limitation, where: str) -> Line:
    about = f"{where}.{limitation.id}"
    line = [say("notes.limitation", about, description=limitation.description)]
    if limitation.workaround:
        line.append(say("notes.workaround", about, text=limitation.workaround))
    if limitation.planned:
        line.append(say("notes.planned", about, text=limitation.planned))
    return tuple(line)


def internal_notes(facts: Facts) -> tuple[Section, ...]:
    """Return the release notes for developers, support, testers and operators."""
    release = facts.release
    contacts = (
        (label("notes.technical"), *on_call(facts, "notes")),
        (label("notes.business"), *with_contact(facts, "product_manager", "notes")),
    )
    developers = (
        *under("notes.deployed", _deployed(facts)),
        *under("notes.taken_back", taken_back_lines(facts, "notes")),
        *under("notes.outside", other_lines(facts, "notes")),
        Subheading((label("notes.breaking"),)),
        Bullets(tuple(_broken(facts)) or (Bullet((label("none"),)),)),
        *under("notes.monitoring", _monitoring(facts)),
    )
    supporters = (
        *under("notes.new", (_helped(one) for one in release.features)),
        *under("notes.issues", (_limitation(one, "support") for one in release.limitations)),
        *under("notes.contacts", contacts),
    )
    operators = (*under("notes.cases", _cases(release)), *under("notes.infrastructure", change_lines(facts, "notes")))
    return (
        Section("notes.developers", None, developers),
        Section("notes.supporters", None, supporters),
        Section("notes.operators", None, operators),
    )


def _deployed(facts: Facts) -> Iterator[Line]:
    release = facts.release
    changed: tuple[Feature | Fix | Improvement, ...] = (*release.features, *release.fixes, *release.improvements)
    yield from (ticketed(change, "notes") for change in changed)
    yield from every_commit(facts, "notes")


def _broken(facts: Facts) -> Iterator[Bullet]:
    for change in facts.release.breaking_changes:
        fields = (BreakingChange.reason, BreakingChange.migration, BreakingChange.removal)
        stated = ((one.name, fact) for one in fields if (fact := one.of(change)))
        more = tuple((say(f"notes.breaks.{name}", change.id, text=fact),) for name, fact in stated)
        yield Bullet(ticketed(change, "notes.breaking"), more)
    for one in breaking(facts):
        yield Bullet(one.line("notes.breaking"), one.lines("notes.broken"))
    yield from (_migrated(migration) for migration in facts.release.database_changes)


def _migrated(change: DatabaseChange) -> Bullet:
    described = say("notes.database", change.id, change=change.key, description=change.description)
    later = ((say("notes.cleanup", change.id, text=change.cleanup),),) if change.cleanup else ()
    return Bullet((described,), (undone(change), *later))


def _monitoring(facts: Facts) -> Iterator[Line]:
    for stage in facts.live:
        yield from _watched(stage)
    for one in facts.release.log_patterns:
        given = {"service": one.service, "pattern": one.pattern, "means": one.means}
        yield (say("notes.pattern", one.id, **given),)
    for metric in facts.release.metrics:
        yield (with_limit(metric, "notes.metric", "notes"),)


def _watched(stage: Stage) -> Iterator[Line]:
    for alarm in stage.alarms:
        if alarm.name:
            yield (say("notes.watch", alarm.id, name=alarm.name), *condition(alarm, "notes"))
    for service in stage.services:
        group = Stage.log_groups.get(stage, service.key)
        if group.retention_days:
            yield (say("notes.logs", group.id, name=service.log_router.target or group.name),)


def _helped(feature: Feature) -> Line:
    help_, path = feature.help, f"features.{feature.key}.help"
    about = f"support.{feature.id}"
    described = say("notes.feature", about, title=feature.title, description=feature.description)
    if help_ is None:
        return (described, label("notes.how_to_help"), missing("features.help", path))
    return (described, say("notes.help", feature.id, help=help_))


def _cases(release: Release) -> Iterator[Line]:
    for journey in release.journeys:
        test = journey.test
        tried = say("notes.journey", journey.id, title=journey.title)
        yield (tried, say("notes.test", journey.id, test=test) if test else label("notes.by_hand"))
    for fix in release.fixes:
        check = fix.check
        if check:
            yield (say("notes.check", fix.id, title=fix.title, check=check),)
