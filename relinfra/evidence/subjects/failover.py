"""The failover that Route 53 makes by itself: its records, its health checks, and whom they ask."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from relinfra.evidence.records.failover import FailoverName, FailoverSide
from relinfra.evidence.records.recovery import Recovery
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.subjects.watched import Measured, record_watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relinfra.evidence.attribute import Attribute
    from relinfra.evidence.output import Output
    from relinfra.evidence.record import Field
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.stack import Stack
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_RECORD = "aws_route53_record"
_HTTPS_PORT = 443


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every name that has a record for a failover, with the record of either region."""
    own = recorder.at(Stage.recovery, "disaster_recovery")
    home, away = _led(stage.home), _led(stage.recovery)
    for name in home | away:
        found = (home | away)[name]
        one = own.one(Recovery.names, found.name, f"services.{found.name}")
        one.take(FailoverName.domain, found.at("name"))
        for part, records in ((FailoverName.home, home), (FailoverName.away, away)):
            if name in records:
                _side(stage.output, records[name], one.at(part))
                _watched(stage, records[name], one.at(part))


def _watched(stage: StageStacks, record: Resource, recorder: Recorder) -> None:
    check = stage.output.follow_one(record.at("health_check_id"), "aws_route53_health_check")
    measured = Measured("HealthCheckStatus", {"HealthCheckId": check})
    record_watch(stage, stage.recovery, measured, recorder.at(FailoverSide.watch))


def _led(stacks: Iterable[Stack]) -> dict[str, Resource]:
    """Return the records over IPv4 with a part in a failover, by the name they are for."""
    return {
        name.text: record
        for stack in stacks
        for record in stack.find(_RECORD)
        if record.at("failover_routing_policy") and (name := record.at("name")) and _type(record) == "A"
    }


def _type(record: Resource) -> str:
    found = record.at("type")
    return found.text if found else ""


def _side(output: Output, record: Resource, recorder: Recorder) -> None:
    recorder.read(record)
    stack = output.stacks[record.stack]
    balancer = output.follow_one(record.at("alias", "name"), "aws_lb")
    if balancer:
        recorder.take(FailoverSide.internal, balancer.at("internal"))
        _limit(output, stack, balancer, recorder)
    _together(output, stack, record, recorder)
    check = output.follow_one(record.at("health_check_id"), "aws_route53_health_check")
    if check:
        _check(output, stack, check, balancer, recorder)


def _check(output: Output, stack: Stack, check: Resource, balancer: Resource | None, recorder: Recorder) -> None:
    taken: dict[Field[Any], str] = {
        FailoverSide.type: "type",
        FailoverSide.path: "resource_path",
        FailoverSide.interval_seconds: "request_interval",
        FailoverSide.failures: "failure_threshold",
    }
    for field, argument in taken.items():
        recorder.take(field, check.at(argument))
    switches = [found for name in ("disabled", "invert_healthcheck") if (found := check.at(name))]
    if switches:
        recorder.add(FailoverSide.off, any(found.flag for found in switches), *switches)
    fqdn = check.at("fqdn")
    asked = output.follow_one(fqdn, _RECORD)
    name = (asked and asked.at("name")) or fqdn
    recorder.take(FailoverSide.asks, name)
    if name:
        _leads(output, stack, name, balancer, recorder)
        _asked(output, stack, name, check.at("resource_path"), recorder)


def _leads(output: Output, stack: Stack, name: Attribute, balancer: Resource | None, recorder: Recorder) -> None:
    """Collect whether all records of the name that is asked lead to the load balancer, and none has a choice."""
    records = [one for each in output.stacks.values() for one in each.find(_RECORD) if _named(one, name.text)]
    targets = {output.follow_one(one.at("alias", "name"), "aws_lb") for one in records}
    plain = not any(one.at("set_identifier") for one in records)
    proofs = [proof for one in records for proof in (one.at("name"), one.at("alias", "name")) if proof]
    recorder.add(FailoverSide.own_region, plain and bool(balancer) and targets == {balancer}, name, *proofs)


def _named(record: Resource, name: str) -> bool:
    found = record.at("name")
    return bool(found and found.text == name and _type(record) in ("A", "AAAA"))


def _asked(output: Output, stack: Stack, name: Attribute, path: Attribute | None, recorder: Recorder) -> None:
    """Collect the service that the load balancer leads a request of the checkers to, and how that one answers."""
    rules = sorted(stack.find("aws_lb_listener_rule"), key=_priority)
    for rule in (one for one in rules if _https(output, one)):
        hosts = [host for one in rule.each("condition") for host in one.each("host_header", "values")]
        paths = [found for one in rule.each("condition") for found in one.each("path_pattern", "values")]
        if _matches(hosts, name.text) and _matches(paths, path.text.partition("?")[0] if path else "/"):
            groups = list(_groups(output, rule))
            services = [one for one in stack.find("aws_ecs_service") if set(_served(output, one)) & set(groups)]
            for service in services[:1]:
                recorder.take(FailoverSide.service, service.at("name"))
            for group in groups[:1]:
                recorder.take(FailoverSide.matcher, group.at("health_check", "matcher"))
            return


def _https(output: Output, rule: Resource) -> bool:
    listener = output.follow_one(rule.at("listener_arn"), "aws_lb_listener")
    port = listener and listener.at("port")
    return bool(port and port.number == _HTTPS_PORT)


def _priority(rule: Resource) -> float:
    found = rule.at("priority")
    return found.number or 0 if found else 0


def _matches(patterns: list[Attribute], found: str) -> bool:
    return not patterns or any(fnmatchcase(found, pattern.text) for pattern in patterns)


def _groups(output: Output, rule: Resource) -> Iterator[Resource]:
    """Yield the target groups of a rule, those that get no requests now among them."""
    for action in rule.each("action"):
        named = (action.at("target_group_arn"), *(one.at("arn") for one in action.each("forward", "target_group")))
        yield from (group for one in named if (group := output.follow_one(one, "aws_lb_target_group")))


def _served(output: Output, service: Resource) -> Iterator[Resource]:
    for block in service.each("load_balancer"):
        group = output.follow_one(block.at("target_group_arn"), "aws_lb_target_group")
        if group:
            yield group


def _together(output: Output, stack: Stack, record: Resource, recorder: Recorder) -> None:
    """Collect whether the record for IPv6 moves with this one."""
    name, own = record.at("name"), _signal(output, record)
    others = [one for one in stack.find(_RECORD) if _type(one) == "AAAA" and name and _named(one, name.text)]
    proofs = [proof for one in others for proof in (one.at("type"), one.at("health_check_id")) if proof]
    if others:
        recorder.add(FailoverSide.together, all(_signal(output, one) == own for one in others), *proofs)


def _signal(output: Output, record: Resource) -> tuple[str, Resource | None, bool]:
    role, follows = record.at("failover_routing_policy", "type"), record.at("alias", "evaluate_target_health")
    check = output.follow_one(record.at("health_check_id"), "aws_route53_health_check")
    return (role.text if role else "", check, bool(follows and follows.flag))


def _limit(output: Output, stack: Stack, balancer: Resource, recorder: Recorder) -> None:
    """Collect how many requests of one address the load balancer's firewall lets through in five minutes."""
    for association in stack.find("aws_wafv2_web_acl_association"):
        acl = output.follow_one(association.at("web_acl_arn"), "aws_wafv2_web_acl")
        if acl and output.follow_one(association.at("resource_arn"), "aws_lb") == balancer:
            for rule in acl.each("rule"):
                recorder.take(FailoverSide.limit, rule.at("statement", "rate_based_statement", "limit"))
