"""The acts that replace tasks, and those that turn them back by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import alarms_roll_back, breaker_rolls_back, failure_rolls_back, terraform_waits
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.day.act import Act
from relinfra.plan.model import Given, Line
from relinfra.plan.people import acting
from relinfra.plan.say import asserted, command, label, say
from relinfra.plan.sections.code_deploy import deployed_by_hand, started
from relinfra.plan.sections.migrations import unborne_again
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sections.triggers import DOWN
from relinfra.plan.targets import target_groups
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["deployments"]


def deployments(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[Act]:
    """Yield the replacement of each service of the live stage, in each region."""
    for stage in stages:
        for service in stage.services:
            claim = terraform_waits(service)
            yield Act(
                f"deployment.{service.id}",
                acting(facts, "devops_engineer", f"day.deployment.{service.id}"),
                _replaced(facts, stage, service),
                _commands(facts, stage, service),
                _ended(service),
                (asserted(claim, "day.waits", service.id, waits=claim.limit),)
                if claim.holds
                else (label("day.unsaid"),),
                (*_aborted(service), *_by_person(stage, service)),
                lasts=claim.limit if claim.holds else None,
                endless=not claim.holds,
            )


def _replaced(facts: Facts, stage: Stage, service: Service) -> Line:
    bake, rollout = bake_minutes(service.rollout), service.rollout
    given: dict[str, Given] = {"name": service.name, "strategy": rollout.strategy, "region": stage.region}
    line = [say("day.deploy", service.id, **given)]
    if bake:
        line.append(say("day.bake", service.id, bake=bake))
    if isinstance(rollout, CodeDeploy) and not rollout.elsewhere:
        line.append(started(facts, stage, service))
    return tuple(line)


def _commands(facts: Facts, stage: Stage, service: Service) -> tuple[Line, ...]:
    """Return the command that starts a deployment, where neither Terraform nor a job does; else one that looks."""
    if isinstance(service.rollout, CodeDeploy):
        by_job = any(job.code_deploys for _, job in deploying(facts, stage))
        return () if by_job else tuple(step.command for step in deployed_by_hand(stage, service)[:1])
    named: dict[str, Given] = {"region": stage.region, "cluster": service.cluster, "name": service.name}
    return ((command("describe_service", f"day.deployment.{service.id}", **named),),) if all(named.values()) else ()


def _ended(service: Service) -> Line:
    return (label("day.code_deployed" if isinstance(service.rollout, CodeDeploy) else "day.deployed"),)


def _aborted(service: Service) -> Iterator[Line]:
    """Yield what turns a deployment back by itself, or that nothing does; and that the version before cannot run."""
    alarms, breaker, failure = alarms_roll_back(service), breaker_rolls_back(service), failure_rolls_back(service)
    if alarms.holds:
        by = "code_deploy" if isinstance(service.rollout, CodeDeploy) else "ecs"
        yield (asserted(alarms, f"day.abort.{by}", service.id, alarms=alarms.alarms),)
    if breaker.holds:
        yield (asserted(breaker, "day.abort.breaker", service.id),)
    if failure.holds:
        yield (asserted(failure, "day.abort.failure", service.id),)
    if not (alarms.holds or breaker.holds or failure.holds):
        yield (label("day.abort.nothing"),)
    if unborne_again(service):
        yield unborne_again(service)


def _by_person(stage: Stage, service: Service) -> Iterator[Line]:
    """Yield the alarms on which a person stops the deployment without asking, as the authority matrix has it."""
    down = [
        one for one in stage.alarms if value_of(one.subject) in DOWN and one.name and _concerns(stage, one, service)
    ]
    if down:
        yield (say("day.abort.down", service.id, alarms=Alarm.name.each(down)),)


def _concerns(stage: Stage, alarm: Alarm, service: Service) -> bool:
    """Whether an alarm watches a service, or does not say which one it watches."""
    checks = [check.key for check in stage.checks if alarm.key.startswith(f"{check.key}_")]
    if checks:
        return max(checks, key=len) == service.key
    groups = {str(fact.value) for fact in target_groups(service)}
    watched = set(value_of(alarm.target_groups) or ())
    return value_of(alarm.service) in (None, value_of(service.name)) and (
        not (groups and watched) or bool(groups & watched)
    )
