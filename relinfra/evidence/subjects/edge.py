"""The edge before the load balancer: web ACLs, or what the matrix names instead."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.network import Edge, Firewall
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_SECONDS_PER_MINUTE = 60


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect what the matrix decides, and every web ACL that stands in front of a load balancer."""
    for field in (Edge.waf, Edge.protection):
        declared = stage.declared("edge", field.name)
        recorder.at(Stage.edge).declare(field, declared)
    for association in stage.find("aws_wafv2_web_acl_association"):
        acl = stage.output.follow_one(association.at("web_acl_arn"), "aws_wafv2_web_acl")
        if acl and stage.output.follow_one(association.at("resource_arn"), "aws_lb"):
            own = recorder.one(Stage.firewalls, acl.name)
            own.read(acl)
            _rules(acl, own)
            _log(stage, acl, own)


def _rules(acl: Resource, recorder: Recorder) -> None:
    """Collect the names of rules by what they do: refuse, only count, or count within a group that refuses."""
    refusing: list[Attribute] = []
    counting: list[Attribute] = []
    spared: list[Attribute] = []
    for rule in acl.each("rule"):
        name = rule.at("name")
        if name is None:
            continue
        limit = rule.at("statement", "rate_based_statement")
        counts = rule.at("override_action", "count") or rule.at("action", "count")
        if limit:
            _limit(limit, recorder)
        (counting if counts else refusing).append(name)
        spared += () if counts else _overridden(rule)
    for field, names in ((Firewall.refuses, refusing), (Firewall.counts, counting), (Firewall.spares, spared)):
        if names:
            recorder.add(field, tuple(name.text for name in names), *names)


def _overridden(rule: Attribute) -> Iterator[Attribute]:
    """Yield the names of the rules that a group that refuses only counts."""
    for override in rule.each("statement", "managed_rule_group_statement", "rule_action_override"):
        name = override.at("name")
        if name and override.at("action_to_use", "count"):
            yield name


def _limit(limit: Attribute, recorder: Recorder) -> None:
    window = limit.at("evaluation_window_sec")
    recorder.take(Firewall.limit, limit.at("limit"))
    if window and window.number is not None:
        minutes = window.number / _SECONDS_PER_MINUTE
        recorder.add(Firewall.window_minutes, int(minutes) if minutes.is_integer() else minutes, window)


def _log(stage: StageStacks, acl: Resource, recorder: Recorder) -> None:
    for logging in stage.find("aws_wafv2_web_acl_logging_configuration"):
        if acl in stage.output.follow(logging.at("resource_arn")):
            for destination in logging.each("log_destination_configs")[:1]:
                group = stage.output.follow_one(destination, "aws_cloudwatch_log_group")
                recorder.take(Firewall.log_group, group and group.at("name"))
