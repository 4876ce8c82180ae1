"""Ways in and out of tasks that were opened for one purpose each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence.records.service import Opening, Service
from relinfra.evidence.records.stage import Stage

if TYPE_CHECKING:
    from relinfra.evidence.attribute import Attribute
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect", "is_opening"]

_RULE = "aws_vpc_security_group_{}_rule"


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every rule of a service that bears the name of such a way."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        group = stage.get(f"aws_security_group.{service.name}")
        for direction in ("egress", "ingress"):
            for rule in stage.referring(group, _RULE.format(direction), "security_group_id") if group else ():
                if is_opening(service, rule):
                    _opening(stage, service, rule, direction, own.one(Service.openings, rule.name))


def is_opening(service: Resource, rule: Resource) -> bool:
    """Whether a rule is a way that was asked for, and not one that a service needs anyway."""
    return rule.name.startswith((f"{service.name}_egress_", f"{service.name}_ingress_"))


def _opening(stage: StageStacks, service: Resource, rule: Resource, direction: str, recorder: Recorder) -> None:
    recorder.add(Opening.direction, direction, rule.root, source=direction)
    recorder.take(Opening.protocol, rule.at("ip_protocol"))
    recorder.take(Opening.first_port, rule.at("from_port"))
    recorder.take(Opening.last_port, rule.at("to_port"))
    network = rule.at("cidr_ipv4") or rule.at("cidr_ipv6")
    group = rule.at("referenced_security_group_id")
    recorder.take(Opening.peer, network or _named(stage, group))
    reason = stage.output.declared.of(stage.environment, "reasons", stage.region, service.name, rule.name)
    if reason:
        recorder.declare(Opening.why, reason)
    else:
        recorder.take(Opening.why, rule.at("description"))


def _named(stage: StageStacks, group: Attribute | None) -> Attribute | None:
    """Return what the group at the other end is called, or its id where it is none of ours."""
    found = stage.output.follow_one(group, "aws_security_group")
    return (found and found.at("name")) or group
