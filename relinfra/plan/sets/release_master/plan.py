"""The release plan: context, content, risks, criteria, timeline, people, communication."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import BreakingChange, DatabaseChange, Release, System
from relinfra.plan.blocks import points, under
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.day.acts import decision
from relinfra.plan.history import breaking, commit_lines, commits, undescribed
from relinfra.plan.milestones import milestone, window
from relinfra.plan.missing import field, known, missing
from relinfra.plan.model import Block, Bullet, Bullets, Check, Checklist, Line, Paragraph, Section, Subheading
from relinfra.plan.people import ROLES, person
from relinfra.plan.risks import risks
from relinfra.plan.say import label, say
from relinfra.plan.scope import item, ticketed
from relinfra.plan.sections.triggers import triggers
from relinfra.plan.sections.upgrades import announced, upgraded
from relinfra.release import MilestoneName

__all__ = ["context", "release_plan"]

_TECHNICAL = ("fix", "perf", "refactor", "build", "ci", "revert")
_DAYS: tuple[MilestoneName, ...] = ("code_freeze", "qa_start", "approval")


def release_plan(facts: Facts) -> tuple[Section, ...]:
    """Return the release plan, from its context to its communication."""
    return (
        Section("master.context", None, (Paragraph(context(facts)),)),
        Section("master.content", None, _content(facts)),
        Section("master.risks", None, _risks(facts)),
        Section("master.criteria", None, (Checklist(tuple(_criterion(one) for one in criteria(facts))),)),
        Section("master.timeline", None, (points(_timeline(facts)),)),
        Section("master.people", None, (points(person(facts, role, "plan") for role in ROLES if role != "cto"),)),
        Section("master.communication", None, (Bullets(_communication(facts)),)),
    )


def context(facts: Facts) -> Line:
    """Return the summary of the release, the reason for it, and its value."""
    fields = (Release.summary, Release.reason, Release.value)
    found = ((one.name, one.of(facts.release)) for one in fields)
    return tuple(known(fact, say(f"master.{name}", text=fact), name) for name, fact in found)


def _content(facts: Facts) -> tuple[Block, ...]:
    release = facts.release
    features: list[Line] = [item(one, "plan") for one in release.features]
    technical = [ticketed(fix, "plan") for fix in release.fixes]
    technical += [ticketed(improvement, "plan") for improvement in release.improvements]
    technical += commit_lines(undescribed(facts, commits(facts, *_TECHNICAL)), "plan")
    return (
        *under("master.features", features or [(missing("features"),)]),
        *under("master.technical", technical),
        Subheading((label("master.breaking"),)),
        Bullets(tuple(_breaking(facts)) or (Bullet((label("none"),)),)),
    )


def _breaking(facts: Facts) -> Iterator[Bullet]:
    release = facts.release
    for one in release.breaking_changes:
        yield Bullet(ticketed(one, "plan"), ((field(one, BreakingChange.migration, "master.migrate"),),))
    for broken in breaking(facts):
        yield Bullet(broken.line("plan.breaking"), broken.lines("master.broken"))
    for database in (one for stage in facts.live for one in upgraded(stage)):
        yield Bullet(announced(facts, database))
    for change in release.database_changes:
        yield Bullet(_migrated(change))


def _migrated(change: DatabaseChange) -> Line:
    compatible, minutes = change.backward_compatible, change.minutes
    line = [say("master.database", change.id, change=change.key, description=change.description)]
    if compatible:
        key = "master.compatible" if compatible.value else "master.incompatible"
        line.append(say(key, change.id, compatible=compatible))
    if minutes:
        line.append(say("master.takes", change.id, minutes=minutes))
    return tuple(line)


def _risks(facts: Facts) -> tuple[Block, ...]:
    systems: list[Line] = [_system(one) for one in facts.release.systems]
    return (*under("master.high_risks", _high(facts)), *under("master.systems", systems or [(missing("systems"),)]))


def _high(facts: Facts) -> Iterator[Line]:
    for one in risks(facts):
        if one.severity in ("high", "critical"):
            probable = (label("master.probability"), label(f"risk.level.{one.probability}"))
            impact = (label("master.impact"), label(f"risk.level.{one.impact}"))
            against = (label("master.mitigation"), *one.mitigation[0]) if one.mitigation else ()
            yield (one.title, *probable, *impact, *against)


def _system(system: System) -> Line:
    check, path = system.check, f"systems.{system.key}.check"
    depended_on = say("master.system", system.id, system=system.key, kind=system.kind, breaks=system.breaks)
    return (depended_on, known(check, say("master.checked", system.id, check=check), "systems.check", path))


def _criterion(one: Criterion) -> Check:
    return one.check(label("master.must" if one.blocks else "master.should"), under=(one.verification,))


def _timeline(facts: Facts) -> Iterator[Line]:
    for name in _DAYS:
        yield milestone(facts, name, "plan")
    yield (label("master.window"), *window(facts, "plan"))
    yield milestone(facts, "release", "plan")


def _communication(facts: Facts) -> tuple[Bullet, ...]:
    meeting, channel = facts.release.channels.meeting, facts.release.channels.release
    minutes = facts.release.updates_minutes
    place = known(meeting, say("master.meeting", meeting=meeting), "channels.meeting")
    told_in = known(channel, say("master.updates", channel=channel), "channels.release")
    often = known(minutes, say("master.often", minutes=minutes), "updates_minutes")
    return (
        Bullet((label("master.go_no_go"), *decision(facts, "meeting"), place)),
        Bullet((label("master.status"), told_in, often)),
        Bullet((label("master.triggers"),), tuple(_triggers(facts))),
    )


def _triggers(facts: Facts) -> Iterator[Line]:
    """Yield what turns a deployment back without asking, or that nothing does."""
    found = [one for one in triggers(facts) if one.automatic]
    yield from ((*one.condition, label("trigger.nobody_else")) for one in found)
    if not found:
        yield (label("none"),)
