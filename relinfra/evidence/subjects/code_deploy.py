"""CodeDeploy: how it replaces a service's tasks where it, not ECS, is in charge."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.rollout import CodeDeploy, CodeDeployHook
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

# What AWS calls its own configurations says how they move traffic.
_BUILT_IN = re.compile(r"CodeDeployDefault\.ECS(?:(Canary|Linear)(\d+)Percent(?:Every)?(\d+)Minutes?|(AllAtOnce))")
_KINDS = {"TimeBasedCanary": "canary", "TimeBasedLinear": "linear", "AllAtOnce": "blue_green"}
_BLOCKS = {"TimeBasedCanary": "time_based_canary", "TimeBasedLinear": "time_based_linear"}


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the deployment group of every service that has one."""
    for group in stage.find("aws_codedeploy_deployment_group"):
        service = _service(stage, group)
        if service:
            own = (
                recorder.one(Stage.services, service.name, f"services.{service.name}")
                .at(Service.rollout)
                .only(CodeDeploy)
            )
            _group(stage, group, own)
            _shift(stage, group, own)
            _ports(stage, group, own)
            _request(stage, service, own)


def _service(stage: StageStacks, group: Resource) -> Resource | None:
    """Return the service a group deploys, be it referred to or named."""
    named = group.at("ecs_service", "service_name")
    found = stage.output.follow_one(named, "aws_ecs_service")
    services = stage.find("aws_ecs_service")
    spelled = (one for one in services if named and (name := one.at("name")) and name.value == named.value)
    return found or next(spelled, None)


def _group(stage: StageStacks, group: Resource, recorder: Recorder) -> None:
    application = stage.output.follow_one(group.at("app_name"), "aws_codedeploy_app")
    recorder.take(CodeDeploy.application, (application and application.at("name")) or group.at("app_name"))
    recorder.read(group)
    blue = group.at("blue_green_deployment_config")
    wait = blue and blue.at("terminate_blue_instances_on_deployment_success", "termination_wait_time_in_minutes")
    recorder.take(CodeDeploy.bake_minutes, wait)
    recorder.take(CodeDeploy.ready, blue and blue.at("deployment_ready_option", "action_on_timeout"))
    events = group.each("auto_rollback_configuration", "events")
    if events:
        recorder.add(CodeDeploy.rollback_events, tuple(sorted(event.text for event in events)), *events)
    alarms = group.each("alarm_configuration", "alarms")
    names = [name for alarm in alarms for name in _alarm(stage, alarm)]
    if names:
        recorder.add(CodeDeploy.alarms, tuple(name.text for name in names), *alarms, *names)


def _alarm(stage: StageStacks, alarm: Attribute) -> list[Attribute]:
    followed = [name for found in stage.output.follow(alarm) if (name := found.at("alarm_name"))]
    return followed or [alarm]


def _shift(stage: StageStacks, group: Resource, recorder: Recorder) -> None:
    named = group.at("deployment_config_name")
    own = stage.output.follow_one(named, "aws_codedeploy_deployment_config")
    kind = own and own.at("traffic_routing_config", "type")
    if own and kind:
        recorder.take(CodeDeploy.configuration, own.at("deployment_config_name"))
        recorder.take(CodeDeploy.shift, kind, lambda found: _KINDS.get(found.text, found.text))
        block = _BLOCKS.get(kind.text, "")
        recorder.take(CodeDeploy.shift_percent, own.at("traffic_routing_config", block, "percentage"))
        recorder.take(CodeDeploy.pause_minutes, own.at("traffic_routing_config", block, "interval"))
        return
    recorder.take(CodeDeploy.configuration, named)
    match = _BUILT_IN.fullmatch(named.text) if named else None
    if named and match:
        recorder.add(CodeDeploy.shift, "blue_green" if match[4] else match[1].lower(), named, how="configuration_name")
        if match[2]:
            recorder.add(CodeDeploy.shift_percent, int(match[2]), named, how="configuration_name")
            recorder.add(CodeDeploy.pause_minutes, int(match[3]), named, how="configuration_name")


def _ports(stage: StageStacks, group: Resource, recorder: Recorder) -> None:
    pair = group.at("load_balancer_info", "target_group_pair_info")
    routes = ((CodeDeploy.production_port, "prod_traffic_route"), (CodeDeploy.test_port, "test_traffic_route"))
    for field, route in routes:
        for arn in pair.each(route, "listener_arns")[:1] if pair else ():
            listener = stage.output.follow_one(arn, "aws_lb_listener")
            recorder.take(field, listener and listener.at("port"))
    groups = pair.each("target_group") if pair else ()
    for group_field, one in zip((CodeDeploy.target_group, CodeDeploy.alternate_target_group), groups, strict=False):
        recorder.take(group_field, _target(stage, one))


def _request(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect where Terraform says what to deploy, and what that asks before it goes on."""
    name = f"{service.name}_deployment"
    said = stage.output.stacks[service.stack].element("output", name)
    application = said and said.at("value", "application")
    if said is None or application is None:
        return
    recorder.add(CodeDeploy.output, name, application, how="place")
    recorder.add(CodeDeploy.stack, service.stack, application, how="place")
    asked = [(event, function) for one in said.each("value", "appspec", "Hooks") for event, function in _asked(one)]
    for index, (event, function) in enumerate(asked, start=1):
        own = recorder.one(CodeDeploy.hooks, f"{index:02}")
        own.add(CodeDeployHook.event, event, function, how="place")
        own.take(CodeDeployHook.function, function)


def _asked(hook: Attribute) -> list[tuple[str, Attribute]]:
    events = hook.value if isinstance(hook.value, dict) else {}
    return [(event, function) for event in sorted(events) if (function := hook.at(event))]


def _target(stage: StageStacks, block: Attribute) -> Attribute | None:
    named = block.at("name")
    found = stage.output.follow_one(named, "aws_lb_target_group")
    return (found and found.at("name")) or named
