"""A firewall for web requests in front of a load balancer: rules that AWS keeps up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.edge.web_acl_log import WebAclLog, WebAclLogProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["MANAGED_RULE_GROUPS", "RATE_WINDOW_MINUTES", "WebAcl", "WebAclProps"]

MANAGED_RULE_GROUPS = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
"""In the order they are asked, the cheapest refusal first; together 1175 of the 1500 units a web ACL may use."""

RATE_WINDOW_MINUTES = 5
IDENTIFYING_HEADERS = ("authorization", "cookie", "proxy-authorization", "x-api-key", "x-forwarded-for")
"""Headers that hold credentials, or say who somebody is."""
# Servers of partners call from there, and so does every canary.
_COUNTED_RULES = {"AWSManagedRulesAnonymousIpList": ("HostingProviderIPList",)}
# Every upload and long form: it matches bodies over 8 KB, however much of them AWS WAF is told to inspect.
_OF_LARGE_BODIES = {"AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",)}
_IDENTIFYING_FIELDS: tuple[aws.Wafv2WebAclDataProtectionConfigDataProtectionField, ...] = (
    {"field_type": "SINGLE_HEADER", "field_keys": list(IDENTIFYING_HEADERS)},
    {"field_type": "QUERY_STRING"},
    {"field_type": "BODY"},
)
_PRIORITY_STEP = 10
_TOO_MANY_REQUESTS = 429


class WebAclProps(Props):
    """Props of a `WebAcl`: the load balancer it protects, and how strictly.

    name: physical name, such as `shop-production`.
    placement: account and region of the load balancer.
    load_balancer_arn: what the web ACL stands in front of.
    key_arn: the KMS key of the log, which lets CloudWatch Logs encrypt `web_acl_log_group(name)`.
    log_retention_days: how long the log is kept, one of the values CloudWatch Logs offers.
    rate_limit: requests that one IP address may send in five minutes, from 10; None, the default, for any number.
    count_only: names of `MANAGED_RULE_GROUPS` whose matches are counted and logged but let through, to learn what
        they would refuse.
    block_large_bodies: whether bodies over 8 KB are refused; by default they are counted and let through.
    """

    name: str
    placement: Placement
    load_balancer_arn: str
    key_arn: str
    log_retention_days: int = 365
    rate_limit: int | None = None
    count_only: Sequence[str] = ()
    block_large_bodies: bool = False

    def __post_init__(self) -> None:
        """Refuse to count what is not asked. Raises ConstructError."""
        unknown = sorted(set(self.count_only) - set(MANAGED_RULE_GROUPS))
        if unknown:
            known = ", ".join(MANAGED_RULE_GROUPS)
            raise ConstructError(f"{self.name}: count_only: expected some of {known}, found {', '.join(unknown)}")


class WebAcl(Construct):
    """Refuses known attacks, addresses that attacked others or hide (VPN, Tor) and, with a limit, floods.

    What it refuses or counts is logged, without what identifies people: credentials, queries and bodies.

    Outputs: `arn`, `log_group_name`.
    """

    def __init__(self, scope: Construct, id: str, props: WebAclProps) -> None:
        super().__init__(scope, id)
        acl = aws.Wafv2WebAcl(
            self,
            "main",
            name=props.name,
            description=f"Requests to the load balancer of {props.name}",
            scope="REGIONAL",
            default_action={"allow": {}},
            rule=[*_rate_rules(props), *_managed_rules(props)],
            visibility_config=_visibility(props.name),
            # What the log redacts would else be readable in the sampled requests.
            data_protection_config={
                "data_protection": [{"action": "SUBSTITUTION", "field": field} for field in _IDENTIFYING_FIELDS]
            },
        )
        aws.Wafv2WebAclAssociation(self, "main", resource_arn=props.load_balancer_arn, web_acl_arn=acl.arn)
        log = WebAclLog(
            self,
            "log",
            WebAclLogProps(
                name=props.name,
                placement=props.placement,
                web_acl_arn=acl.arn,
                key_arn=props.key_arn,
                retention_days=props.log_retention_days,
                redacted_headers=IDENTIFYING_HEADERS,
            ),
        )
        self.arn: str = acl.arn
        self.log_group_name: str = log.group_name


def _rate_rules(props: WebAclProps) -> list[aws.Wafv2WebAclRule]:
    if props.rate_limit is None:
        return []
    limit = {
        "aggregate_key_type": "IP",
        "evaluation_window_sec": RATE_WINDOW_MINUTES * 60,
        "limit": props.rate_limit,
    }
    refusal: aws.Wafv2WebAclRuleAction = {"block": {"custom_response": {"response_code": _TOO_MANY_REQUESTS}}}
    return [
        {
            "name": "rate-limit",
            "priority": 0,
            "action": refusal,
            "statement": {"rate_based_statement": limit},
            "visibility_config": _visibility(f"{props.name}-rate-limit"),
        }
    ]


def _managed_rules(props: WebAclProps) -> list[aws.Wafv2WebAclRule]:
    return [
        {
            "name": group,
            "priority": position * _PRIORITY_STEP,
            "override_action": {"count": {}} if group in props.count_only else {"none": {}},
            "statement": {"managed_rule_group_statement": _group(group, props)},
            "visibility_config": _visibility(f"{props.name}-{group}"),
        }
        for position, group in enumerate(MANAGED_RULE_GROUPS, start=1)
    ]


def _group(name: str, props: WebAclProps) -> dict[str, Any]:
    large = () if props.block_large_bodies else _OF_LARGE_BODIES.get(name, ())
    rules = (*_COUNTED_RULES.get(name, ()), *large)
    counted = [{"name": rule, "action_to_use": {"count": {}}} for rule in rules]
    return {"vendor_name": "AWS", "name": name, "rule_action_override": counted or None}


def _visibility(metric: str) -> aws.Wafv2WebAclVisibilityConfig:
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric, "sampled_requests_enabled": True}
