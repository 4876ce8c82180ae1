"""Exclusions: what AWS takes one by one and refuses, or breaks, together.

Rules of the matrix read it for what they refuse; constructs, which know nothing of relinfra, and stacks decide the
others so that no pair ever stands in what is synthesized, which a test asks of every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["EXCLUSIONS", "SHIFT_AND_CONNECT", "SPOT_AND_CODE_DEPLOY", "Exclusion"]


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Two things that do not go together: `one` and `other`, what happens, and who says so.

    answer: `refused` where the matrix has to choose, `decided` where one of them follows from the other.
    """

    name: str
    one: str
    other: str
    effect: str
    source: str
    answer: Literal["refused", "decided"]


ZONES_AND_FULL_CAPACITY = Exclusion(
    name="zones_and_full_capacity",
    one="zone rebalancing of an ECS service",
    other="a maximum of 100 % during deployments",
    effect="ECS refuses the service: rebalancing starts a task elsewhere before it stops one",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html, aws-cdk#32259",
    answer="decided",
)
ZONES_AND_CODE_DEPLOY = Exclusion(
    name="zones_and_code_deploy",
    one="zone rebalancing of an ECS service",
    other="deployments by CodeDeploy",
    effect="a task that ECS moves keeps the service from being steady, and CodeDeploy gives up",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html",
    answer="decided",
)
SPOT_AND_NEW_CLUSTER = Exclusion(
    name="spot_and_new_cluster",
    one="a service with a mix of capacity providers",
    other="a cluster that the providers are not associated with yet",
    effect="ECS refuses the service; it has to come after the association, and to go before it",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    answer="decided",
)
PINNED_AND_AUTOMATIC_MINOR = Exclusion(
    name="pinned_and_automatic_minor",
    one="a pinned minor version of a database",
    other="automatic minor upgrades",
    effect="after the first of them Terraform plans to go back, which RDS refuses",
    source="hashicorp/terraform-provider-aws#49496",
    answer="decided",
)
MAJOR_AND_REFUSED_MAJOR = Exclusion(
    name="major_and_refused_major",
    one="another major version of a database",
    other="no leave to upgrade to it, or a parameter group of its old family",
    effect="RDS refuses the upgrade",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html, "
    "hashicorp/terraform-provider-aws#13389, #6448",
    answer="decided",
)
WORKER_AND_REPLICA = Exclusion(
    name="worker_and_replica",
    one="a worker that uses a database",
    other="a read replica of it in a standby region",
    effect="what the worker takes from its queue it can write nowhere",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html",
    answer="decided",
)
BODIES_AND_COMMON_RULES = Exclusion(
    name="bodies_and_common_rules",
    one="SizeRestrictions_BODY of AWSManagedRulesCommonRuleSet as it is",
    other="requests with more than 8 KB of body",
    effect="AWS WAF blocks uploads and long forms, however much of a body it is told to inspect",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
    answer="decided",
)
SHIFT_AND_CONNECT = Exclusion(
    name="shift_and_connect",
    one="a load balancer whose traffic is shifted",
    other="Service Connect to the same service",
    effect="AWS does not say how the traffic of a load balancer and of Service Connect are shifted together",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html",
    answer="refused",
)
SPOT_AND_CODE_DEPLOY = Exclusion(
    name="spot_and_code_deploy",
    one="a mix with Spot tasks",
    other="deployments by CodeDeploy",
    effect="Terraform cannot change the mix of a service whose deployments CodeDeploy starts",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html",
    answer="refused",
)
EXCLUSIONS = (
    ZONES_AND_FULL_CAPACITY,
    ZONES_AND_CODE_DEPLOY,
    SPOT_AND_NEW_CLUSTER,
    PINNED_AND_AUTOMATIC_MINOR,
    MAJOR_AND_REFUSED_MAJOR,
    WORKER_AND_REPLICA,
    BODIES_AND_COMMON_RULES,
    SHIFT_AND_CONNECT,
    SPOT_AND_CODE_DEPLOY,
)
"""Every pair that something here could bring together."""
