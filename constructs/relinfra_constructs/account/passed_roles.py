"""Handing a role to an AWS service, which then acts with its rights."""

from __future__ import annotations

from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.iam import Statement

__all__ = ["pass_role"]

_RECEIVERS = (
    "backup",
    "codedeploy",
    "ecs-tasks",
    "ecs",
    "events",
    "lambda",
    "monitoring.rds",
    "s3",
    "scheduler",
    "ssm",
    "synthetics",
    "vpc-flow-logs",
)


def pass_role(access: EnvironmentAccess) -> Statement:
    """Allow the environment's own roles to be passed, and only to services that its stacks use.

    Without the limit, a role meant for one service could be handed to another that runs code of the attacker's.
    """
    return Statement(
        sid="PassOwnRoles",
        actions=["iam:PassRole"],
        resources=[access.workload_roles],
        conditions={"StringEquals": {"iam:PassedToService": access.principals(*_RECEIVERS)}},
    )
