"""The contract of one service: values that the matrix declares of it, by the resources that keep to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, assert_never

from relinfra.domain.names import image_tag_variable
from relinfra.matrix import BlueGreen, Canary, CodeDeploy, Linear, Rolling, Shifting
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.models.strategies.shifting import CanaryShift, LinearShift
from relinfra.stacks.services.openings import opened, openings_of
from relinfra_constructs.aws.expression import literal
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Service, Strategy

__all__ = ["Declared", "service_contract"]

ALL = 100
"""Percent."""

Declared = Iterator[tuple[str, str, Mapping[str, Any]]]
"""A resource's type and name, and what is declared of it."""


def service_contract(name: str, key: str, service: Service, environment: Environment, *, stands_by: bool) -> Declared:
    """Yield what the matrix declares of a service whose resources are called `name`."""
    yield "aws_ecs_service", name, {**_tasks(service, stands_by), **_deployed(name, service), **_capacity(service)}
    yield "aws_ecs_task_definition", name, _container(name, key, service)
    yield from _of_scaling(name, service)
    yield from _of_deployment(name, service)
    yield from _of_traffic(name, service, stands_by)
    yield from _ways(key, service)
    alerts = environment.observability.alerts
    yield "aws_cloudwatch_metric_alarm", f"{name}_5xx", {"error_rate_percent": alerts.error_rate_percent}
    yield "aws_cloudwatch_metric_alarm", f"{name}_p95", {"p95_latency_ms": alerts.p95_latency_ms}


def _tasks(service: Service, stands_by: bool) -> Mapping[str, Any]:
    scaling = service.scaling
    alone = {"singleton": scaling.singleton} if scaling.singleton else {}
    waiting = {"stands_by": True} if stands_by else {}
    return {"min_tasks": scaling.min, "max_tasks": scaling.max, **alone, **waiting}


def _deployed(name: str, service: Service) -> Mapping[str, Any]:
    plan = service.deployment
    bake = {"bake_minutes": plan.bake_minutes} if isinstance(plan, Shifting) else {}
    alarms = {"rollback_alarms": [f"{name}_rollback_5xx", f"{name}_rollback_p95"]} if plan.rollback else {}
    kept = {"minimum_healthy_percent": plan.minimum_healthy_percent} if isinstance(plan, Rolling) else {}
    return {"strategy": _strategy(plan), **bake, **_steps(plan), **kept, **alarms}


def _strategy(plan: Strategy) -> str:
    """Return the strategy as ECS calls it, or who is in charge of it."""
    match plan:
        case CodeDeploy():
            return "CODE_DEPLOY"
        case BlueGreen():
            return "BLUE_GREEN"
        case Canary():
            return "CANARY"
        case Linear():
            return "LINEAR"
        case Rolling():
            return "ROLLING"
        case _:
            assert_never(plan)


def _steps(plan: Strategy) -> Mapping[str, Any]:
    match plan:
        case CanaryShift():
            return {"canary_percent": plan.canary_percent, "canary_bake_minutes": plan.canary_bake_minutes}
        case LinearShift():
            return {"step_percent": plan.step_percent, "step_bake_minutes": plan.step_bake_minutes}
        case _:
            return {}


def _capacity(service: Service) -> Mapping[str, Any]:
    mix = service.capacity
    if not mix:
        return {}
    alone = {"spot_alone": True} if not mix.on_demand_base and mix.spot_percent == ALL else {}
    return {"on_demand_base": mix.on_demand_base, **alone}


def _container(name: str, key: str, service: Service) -> Mapping[str, Any]:
    tagged = f"{service.image}:${{var.{image_tag_variable(named_after(key, service))}}}"
    asked = {"health_command": list(map(literal, service.health_check.command))} if service.health_check.command else {}
    return {"container": name, "image": service.image if service.image_is_pinned else tagged, **asked}


def _of_scaling(name: str, service: Service) -> Declared:
    scaling = service.scaling
    alone = {"singleton": scaling.singleton} if scaling.singleton else {}
    yield "aws_appautoscaling_target", name, {"min_tasks": scaling.min, "max_tasks": scaling.max}
    yield "aws_appautoscaling_policy", f"{name}_cpu", {"target_percent": scaling.cpu_percent}
    if scaling.memory_percent:
        yield "aws_appautoscaling_policy", f"{name}_memory", {"target_percent": scaling.memory_percent}
    for schedule in scaling.schedules:
        bounds = {"min_tasks": schedule.min, "max_tasks": schedule.max}
        yield "aws_appautoscaling_scheduled_action", f"{name}_{terraform_name(schedule.name)}", {**bounds, **alone}


def _of_deployment(name: str, service: Service) -> Declared:
    if isinstance(service.deployment, CodeDeploy):
        yield "aws_codedeploy_deployment_group", name, _deployed(name, service)
        yield "aws_codedeploy_deployment_config", name, _steps(service.deployment)
    if rollback := service.deployment.rollback:
        shared = {"evaluation_minutes": rollback.evaluation_minutes}
        errors = {"error_rate_percent": rollback.error_rate_percent}
        slow = {"p95_latency_ms": rollback.p95_latency_ms}
        yield "aws_cloudwatch_metric_alarm", f"{name}_rollback_5xx", {**shared, **errors}
        yield "aws_cloudwatch_metric_alarm", f"{name}_rollback_p95", {**shared, **slow}


def _of_traffic(name: str, service: Service, stands_by: bool) -> Declared:
    check = service.health_check
    asked = {"path": literal(check.path), "success_codes": check.success_codes, "drain_seconds": service.drain_seconds}
    for group in (name, f"{name}_alternate"):
        yield "aws_lb_target_group", group, asked
    if service.domain:
        answered = {"host": service.domain.name, "paths": list(map(literal, service.domain.paths))}
        named = {} if stands_by else {"named": True}
        yield "aws_lb_listener_rule", name, {**answered, **named}
        yield "aws_lb_listener_rule", f"{name}_test", answered


def _ways(key: str, service: Service) -> Declared:
    """Yield the rules that let somebody else in or out than a load balancer does, with the ports of a range."""
    for asked in openings_of(service):
        ports = {"ports": list(asked.ports)} if len(set(asked.ports)) > 1 else {}
        for one, at in ((opened(asked), key), *(((opened(asked, key), asked.service),) if asked.service else ())):
            yield f"aws_vpc_security_group_{one.direction}_rule", one.name(at), {"way": True, **ports}
        if service.migration and asked.direction == "egress" and not asked.service:
            migrating = terraform_name(key, "migration")
            yield "aws_vpc_security_group_egress_rule", opened(asked).name(migrating), {"way": True, **ports}
    for called in service.connect.to:
        yield "aws_vpc_security_group_ingress_rule", terraform_name(called, "from", key), {"way": True}
