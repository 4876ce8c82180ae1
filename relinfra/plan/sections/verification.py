"""Verification: what is looked at after a release, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import alarms_roll_back, breaker_rolls_back
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm, Check
from relinfra.evidence.records.database import AuroraCluster, RdsInstance
from relinfra.evidence.records.release_file import Journey
from relinfra.evidence.records.rollout import EcsRollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Line, Paragraph, Section, Statement, Step, Steps, Subheading
from relinfra.plan.say import asserted, command, label, say
from relinfra.plan.sections.code_deploy import looked_at
from relinfra.plan.sections.observability import tells
from relinfra.plan.sections.path_routing import routed
from relinfra.plan.sections.phases import during
from relinfra.plan.stages import deployed, distinct
from relinfra.plan.targets import moving
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["after_release", "before_customers", "verification"]


def verification(facts: Facts) -> Section:
    """Return the section on verification."""
    blocks: list[Block] = [Paragraph((label("verification.opening"),))]
    for stage in deployed(facts):
        heading = say("verification.stage", stage.id, stage=stage.title, region=stage.region)
        blocks += [Subheading((heading,)), Steps((*after_release(stage), *_journeys(facts, stage)))]
    return Section("verification", None, tuple(blocks))


def _journeys(facts: Facts, stage: Stage) -> tuple[Step, ...]:
    """Return the journeys of users that the release file names, to be walked where customers are."""
    journeys = facts.release.journeys if stage in facts.live else ()
    return tuple(_journey(journey, ".".join((journey.id, *distinct(facts, stage)))) for journey in journeys)


def _journey(journey: Journey, about: str) -> Step:
    walk = (say("verification.walk", about, steps=journey.steps),) if journey.steps else ()
    tested = (say("verification.walked_by_test", about, test=journey.test),) if journey.test else ()
    return Step((say("verification.journey", about, title=journey.title), *walk), (), tested)


def after_release(*stages: Stage) -> tuple[Step, ...]:
    """Return what is looked at in stages, in order; the documents are verified once, after them all."""
    steps = tuple(step for stage in stages for step in _after_release(stage))
    return (*steps, *(_plan(stage) for stage in stages[:1]))


def _after_release(stage: Stage) -> tuple[Step, ...]:
    services = stage.services
    steps = [step for service in services for step in (*before_customers(stage, service), *during(stage, service))]
    steps += [looked_at(stage, service) or _tasks(stage, service) for service in services]
    steps += [step for service in services for step in _answers(service)]
    steps += [_checked(stage, check) for check in stage.checks if check.name and not check.idle]
    return (*steps, *_alarms(stage), *_databases(stage))


def before_customers(stage: Stage, service: Service) -> list[Step]:
    """Return the look at the new tasks before customers reach them, where there is a test port."""
    domain, path, matcher, port = service.domain, service.health.path, service.health.matcher, _test_port(service)
    if not (domain and path and port and routed(service)):
        return []
    ask = say("verification.before", service.id, name=service.name, port=port)
    return [
        Step(
            (ask, *_callers(stage, service, port)),
            (command("probe_test", service.id, domain=domain, path=path, port=port),),
            (say("verification.answers", f"{service.id}.test", matcher=matcher),) if matcher else (),
        )
    ]


def _test_port(service: Service) -> Fact | None:
    rollout = moving(service)
    return rollout.test_port if rollout else None


def _callers(stage: Stage, service: Service, port: Fact) -> Line:
    """Return who may ask on the test port, where not everybody may."""
    for listener in stage.load_balancer.listeners:
        callers, own = listener.callers, listener.own_callers
        if (callers or own) and value_of(listener.port) == port.value:
            kind = "callers_too" if callers and own else "callers" if callers else "own_callers"
            return (say(f"verification.{kind}", service.id, callers=callers, own=own, port=listener.port),)
    return ()


def _tasks(stage: Stage, service: Service) -> Step:
    about, name = service.id, service.name
    expected = say("verification.complete", about, low=service.tasks_min, high=service.tasks_max)
    if service.schedules:
        expected = say("verification.complete_scheduled", about)
    return Step(
        (say("verification.tasks", about, name=name),),
        (command("describe_service", about, cluster=service.cluster, name=name, region=stage.region),),
        (expected, _failed(service)),
    )


def _failed(service: Service) -> Statement:
    """Return what the status `FAILED` of a deployment means, which only a breaker or alarms bring about."""
    breaker, alarms, rollout = breaker_rolls_back(service), alarms_roll_back(service), service.rollout
    returning = next((claim for claim in (breaker, alarms) if claim.holds), None)
    if returning:
        return asserted(returning, "verification.failed_back", service.id)
    if not isinstance(rollout, EcsRollout):
        return asserted(alarms, "verification.failed_never", service.id)
    stops = next((one for one in (rollout.circuit_breaker, rollout.alarms_enabled) if one and one.value), None)
    key = "verification.failed_stays" if stops else "verification.failed_never"
    return asserted(breaker, key, service.id)


def _answers(service: Service) -> list[Step]:
    about, domain, path = service.id, service.domain, service.health.path
    matcher, seconds = service.health.matcher, service.health.timeout_seconds
    if not (domain and path and routed(service)):
        return []
    expected = (say("verification.answers_within", about, matcher=matcher, seconds=seconds),)
    return [
        Step(
            (say("verification.probe", about, name=service.name),),
            (command("probe", about, domain=domain, path=path, seconds=seconds),),
            expected if matcher and seconds else (),
        )
    ]


def _checked(stage: Stage, check: Check) -> Step:
    """Return the look at what the check from outside found since the release."""
    given = {"name": check.name, "url": check.url, "status": check.status}
    interval = check.interval_minutes or check.schedule
    expected = "verification.check_passed" if check.limit else "verification.check_passed_any"
    return Step(
        (say("verification.check", check.id, interval=interval, **given, limit=check.limit),),
        (command("canary_runs", check.id, region=stage.region, name=check.name),),
        (say(expected, check.id, status=check.status, limit=check.limit),),
    )


def _alarms(stage: Stage) -> tuple[Step, ...]:
    """Return the look at the alarms for as long as old tasks stay, or an alarm takes to fire."""
    names = Alarm.name.each(alarm for alarm in stage.alarms if tells(stage, alarm))
    if not names:
        return ()
    bakes = [bake for service in stage.services if (bake := bake_minutes(service.rollout))]
    wait = max(bakes or Alarm.window_minutes.each(stage.alarms), key=lambda fact: fact.number or 0, default=None)
    key = "verification.quiet" if wait else "verification.quiet_now"
    return (
        Step(
            (say(key, stage.id, wait=wait),),
            (command("alarms", stage.id, region=stage.region, names=names),),
            (say("verification.no_alarm", stage.id),),
        ),
    )


def _databases(stage: Stage) -> Iterator[Step]:
    for database in stage.databases:
        match database:
            case RdsInstance():
                yield from _available(stage, database.id, database.identifier, "describe_database")
                for replica in database.replicas:
                    yield from _available(stage, replica.id, replica.identifier, "describe_database")
            case AuroraCluster():
                yield from _available(stage, database.id, database.identifier, "describe_cluster")
            case _:
                assert_never(database)


def _available(stage: Stage, about: str, identifier: Fact | None, described: str) -> Iterator[Step]:
    if identifier:
        yield Step(
            (say("verification.database", about, identifier=identifier),),
            (command(described, about, identifier=identifier, region=stage.region),),
            (say("verification.available", about),),
        )


def _plan(stage: Stage) -> Step:
    return Step(
        (say("verification.plan", stage.id),),
        (command("verify_plan", stage.id),),
        (say("verification.verified", stage.id),),
    )
