"""Section 4: how each service is replaced in each stage."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.figures import traffic
from relinfra.plan.model import Bullet, Bullets, Line, Section, Statement
from relinfra.plan.say import label, say
from relinfra.plan.sections.code_deploy import code_deployments, started
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.migrations import migrations
from relinfra.plan.sections.safety import turning_back
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.stages import deployed, live

__all__ = ["deployment"]


def deployment(facts: Facts) -> Section:
    """Return the section."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.nodes("service")]
    bullets = [Bullet(_service(facts, stage, service), _hooks(service)) for stage, service in services]
    flags = Bullet((label("deployment.flags"), *_flags(facts)))
    stage = live(facts)
    drawn = [diagram for service in stage.nodes("service") for diagram in traffic(service)] if stage else []
    return Section("deployment", 4, (Bullets((*bullets, flags)), *drawn, *migrations(facts), *code_deployments(facts)))


def _flags(facts: Facts) -> Line:
    """Return the flags that the release file names, or that nothing can be held back."""
    flags = facts.at("release").nodes("flags")
    return tuple(_flag(flag) for flag in flags) or (say("deployment.no_flags"),)


def _flag(flag: Node) -> Statement:
    given = {"service": flag.fact("service"), "steps": flag.fact("rollout_percent"), "text": flag.fact("description")}
    return say("deployment.flag", flag.id, flag=flag.key, **given)


def _service(facts: Facts, stage: Node, service: Node) -> Line:
    name = say("deployment.service", service.id, stage=stage.fact("stage"), name=service.fact("name"))
    by_code_deploy = () if service.node("code_deploy").empty else (started(facts, stage, service),)
    return (name, *replaced(service), *_safety(service), *by_code_deploy, *_release(service))


def _hooks(service: Node) -> tuple[Line, ...]:
    """Return what is asked while a deployment runs, each question a point of its own."""
    hooks = service.nodes("deployment.hook")
    return tuple(
        (say("deployment.hook", hook.id, function=hook.fact("function"), stages=hook.fact("stages")),) for hook in hooks
    ) + tuple((_code_deploy_hook(service, hook),) for hook in service.nodes("code_deploy.hook"))


def _code_deploy_hook(service: Node, hook: Node) -> Statement:
    given = {"function": hook.fact("function"), "event": hook.fact("event"), "most": documented(service, "hook_answer")}
    return say("deployment.code_deploy_hook", hook.id, **given)


def _safety(service: Node) -> Line:
    if not service.node("code_deploy").empty:
        return _code_deploy_safety(service)
    about, settings = service.id, service.node("deployment")
    alarms, acts = settings.fact("alarms"), settings.fact("alarms_rollback")
    rolls = bool(alarms and acts and acts.value)
    key = "deployment.alarms" if rolls else "deployment.alarms_idle" if alarms else "deployment.no_alarms"
    line = [say(key, about, alarms=alarms, acts=acts)]
    breaker = settings.fact("circuit_breaker_rollback")
    if breaker and breaker.value:
        line.append(say("deployment.breaker_too" if rolls else "deployment.breaker", about, breaker=breaker))
    return tuple(line)


def _code_deploy_safety(service: Node) -> Line:
    deploy = service.node("code_deploy")
    given = {name: deploy.fact(name) for name in ("alarms", "alarms_enabled", "rollback", "rollback_events")}
    key = "deployment.code_deploy_alarms" if turning_back(service) else "deployment.code_deploy_no_alarms"
    return (say(key, service.id, **given),)


def _release(service: Node) -> Line:
    waits, variable = service.fact("deployment.waits_minutes"), service.fact("image_variable")
    line = []
    if waits:
        line.append(say("deployment.waits", service.id, waits=waits))
    if variable:
        line.append(say("deployment.image", service.id, variable=variable))
    return tuple(line)
