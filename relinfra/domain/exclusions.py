"""Exclusions: what AWS takes one by one and refuses, or breaks, together.

Rules of the matrix refuse what it says they refuse, in its words; constructs, which know nothing of relinfra, and
stacks decide the others so that no pair ever stands in what is synthesized. A test asks every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AURORA_AND_STANDBY",
    "CONNECT_AND_CODE_DEPLOY",
    "EXCLUSIONS",
    "SHIFT_AND_CONNECT",
    "SPOT_AND_CODE_DEPLOY",
    "STICKY_AND_SHIFT",
    "STOP_AND_SPOT",
    "UPGRADE_AND_STANDBY",
    "Exclusion",
]


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
CONNECT_AND_CODE_DEPLOY = Exclusion(
    name="connect_and_code_deploy",
    one="calls through Service Connect",
    other="deployments by CodeDeploy",
    effect="ECS takes Service Connect only where it deploys the service itself",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    answer="refused",
)
STOP_AND_SPOT = Exclusion(
    name="stop_and_spot",
    one="a container that may take two minutes or longer to end",
    other="Spot tasks",
    effect="AWS takes a Spot task back 120 seconds after its warning, whatever the task still does",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
    answer="refused",
)
STICKY_AND_SHIFT = Exclusion(
    name="sticky_and_shift",
    one="requests that a cookie holds at a task",
    other="traffic that is shifted between two target groups",
    effect="a rule with two groups has to be sticky itself then, and holds callers where traffic leaves",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
    answer="refused",
)
UPGRADE_AND_STANDBY = Exclusion(
    name="upgrade_and_standby",
    one="a major upgrade of a database",
    other="a read replica of it in another region",
    effect="RDS upgrades replicas of its own region along, and AWS says nothing of others",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html",
    answer="refused",
)
AURORA_AND_STANDBY = Exclusion(
    name="aurora_and_standby",
    one="an Aurora cluster",
    other="a database that follows into a second region",
    effect="Aurora follows into a second region as a global database alone, which relinfra does not build",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html",
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
    CONNECT_AND_CODE_DEPLOY,
    STOP_AND_SPOT,
    STICKY_AND_SHIFT,
    UPGRADE_AND_STANDBY,
    AURORA_AND_STANDBY,
)
"""Every pair that something here could bring together."""
