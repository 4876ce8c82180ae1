"""Service Connect: the names of services inside an environment, and which of them they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence.records.service import Connections, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.subjects.opening import is_opening

if TYPE_CHECKING:
    from relinfra.evidence.attribute import Attribute
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect it of every `aws_ecs_service` with a proxy of Service Connect."""
    for service in stage.find("aws_ecs_service"):
        connect = service.at("service_connect_configuration")
        enabled = connect and connect.at("enabled")
        if connect is not None and (enabled is None or enabled.flag):
            own = recorder.one(Stage.services, service.name, f"services.{service.name}").at(Service.connect, "connect")
            _names(stage, connect, own)
            _calls(stage, service, own)


def _names(stage: StageStacks, connect: Attribute, recorder: Recorder) -> None:
    named = connect.at("namespace")
    namespaces = stage.output.follow(named)
    recorder.take(Connections.namespace, next((name for one in namespaces if (name := one.at("name"))), named))
    aliases = [alias for one in connect.each("service") for alias in one.each("client_alias")]
    names = [(name, alias.at("port")) for alias in aliases if (name := alias.at("dns_name"))]
    if names:
        told = tuple(f"{name.text}:{port.text}" if port else name.text for name, port in names)
        proofs = [proof for pair in names for proof in pair if proof]
        recorder.add(Connections.names, told, *proofs)


def _calls(stage: StageStacks, caller: Resource, recorder: Recorder) -> None:
    """Collect the services whose tasks the caller's tasks may reach: what is not open cannot be called."""
    own = _groups(stage, caller)
    rules = [
        rule
        for rule in stage.find("aws_vpc_security_group_egress_rule")
        if own & set(stage.output.follow(rule.at("security_group_id"))) and not is_opening(caller, rule)
    ]
    reached = [
        (name, target)
        for service in stage.find("aws_ecs_service")
        for rule in rules
        if (target := rule.at("referenced_security_group_id"))
        and _groups(stage, service) & set(stage.output.follow(target))
        and (name := service.at("name"))
    ]
    if reached:
        told = tuple(sorted(name.text for name, _ in reached))
        recorder.add(Connections.calls, told, *(proof for pair in reached for proof in pair))


def _groups(stage: StageStacks, service: Resource) -> set[Resource]:
    groups = service.at("network_configuration", "security_groups")
    return {found for item in (groups.each() if groups else ()) for found in stage.output.follow(item)}
