"""CodeDeploy: how it replaces a service's tasks where it, not ECS, is in charge."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, flag, number

__all__ = ["collect"]

# What AWS calls its own configurations says how they move traffic.
_BUILT_IN = re.compile(r"CodeDeployDefault\.ECS(?:(Canary|Linear)(\d+)Percent(?:Every)?(\d+)Minutes?|(AllAtOnce))")
_KINDS = {"TimeBasedCanary": "canary", "TimeBasedLinear": "linear", "AllAtOnce": "blue_green"}
_BLOCKS = {"TimeBasedCanary": "time_based_canary", "TimeBasedLinear": "time_based_linear"}


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the deployment group of every service that has one."""
    for group in deployment.find("aws_codedeploy_deployment_group"):
        service = _service(deployment, group)
        if service:
            own = sheet.at(f"service.{service.name}.code_deploy", f"services.{service.name}.deployment")
            _group(deployment, group, own)
            _shift(deployment, group, own)
            _ports(deployment, group, own)
            _request(deployment, service, own)


def _service(deployment: Deployment, group: Resource) -> Resource | None:
    """Return the service a group deploys, be it referred to or named."""
    named = group.at("ecs_service", "service_name")
    found = deployment.output.follow_one(named, "aws_ecs_service")
    services = deployment.find("aws_ecs_service")
    spelled = (one for one in services if named and (name := one.at("name")) and name.value == named.value)
    return found or next(spelled, None)


def _group(deployment: Deployment, group: Resource, sheet: Sheet) -> None:
    application = deployment.output.follow_one(group.at("app_name"), "aws_codedeploy_app")
    sheet.take("application", (application and application.at("name")) or group.at("app_name"))
    sheet.take("group", group.at("deployment_group_name"))
    blue = group.at("blue_green_deployment_config")
    wait = blue and blue.at("terminate_blue_instances_on_deployment_success", "termination_wait_time_in_minutes")
    sheet.take("bake_minutes", wait, number, unit="minutes", asked="bake_minutes")
    sheet.take("ready", blue and blue.at("deployment_ready_option", "action_on_timeout"))
    sheet.take("rollback", group.at("auto_rollback_configuration", "enabled"), flag)
    events = group.each("auto_rollback_configuration", "events")
    if events:
        sheet.add("rollback_events", tuple(sorted(event.text for event in events)), *events)
    sheet.take("alarms_enabled", group.at("alarm_configuration", "enabled"), flag)
    alarms = group.each("alarm_configuration", "alarms")
    names = [name for alarm in alarms for name in _alarm(deployment, alarm)]
    if names:
        sheet.add("alarms", tuple(name.text for name in names), *alarms, *names, asked="rollback")


def _alarm(deployment: Deployment, alarm: Attribute) -> list[Attribute]:
    followed = [name for found in deployment.output.follow(alarm) if (name := found.at("alarm_name"))]
    return followed or [alarm]


def _shift(deployment: Deployment, group: Resource, sheet: Sheet) -> None:
    named = group.at("deployment_config_name")
    own = deployment.output.follow_one(named, "aws_codedeploy_deployment_config")
    kind = own and own.at("traffic_routing_config", "type")
    if own and kind:
        sheet.take("configuration", own.at("deployment_config_name"))
        sheet.take("shift", kind, lambda found: _KINDS.get(found.text, found.text))
        block = _BLOCKS.get(kind.text, "")
        for name, argument, unit in (
            ("shift_percent", "percentage", "percent"),
            ("pause_minutes", "interval", "minutes"),
        ):
            sheet.take(name, own.at("traffic_routing_config", block, argument), number, unit=unit)
        return
    sheet.take("configuration", named)
    match = _BUILT_IN.fullmatch(named.text) if named else None
    if named and match:
        sheet.add("shift", "blue_green" if match[4] else match[1].lower(), named, how="configuration_name")
        if match[2]:
            sheet.add("shift_percent", int(match[2]), named, unit="percent", how="configuration_name")
            sheet.add("pause_minutes", int(match[3]), named, unit="minutes", how="configuration_name")


def _ports(deployment: Deployment, group: Resource, sheet: Sheet) -> None:
    pair = group.at("load_balancer_info", "target_group_pair_info")
    for name, route in (("production_port", "prod_traffic_route"), ("test_port", "test_traffic_route")):
        for arn in pair.each(route, "listener_arns")[:1] if pair else ():
            listener = deployment.output.follow_one(arn, "aws_lb_listener")
            sheet.take(name, listener and listener.at("port"), number)
    groups = pair.each("target_group") if pair else ()
    for name, one in zip(("target_group", "alternate_target_group"), groups, strict=False):
        sheet.take(name, _target(deployment, one))


def _request(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    """Collect where Terraform says what to deploy, and what that asks before it goes on."""
    name = f"{service.name}_deployment"
    said = deployment.output.stacks[service.stack].element("output", name)
    application = said and said.at("value", "application")
    if said is None or application is None:
        return
    sheet.add("output", name, application, how="place")
    sheet.add("stack", service.stack, application, how="place")
    asked = [(event, function) for one in said.each("value", "appspec", "Hooks") for event, function in _asked(one)]
    for index, (event, function) in enumerate(asked, start=1):
        own = sheet.at(f"hook.{index:02}")
        own.add("event", event, function, how="place")
        own.take("function", function)


def _asked(hook: Attribute) -> list[tuple[str, Attribute]]:
    events = hook.value if isinstance(hook.value, dict) else {}
    return [(event, function) for event in sorted(events) if (function := hook.at(event))]


def _target(deployment: Deployment, block: Attribute) -> Attribute | None:
    named = block.at("name")
    found = deployment.output.follow_one(named, "aws_lb_target_group")
    return (found and found.at("name")) or named
