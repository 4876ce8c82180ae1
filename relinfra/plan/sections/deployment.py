"""Deployment: how each service is replaced in each stage, and what makes it roll back."""

from __future__ import annotations

from typing import assert_never

from relinfra.claims import AlarmsRollBack, Verdict, alarms_roll_back, breaker_rolls_back, terraform_waits
from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import Flag
from relinfra.evidence.records.rollout import CodeDeploy, CodeDeployHook, EcsRollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.figures import traffic
from relinfra.plan.model import Bullet, Bullets, Line, Section, Statement
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.code_deploy import code_deployments, started
from relinfra.plan.sections.contents import going_forth
from relinfra.plan.sections.migrations import migrations
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.sections.upgrades import upgrades
from relinfra.plan.stages import deployed, live_services

__all__ = ["deployment"]


def deployment(facts: Facts) -> Section:
    """Return the section on deployment."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.services]
    bullets = [Bullet(_service(facts, stage, service), _hooks(service)) for stage, service in services]
    flags = Bullet((label("deployment.flags"), *_flags(facts)))
    drawn = [diagram for _, service in live_services(facts) for diagram in traffic(service)]
    told = Bullets((*bullets, flags, *going_forth(facts)))
    by_hand = (*upgrades(facts), *migrations(facts), *code_deployments(facts))
    return Section("deployment", None, (told, *drawn, *by_hand))


def _flags(facts: Facts) -> Line:
    """Return the flags that the release file names, or that nothing can be held back."""
    flags = facts.release.flags
    return tuple(_flag(flag) for flag in flags) or (say("deployment.no_flags"),)


def _flag(flag: Flag) -> Statement:
    given = {"service": flag.service, "steps": flag.rollout_percent, "text": flag.description}
    return say("deployment.flag", flag.id, flag=flag.key, **given)


def _service(facts: Facts, stage: Stage, service: Service) -> Line:
    name = say("deployment.service", service.id, stage=stage.title, name=service.name)
    return (
        name,
        *replaced(service),
        *_comes(service),
        *_leaves(service),
        *_safety(service),
        *_start(facts, stage, service),
        *_release(service),
    )


def _leaves(service: Service) -> Line:
    """Return how long a task that leaves may go on answering the requests it has begun, and how it is stopped."""
    drain, stop = service.drain_seconds, service.stop_timeout_seconds
    line = [say("deployment.drained", service.id, drain=drain)] if drain else []
    return (*line, say("deployment.stopped", service.id, stop=stop)) if stop else tuple(line)


def _comes(service: Service) -> Line:
    """Return what ECS asks a new task inside its container, and how long it waits for good answers."""
    health, grace = service.container_health, service.grace_seconds
    asked = {"interval": health.interval_seconds, "start": health.start_seconds, "failures": health.failures}
    line = []
    if all(asked.values()):
        line.append(say("deployment.asked", health.id, command=health.command, **asked))
    if grace and health.command:
        line.append(say("deployment.grace", service.id, grace=grace))
    return tuple(line)


def _start(facts: Facts, stage: Stage, service: Service) -> Line:
    """Return who starts a deployment, where that is not Terraform."""
    rollout = service.rollout
    return (started(facts, stage, service),) if isinstance(rollout, CodeDeploy) and not rollout.elsewhere else ()


def _hooks(service: Service) -> tuple[Line, ...]:
    """Return what is asked while a deployment runs, each question a point of its own."""
    rollout = service.rollout
    match rollout:
        case CodeDeploy():
            return tuple((_code_deploy_hook(service, hook),) for hook in rollout.hooks)
        case EcsRollout():
            return tuple(
                (say("deployment.hook", hook.id, function=hook.function, stages=hook.stages),) for hook in rollout.hooks
            )
        case _:
            assert_never(rollout)


def _code_deploy_hook(service: Service, hook: CodeDeployHook) -> Statement:
    most = documented(service).hook_answer
    return say("deployment.code_deploy_hook", hook.id, function=hook.function, event=hook.event, most=most)


def _safety(service: Service) -> Line:
    """Return what rolls a deployment back: alarms, and the circuit breaker or CodeDeploy itself."""
    claim, rollout = alarms_roll_back(service), service.rollout
    match rollout:
        case CodeDeploy():
            # Alarms and circuit breaker of the service itself count for nothing where CodeDeploy is in charge.
            return () if rollout.elsewhere else _on_alarm(claim, "code_deploy_alarms", "code_deploy_no_alarms")
        case EcsRollout():
            return (*_on_alarm(claim, "alarms", "no_alarms"), *_breaker(service, alarms=claim.holds))
        case _:
            assert_never(rollout)


def _on_alarm(claim: AlarmsRollBack, acting: str, none: str) -> Line:
    """Return the alarms that roll a deployment back, or why those that watch it do not."""
    about, alarms = claim.about, claim.alarms
    if claim.holds:
        return (asserted(claim, f"deployment.{acting}", about, alarms=alarms),)
    if alarms is None:
        return (asserted(claim, f"deployment.{none}", about),)
    key = "alarms_unknown" if claim.verdict is Verdict.UNKNOWN else "alarms_idle"
    return (asserted(claim, f"deployment.{key}", about, alarms=alarms), *reason(claim))


def _breaker(service: Service, *, alarms: bool) -> Line:
    """Return that the circuit breaker rolls a deployment back, or why it does not; silence where there is none."""
    claim = breaker_rolls_back(service)
    if not claim.holds:
        return reason(claim) if service.rollout.circuit_breaker else ()
    return (asserted(claim, "deployment.breaker_too" if alarms else "deployment.breaker", service.id),)


def _release(service: Service) -> Line:
    """Return how long Terraform waits for the outcome, and what chooses the image."""
    waits, variable = terraform_waits(service), service.image_variable
    line = []
    if waits.holds:
        line.append(asserted(waits, "deployment.waits", service.id, waits=waits.limit))
    elif not isinstance(service.rollout, CodeDeploy):
        line += reason(waits)
    if variable:
        line.append(say("deployment.image", service.id, variable=variable))
    return tuple(line)
