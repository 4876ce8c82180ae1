"""Section 4: how each service is replaced in each stage."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Bullet, Bullets, Line, Section
from relinfra.plan.say import label, say
from relinfra.plan.stages import deployed

__all__ = ["deployment"]

_SHIFTING = ("blue_green", "canary", "linear")


def deployment(facts: Facts) -> Section:
    """Return the section."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.nodes("service")]
    bullets = [Bullet(_service(stage, service)) for stage, service in services]
    flags = Bullet((label("deployment.flags"), say("deployment.no_flags")))
    return Section("deployment", 4, (Bullets((*bullets, flags)),))


def _service(stage: Node, service: Node) -> Line:
    settings = service.node("deployment")
    name = say("deployment.service", service.id, stage=stage.fact("stage"), name=service.fact("name"))
    shifting = str(settings.value("strategy")) in _SHIFTING
    strategy = _shifting(service, settings) if shifting else _rolling(service, settings)
    return (name, *strategy, *_safety(service, settings))


def _rolling(service: Node, settings: Node) -> Line:
    batch, strategy = settings.fact("batch_percent"), settings.fact("strategy")
    key = "deployment.rolling_batches" if batch else "deployment.rolling"
    limits = {
        "tasks": service.fact("tasks_min"),
        "kept": settings.fact("tasks_kept"),
        "minimum": settings.fact("minimum_healthy_percent"),
        "ceiling": settings.fact("tasks_ceiling"),
        "maximum": settings.fact("maximum_percent"),
    }
    return say(key, service.id, strategy=strategy, batch=batch), say("deployment.limits", service.id, **limits)


def _shifting(service: Node, settings: Node) -> Line:
    about, strategy, bake = service.id, str(settings.value("strategy")), settings.fact("bake_minutes")
    groups = {"blue": service.fact("target_group"), "green": service.fact("alternate_target_group")}
    line = [say("deployment.beside", about, strategy=settings.fact("strategy"), **groups)]
    test, port = service.fact("test_port"), service.fact("production_port")
    line.append(say("deployment.test_port" if test else "deployment.no_test_port", about, port=test))
    shift = {"share": settings.fact("shift_percent"), "pause": settings.fact("shift_bake_minutes")}
    if port:
        line.append(say(f"deployment.shift.{strategy}", about, port=port, **shift))
    if bake:
        ceiling, maximum = settings.fact("tasks_ceiling"), settings.fact("maximum_percent")
        line.append(say("deployment.bake", about, bake=bake, ceiling=ceiling, maximum=maximum))
    return tuple(line)


def _safety(service: Node, settings: Node) -> Line:
    about = service.id
    alarms, acts = settings.fact("alarms"), settings.fact("alarms_rollback")
    rolls = bool(alarms and acts and acts.value)
    key = "deployment.alarms" if rolls else "deployment.alarms_idle" if alarms else "deployment.no_alarms"
    line = [say(key, about, alarms=alarms, acts=acts)]
    breaker, waits = settings.fact("circuit_breaker_rollback"), settings.fact("waits_minutes")
    if breaker and breaker.value:
        line.append(say("deployment.breaker_too" if rolls else "deployment.breaker", about, breaker=breaker))
    if waits:
        line.append(say("deployment.waits", about, waits=waits))
    variable = service.fact("image_variable")
    if variable:
        line.append(say("deployment.image", about, variable=variable))
    return tuple(line)
