"""The release plan: context, content, risks, criteria, timeline, people, communication."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import points, under
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.gaps import field, gap, known
from relinfra.plan.history import breaking, commits, told, untold
from relinfra.plan.milestones import milestone, on_day, window
from relinfra.plan.model import Block, Bullet, Bullets, Check, Checklist, Line, Paragraph, Section, Subheading
from relinfra.plan.people import ROLES, person
from relinfra.plan.risks import risks
from relinfra.plan.say import label, say
from relinfra.plan.scope import item, ticketed
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.safety import acting_alarms
from relinfra.plan.stages import live

__all__ = ["context", "release_plan"]

_TECHNICAL = ("fix", "perf", "refactor", "build", "ci", "revert")
_DAYS = ("code_freeze", "qa_start", "approval")


def release_plan(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
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
    """Return what the release is, why now, and what it is worth."""
    said = ((name, facts.get(f"release.{name}")) for name in ("summary", "reason", "value"))
    return tuple(known(fact, say(f"master.{name}", text=fact), name) for name, fact in said)


def _content(facts: Facts) -> tuple[Block, ...]:
    release = facts.at("release")
    features: list[Line] = [item(one, "plan") for one in release.nodes("features")]
    technical = [ticketed(one, "plan") for kind in ("fixes", "improvements") for one in release.nodes(kind)]
    technical += [told(commit, "plan") for commit in untold(facts, commits(facts, *_TECHNICAL))]
    return (
        *under("master.features", features or [(gap("features"),)]),
        *under("master.technical", technical),
        Subheading((label("master.breaking"),)),
        Bullets(tuple(_breaking(facts)) or (Bullet((label("none"),)),)),
    )


def _breaking(facts: Facts) -> Iterator[Bullet]:
    release = facts.at("release")
    for one in release.nodes("breaking_changes"):
        yield Bullet(ticketed(one, "plan"), ((field(one, "migration", "master.migrate"),),))
    for commit in breaking(facts):
        how = say("master.broken", commit.key, how=commit.fact("breaking"))
        yield Bullet(told(commit, "plan.breaking"), ((how,),))
    for change in release.nodes("database_changes"):
        yield Bullet(_migrated(change))


def _migrated(change: Node) -> Line:
    compatible, minutes = change.fact("backward_compatible"), change.fact("minutes")
    line = [say("master.database", change.id, change=change.key, description=change.fact("description"))]
    if compatible:
        key = "master.compatible" if compatible.value else "master.incompatible"
        line.append(say(key, change.id, compatible=compatible))
    if minutes:
        line.append(say("master.takes", change.id, minutes=minutes))
    return tuple(line)


def _risks(facts: Facts) -> tuple[Block, ...]:
    systems: list[Line] = [_system(one) for one in facts.at("release").nodes("systems")]
    return (*under("master.high_risks", _high(facts)), *under("master.systems", systems or [(gap("systems"),)]))


def _high(facts: Facts) -> Iterator[Line]:
    for one in risks(facts):
        if one.severity in ("high", "critical"):
            probable = (label("master.probability"), label(f"risk.level.{one.probability}"))
            impact = (label("master.impact"), label(f"risk.level.{one.impact}"))
            against = (label("master.mitigation"), *one.mitigation[0]) if one.mitigation else ()
            yield (one.title, *probable, *impact, *against)


def _system(system: Node) -> Line:
    given = {name: system.fact(name) for name in ("kind", "breaks")}
    check, path = system.fact("check"), f"systems.{system.key}.check"
    said = say("master.system", system.id, system=system.key, **given)
    return (said, known(check, say("master.checked", system.id, check=check), "systems.check", path))


def _criterion(one: Criterion) -> Check:
    return Check((one.title, label("master.must" if one.blocks else "master.should")), one.met, (one.verification,))


def _timeline(facts: Facts) -> Iterator[Line]:
    for name in _DAYS:
        yield milestone(facts, name, "plan")
    yield (label("master.window"), *window(facts, "plan"))
    yield milestone(facts, "release", "plan")


def _communication(facts: Facts) -> tuple[Bullet, ...]:
    meeting, channel = facts.get("release.channels.meeting"), facts.get("release.channels.release")
    minutes = facts.get("release.updates_minutes")
    place = known(meeting, say("master.meeting", meeting=meeting), "channels.meeting")
    told_in = known(channel, say("master.updates", channel=channel), "channels.release")
    often = known(minutes, say("master.often", minutes=minutes), "updates_minutes")
    decides = person(facts, "release_manager", "triggers")
    return (
        Bullet((label("master.go_no_go"), *on_day(facts, "approval", "meeting"), place)),
        Bullet((label("master.status"), told_in, often)),
        Bullet((label("master.triggers"), *decides), tuple(_triggers(facts))),
    )


def _triggers(facts: Facts) -> Iterator[Line]:
    stage = live(facts)
    for alarm in acting_alarms(stage) if stage else ():
        yield (say("master.trigger", alarm.id, alarm=alarm.fact("name")), *condition(alarm, "master"))
