"""How a new version takes over: one function for each strategy the plan can describe."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Node
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say
from relinfra.plan.targets import target_groups

__all__ = ["described", "known", "replaced", "shifts"]

_SHIFTING = ("blue_green", "canary", "linear")


def replaced(service: Node) -> Line:
    """Return how a service's tasks are replaced; of a strategy not known here, that it is not."""
    return _DESCRIBED.get(_name(service), _unknown)(service, service.node("deployment"))


def known(service: Node) -> bool:
    """Whether the plan can describe how a service is replaced."""
    return _name(service) in _DESCRIBED


def described(deploy: Node) -> bool:
    """Whether the plan can describe how CodeDeploy moves traffic."""
    return deploy.read_value("shift") in _SHIFTING


def shifts(service: Node) -> bool:
    """Whether ECS moves a service's traffic between two target groups."""
    return _name(service) in _SHIFTING


def _name(service: Node) -> str:
    return str(service.read_value("deployment.strategy"))


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
    line = say(key, service.id, strategy=strategy, batch=batch), say("deployment.limits", service.id, **limits)
    return line if all(limits.values()) else line[:1]


def _shifting(service: Node, settings: Node) -> Line:
    about, bake = service.id, settings.fact("bake_minutes")
    groups = {"blue": service.fact("target_group"), "green": service.fact("alternate_target_group")}
    line = [say("deployment.beside", about, strategy=settings.fact("strategy"), **groups)]
    test, port = service.fact("test_port"), service.fact("production_port")
    line.append(say("deployment.test_port" if test else "deployment.no_test_port", about, port=test))
    if port:
        line += _phases(service, settings)
    if bake:
        ceiling, maximum = settings.fact("tasks_ceiling"), settings.fact("maximum_percent")
        line.append(say("deployment.bake", about, bake=bake, ceiling=ceiling, maximum=maximum))
    return tuple(line)


def _phases(service: Node, settings: Node) -> Line:
    port = service.fact("production_port")
    shift = {"share": settings.fact("shift_percent"), "pause": settings.fact("shift_bake_minutes")}
    line = (say(f"deployment.shift.{_name(service)}", service.id, port=port, **shift),)
    steps, minutes = settings.fact("shift_steps"), settings.fact("shift_minutes")
    return (*line, say("deployment.steps", service.id, steps=steps, minutes=minutes)) if steps and minutes else line


def _code_deploy(service: Node, settings: Node) -> Line:
    about, strategy, deploy = service.id, settings.fact("strategy"), service.node("code_deploy")
    if deploy.empty:
        return (say("deployment.code_deploy_elsewhere", about, strategy=strategy),)
    given = {name: deploy.fact(name) for name in ("application", "group")}
    groups = target_groups(service)
    line = [say("deployment.code_deploy", about, strategy=strategy, target_groups=groups, **given)]
    test, bake = deploy.fact("test_port"), deploy.fact("bake_minutes")
    line.append(say("deployment.test_port" if test else "deployment.no_test_port", about, port=test))
    line.append(_moved(service, deploy))
    if bake:
        line.append(say("deployment.code_deploy_bake", about, bake=bake))
    return tuple(line)


def _moved(service: Node, deploy: Node) -> Statement:
    given = {
        "port": deploy.fact("production_port"),
        "share": deploy.fact("shift_percent"),
        "pause": deploy.fact("pause_minutes"),
        "configuration": deploy.fact("configuration"),
        "shift": deploy.fact("shift"),
    }
    kind = str(deploy.read_value("shift")) if described(deploy) else "unknown"
    return say(f"deployment.code_deploy_shift.{kind}", service.id, **given)


def _unknown(service: Node, settings: Node) -> Line:
    return (say("deployment.unknown", service.id, strategy=settings.fact("strategy")),)


_DESCRIBED: dict[str, Callable[[Node, Node], Line]] = {
    "rolling": _rolling,
    **dict.fromkeys(_SHIFTING, _shifting),
    "code_deploy": _code_deploy,
}
