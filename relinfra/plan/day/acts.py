"""The acts of the day: checks before the window, the start, migrations, deployments, validation, the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import assert_never

from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.release_file import Flag
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.day.act import Act, Phase, Turn, turns
from relinfra.plan.day.clock import when
from relinfra.plan.day.deployments import deployments
from relinfra.plan.day.migrating import migrating, upgrading
from relinfra.plan.day.starting import started_early, starting
from relinfra.plan.milestones import on_day
from relinfra.plan.missing import field, missing
from relinfra.plan.model import Given, Line
from relinfra.plan.people import acting
from relinfra.plan.say import command, label, say
from relinfra.plan.sections.upgrades import upgraded

__all__ = ["day", "decision"]

_VERIFIED, _DECIDED, _SAVED = -120, -60, -30
"""Minutes before the window: proof first, then the decision, then what a return needs."""


def day(facts: Facts) -> tuple[Turn, ...]:
    """Return everything that is done on the day of the release, in order."""
    return tuple(
        turns(
            (
                Phase((_verified(facts),), _VERIFIED),
                Phase((_decided(facts), *started_early(facts)), _DECIDED),
                Phase(tuple(_saved(facts, next(iter(facts.live_environments), ()))), _SAVED),
                *(phase for stages in facts.live_environments for phase in _environment(facts, stages)),
                Phase(tuple(_walked(facts))),
                Phase(tuple(_flags(facts))),
                *_closing(facts),
            )
        )
    )


def _environment(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[Phase]:
    """Yield what is done in an environment: the decision to go on into it after another one, until it answers."""
    before = [one[0] for one in takewhile(lambda one: one != stages, facts.live_environments)]
    if before:
        yield Phase((_further(facts, before[-1], stages[0]), *_saved(facts, stages)))
    yield from starting(facts, stages, upgrading(facts, stages), migrating(facts, stages))
    yield Phase(tuple(deployments(facts, stages)))
    yield Phase(tuple(_answering(facts, stages)))


def _further(facts: Facts, before: Stage, stage: Stage) -> Act:
    """Return that the release goes on into the next environment of customers only from one in which it runs."""
    return Act(
        f"further.{stage.id}",
        acting(facts, "release_manager", f"day.further.{stage.id}"),
        (say("day.further", stage.id, stage=stage.name),),
        expected=(say("day.furthered", stage.id, before=before.name),),
        abort=((say("day.not_furthered", stage.id, before=before.name, stage=stage.name),),),
    )


def decision(facts: Facts, where: str) -> Line:
    """Return when go or no-go is decided: on the day, as long before the window as the run sheet has it."""
    clock = when(facts, f"{where}.decided", _DECIDED) if facts.release.window.start else ()
    return (*on_day(facts, "release", f"{where}.decided"), *((label("day.comma"), *clock) if clock else ()))


def _verified(facts: Facts) -> Act:
    return Act(
        "verified",
        acting(facts, "devops_engineer", "day.verified"),
        (label("day.verify"),),
        ((command("verify_plan", "day"),),),
        (label("day.verified"),),
        abort=((label("day.unverified"),),),
    )


def _decided(facts: Facts) -> Act:
    meeting = facts.release.channels.meeting
    where = (say("day.meeting", meeting=meeting),) if meeting else ()
    return Act(
        "decided",
        acting(facts, "release_manager", "day.decided"),
        (label("day.decide"), *where),
        expected=(label("day.decided"),),
        abort=((label("day.undecided"),),),
    )


def _saved(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[Act]:
    """Yield a snapshot of each database, except of those whose upgrade makes one of its own."""
    for stage in stages:
        for database in stage.databases:
            if database.identifier and database not in upgraded(stage) and facts.release.version:
                given = {"region": stage.region, "identifier": database.identifier, "version": facts.release.version}
                yield Act(
                    f"saved.{database.id}",
                    acting(facts, "database_administrator", f"day.{database.id}"),
                    (say("day.save", database.id, identifier=database.identifier),),
                    ((command(_saving(database), f"day.{database.id}", **given),),),
                    (label("day.saved"),),
                    abort=((label("day.unsaved"),),),
                )


def _saving(database: Database) -> str:
    match database:
        case RdsInstance():
            return "snapshot"
        case AuroraCluster():
            return "snapshot_cluster"
        case _:
            assert_never(database)


def _answering(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[Act]:
    for stage in stages:
        for service in stage.services:
            asked = _asked(stage, service)
            if asked:
                does, ask, seen = asked
                owner = acting(facts, "qa_lead", f"day.{service.id}")
                stop: tuple[Line, ...] = ((label("day.unanswered"),),)
                yield Act(f"answers.{service.id}", owner, does, (ask,), seen, abort=stop)


def _asked(stage: Stage, service: Service) -> tuple[Line, Line, Line] | None:
    """Return how one sees that a service runs: its answer where it has a domain, else what ECS says of its tasks."""
    health, about = service.health, f"day.{service.id}"
    given: dict[str, Given] = {"domain": service.domain, "path": health.path, "matcher": health.matcher}
    if all(given.values()):
        seconds = health.timeout_seconds
        asking = command("probe", about, **given, seconds=seconds)
        said = say("day.answers", service.id, matcher=health.matcher, seconds=seconds)
        return (say("day.ask", service.id, name=service.name),), (asking,), (said,)
    named: dict[str, Given] = {"region": stage.region, "cluster": service.cluster, "name": service.name}
    if not all(named.values()):
        return None
    asking = command("describe_service", about, **named)
    return (say("day.ask", service.id, name=service.name),), (asking,), (label("day.runs"),)


def _walked(facts: Facts) -> Iterator[Act]:
    journeys = facts.release.journeys
    titles = tuple(title for journey in journeys if (title := journey.title))
    yield Act(
        "walked",
        acting(facts, "qa_lead", "day.walked"),
        (say("day.walk", titles=titles) if titles else missing("journeys"),),
        expected=(label("day.walked"),) if titles else (),
        abort=((label("day.broken"),),) if titles else (),
    )


def _flags(facts: Facts) -> Iterator[Act]:
    for flag in facts.release.flags:
        yield Act(
            f"flag.{flag.key}",
            (field(flag, Flag.owner, "day.owner", "day"),),
            (say("day.raise", flag.id, flag=flag.key, service=flag.service, steps=flag.rollout_percent),),
            expected=(label("day.raised"),),
            abort=((label("day.lowered"),),),
        )


def _closing(facts: Facts) -> Iterator[Phase]:
    window, about = facts.release.window, "day.closed"
    told = [one for one in facts.release.communications if value_of(one.days_after) == 0]
    announced = tuple(say("day.announce", one.id, channel=one.channel) for one in told)
    closing = Act(
        "closed",
        acting(facts, "release_manager", about),
        (label("day.close"), *announced),
        expected=(label("day.closed"),),
        abort=((label("day.unclosed"),),),
    )
    yield Phase((closing,), window.minutes.number if window.minutes else None)
