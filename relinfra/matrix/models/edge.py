"""The edge between the internet and the load balancer."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT
from relinfra.reading.text import Line

__all__ = ["Edge"]

# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
RuleGroup = Annotated[
    Literal[
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesAnonymousIpList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ],
    choices(
        {
            "AWSManagedRulesAmazonIpReputationList": "Addresses that Amazon knows for bots and other threats.",
            "AWSManagedRulesAnonymousIpList": "Addresses that hide who asks: VPNs, proxies, Tor, hosting providers.",
            "AWSManagedRulesCommonRuleSet": "What web applications are attacked with in general, as OWASP lists it.",
            "AWSManagedRulesKnownBadInputsRuleSet": "Requests that are known to be invalid or to look for weaknesses.",
            "AWSManagedRulesSQLiRuleSet": "SQL injection.",
        }
    ),
]
RateLimit = Annotated[
    int, Field(ge=10, le=2_000_000_000), expecting("a number of requests from 10 to 2000000000, as AWS WAF offers")
]


class Edge(Model):
    """The protection against web attacks; where it is not decided, the plan asks for the decision."""

    waf: Annotated[
        Literal["managed", "none"],
        choices(
            {
                "managed": "AWS WAF with the rules that AWS maintains, in front of the load balancer.",
                "none": "No AWS WAF; `protection` says what protects instead.",
            }
        ),
    ] = Field(
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
    large_bodies: Annotated[
        Literal["count", "block"], choices({"count": "Logged and let through.", "block": "Refused."})
    ] = Field(
        "count",
        description="AWS WAF: requests with more than 8 KB of body, such as uploads, which AWS's common rules refuse: "
        "`count` logs them and lets them through, `block` refuses them.",
    )
