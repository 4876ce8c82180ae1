"""What stands between the internet and the load balancer: web ACLs, or what the matrix names instead."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]

_SECONDS_PER_MINUTE = 60


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect what the matrix decides, and every web ACL that stands in front of a load balancer."""
    for key in ("waf", "protection"):
        sheet.at("edge").declare(key, deployment.output.declared.of(deployment.environment, "edge", key))
    for association in deployment.find("aws_wafv2_web_acl_association"):
        acl = deployment.output.follow_one(association.at("web_acl_arn"), "aws_wafv2_web_acl")
        if acl and deployment.output.follow_one(association.at("resource_arn"), "aws_lb"):
            own = sheet.at(f"firewall.{acl.name}")
            own.take("name", acl.at("name"))
            _rules(acl, own)
            _log(deployment, acl, own)


def _rules(acl: Resource, sheet: Sheet) -> None:
    """Collect the names of rules by what they do: refuse, or only count."""
    refusing: list[Attribute] = []
    counting: list[Attribute] = []
    for rule in acl.each("rule"):
        name = rule.at("name")
        if name is None:
            continue
        limit = rule.at("statement", "rate_based_statement")
        counts = rule.at("override_action", "count") or rule.at("action", "count")
        if limit:
            _limit(limit, sheet)
        (counting if counts else refusing).append(name)
    for key, names in (("refuses", refusing), ("counts", counting)):
        if names:
            sheet.add(key, tuple(name.text for name in names), *names)


def _limit(limit: Attribute, sheet: Sheet) -> None:
    window = limit.at("evaluation_window_sec")
    sheet.take("limit", limit.at("limit"), number, unit="requests", asked="")
    if window and window.number is not None:
        minutes = window.number / _SECONDS_PER_MINUTE
        sheet.add("window_minutes", int(minutes) if minutes.is_integer() else minutes, window, unit="minutes")


def _log(deployment: Deployment, acl: Resource, sheet: Sheet) -> None:
    for logging in deployment.find("aws_wafv2_web_acl_logging_configuration"):
        if acl in deployment.output.follow(logging.at("resource_arn")):
            for destination in logging.each("log_destination_configs")[:1]:
                group = deployment.output.follow_one(destination, "aws_cloudwatch_log_group")
                sheet.take("log_group", group and group.at("name"))
