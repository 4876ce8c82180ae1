"""The edge between the internet and the load balancer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT
from relinfra.reading.text import Line

__all__ = ["Edge"]

RuleGroup = Literal[
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
]
RateLimit = Annotated[
    int, Field(ge=10, le=2_000_000_000), expecting("a number of requests from 10 to 2000000000, as AWS WAF offers")
]


class Edge(Model):
    """The protection against web attacks; where it is not decided, the plan asks for the decision."""

    waf: Literal["managed", "none"] = Field(
        description="`managed`: AWS WAF with the rules AWS maintains, in front of the load balancer; or `none`.",
        examples=["managed"],
    )
    protection: Line | None = Field(
        None, description="Without AWS WAF, required: what protects the environment instead.", examples=["Cloudflare"]
    )
    rate_limit_per_5_minutes: RateLimit | None = Field(
        None, description="AWS WAF: requests that one IP address may send in five minutes; any number if absent."
    )
    count_only: Annotated[tuple[RuleGroup, ...], DISTINCT] = Field(
        (), description="AWS WAF: rule groups that are tried out; what they would refuse is logged and let through."
    )
    large_bodies: Literal["count", "block"] = Field(
        "count",
        description="AWS WAF: requests with more than 8 KB of body, such as uploads, which AWS's common rules refuse: "
        "`count` logs them and lets them through, `block` refuses them.",
    )
