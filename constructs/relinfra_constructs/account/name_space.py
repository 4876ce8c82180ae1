"""The name space of an environment: ARNs of what carries its name, and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from relinfra_constructs.placement import Placement

__all__ = ["OWN", "SYNTHETICS_KEEPS", "balancing_names", "siblings_names"]

SYNTHETICS_KEEPS = 21
"""Characters of a canary's name that Synthetics keeps in the name of its function."""

OWN = {
    "backup": ("backup-vault:{name}-*",),
    "cloudwatch": ("alarm:{name}-*", "dashboard/{name}", "dashboard/{name}-*"),
    "codedeploy": ("application:{name}-*", "deploymentconfig:{name}-*", "deploymentgroup:{name}-*"),
    "ecs": ("*/{name}", "*/{name}-*", "*/{name}/*"),
    "elasticloadbalancing": (
        *("listener-rule/app/{name}/*", "listener/app/{name}/*", "loadbalancer/app/{name}/*"),
        "targetgroup/{name}-*",
    ),
    "events": ("rule/{name}-*",),
    "lambda": ("function:cwsyn-{start}*", "function:{name}-*", "layer:cwsyn-{start}*"),
    "logs": (
        "log-group:*/{name}-*",
        "log-group:*/{name}/*",
        "log-group:*/cwsyn-{start}*",
        *("log-group:aws-waf-logs-{name}", "log-group:aws-waf-logs-{name}-*", "log-group:aws-waf-logs-{name}:*"),
    ),
    "rds": ("*:{name}-*", "auto-backup:*", "og:default:*"),
    "sns": ("{name}-*",),
    "sqs": ("{name}-*",),
    "ssm": ("automation-definition/{name}-*", "document/{name}-*"),
    "wafv2": ("regional/managedruleset/*", "regional/webacl/{name}-*", "regional/webacl/{name}/*"),
}
"""Services whose resources carry the environment's prefix in their ARN: everything, of its own."""

_NAMED = {
    "backup": ("backup-vault:{name}-*",),
    "cloudwatch": ("alarm:{name}-*", "dashboard/{name}*"),
    "codedeploy": ("*:{name}-*",),
    "dynamodb": ("table/{name}-*",),
    "ecs": ("*/{name}", "*/{name}-*", "*/{name}/*"),
    "elasticloadbalancing": ("*/app/{name}/*", "targetgroup/{name}-*"),
    "events": ("rule/{name}-*",),
    "lambda": ("function:{name}-*",),
    "logs": ("log-group:*/{name}-*", "log-group:*/{name}/*"),
    "rds": ("*:{name}-*",),
    "secretsmanager": ("secret:{name}-*", "secret:{name}/*"),
    "sns": ("{name}-*",),
    "sqs": ("{name}-*",),
    "ssm": ("automation-definition/{name}-*", "document/{name}-*", "parameter/{name}-*", "parameter/{name}/*"),
    "wafv2": ("regional/webacl/{name}-*", "regional/webacl/{name}/*"),
}
"""How those names look in a refusal: account and region are left open, since it stands in the account itself."""


def balancing_names(names: Sequence[str]) -> list[str]:
    """Return what load balancers and target groups are called in ARNs whose names begin with any of `names`."""
    return [pattern.replace("{name}", name) for name in sorted(names) for pattern in OWN["elasticloadbalancing"]]


def siblings_names(placement: Placement, names: Sequence[str], services: Collection[str] | None = None) -> list[str]:
    """Return ARN patterns of what is called after any of `names`, such as `shop-production`, in every region.

    A name is told from a longer one that begins alike by what follows it: `shop-prod-` is not `shop-production-`.
    `services` leaves out those whose prefix is not among them.
    """
    anybody = [
        placement.anybody_arn(service, pattern.replace("{name}", name))
        for name in sorted(names)
        for service, patterns in _NAMED.items()
        if services is None or service in services
        for pattern in patterns
    ]
    buckets = [placement.global_arn("s3", f"{name}-*") for name in sorted(names)]
    roles = [placement.account_arn("iam", f"*/{name}-*") for name in sorted(names)]
    return [*anybody, *buckets, *roles]
