"""The front sheet: go or no-go, who decides, the window, the start, the stop, the last safe moment to turn back."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import approval_enforced
from relinfra.evidence import Facts
from relinfra.plan.blocks import points
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.day.acts import day, decision
from relinfra.plan.day.clock import span, when
from relinfra.plan.day.starting import goes_on, started
from relinfra.plan.day.turning import last_moments
from relinfra.plan.milestones import on_day
from relinfra.plan.missing import missing
from relinfra.plan.model import Block, Checklist, Line, Paragraph, Row, Section, Table
from relinfra.plan.people import with_contact
from relinfra.plan.say import label, reason, say
from relinfra.plan.sections.approvals import covers, fails_in_one
from relinfra.plan.sections.procedures import shown
from relinfra.plan.sections.triggers import URGENCIES, authorized
from relinfra.plan.stages import live_services
from relinfra.runbook import stop_of

__all__ = ["front_sheet"]

_CLOSED = "closed"


def front_sheet(facts: Facts) -> tuple[Section, ...]:
    """Return the front sheet, from the decision to the last moment in which it can be taken back."""
    return (
        Section("front.decision", None, tuple(_decision(facts))),
        Section("front.who", None, (_who(facts),)),
        Section("front.when", None, (points(_when(facts)),)),
        Section("front.start", None, (points(_start(facts)),)),
        Section("front.stop", None, (points(_stop(facts)),)),
        Section("front.last", None, (points(last_moments(facts)),)),
    )


def _decision(facts: Facts) -> Iterator[Block]:
    unmet = [one for one in criteria(facts) if not one.met]
    blocking, others = [one for one in unmet if one.blocks], [one for one in unmet if not one.blocks]
    unknown = tuple(_unknown(facts))
    yield Paragraph((label("front.no_go" if blocking or unknown else "front.go"),))
    if blocking:
        yield Checklist(tuple(map(Criterion.check, blocking)))
    if unknown:
        yield points(unknown)
    if others:
        yield Paragraph((label("front.others"),))
        yield Checklist(tuple(map(Criterion.check, others)))


def _unknown(facts: Facts) -> Iterator[Line]:
    """Yield what nobody has said and no release can do without: its day, its window, who decides, who is called."""
    release = facts.release
    for name, found in (
        ("date", facts.schedule.milestone("release").date),
        ("window", release.window.start and release.window.minutes),
        ("people.release_manager", release.person("release_manager").name),
        ("on_call.primary", release.on_call.primary.name),
    ):
        if not found:
            yield (label(f"front.unknown.{name.replace('.', '_')}"), missing(name))


def _who(facts: Facts) -> Table:
    manager = with_contact(facts, "release_manager", "front.go")
    backup = facts.release.person("release_manager").backup
    stands_in = (say("front.backup", "release_manager", backup=backup),) if backup else ()
    decided = decision(facts, "front")
    rows = [Row((((label("front.decides.go"),),), ((*manager, *stands_in),), (decided,)))]
    for urgency in URGENCIES:
        decides, within = authorized(facts, urgency, f"front.{urgency}")
        rows.append(Row((((label(f"front.decides.{urgency}"),),), (decides,), (within,))))
    return Table(tuple(label(f"front.heading.{name}") for name in ("what", "who", "within")), tuple(rows))


def _when(facts: Facts) -> Iterator[Line]:
    yield (label("front.day"), *on_day(facts, "release", "front"))
    yield (label("front.window"), span(facts) or missing("window"))
    turn = next(one for one in reversed(day(facts)) if one.act.key != _CLOSED)
    if turn.at is None:
        yield (label("front.open_end"),)
    else:
        yield (label("front.needs"), *when(facts, "front.needs", turn.at, turn.rests))


def _start(facts: Facts) -> Iterator[Line]:
    for stage, *_ in facts.live_environments:
        reviewers = stage.environment_approval.reviewers
        yield from (one for one in started(facts, stage) if not (goes_on(facts, stage) and one[0].command))
        if reviewers:
            enforced = reason(approval_enforced(facts, stage))
            approved = say("front.approved", stage.id, stage=stage.name, reviewers=reviewers)
            yield (approved, *enforced, *covers(facts, stage, "front"))
    for _, service in live_services(facts):
        variable, version = service.image_variable, facts.release.version
        key = "front.tag" if variable else "front.image"
        yield (say(key, service.id, name=service.name, variable=variable, image=service.image, version=version),)


def _stop(facts: Facts) -> Iterator[Line]:
    for flag in facts.release.flags:
        yield (say("front.flag", flag.id, flag=flag.key, service=flag.service),)
    for stage in facts.live:
        for service in stage.services:
            procedure = stop_of(stage, service)
            said = say("front.stop" if procedure else "front.no_stop", service.id, name=service.name)
            yield (said, *shown(procedure, "front"))
    yield from filter(None, [fails_in_one(facts, "front")])
    incidents = facts.release.channels.incidents
    told = say("front.told", "incidents", channel=incidents)
    yield (told,) if incidents else (label("front.tell"), missing("channels.incidents"))
