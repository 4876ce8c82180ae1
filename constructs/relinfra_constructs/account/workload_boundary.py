"""The permissions boundary of every role that an environment's stacks make: what no workload can ever do."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase as fnmatch

from relinfra_constructs import aws
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.passed_roles import pass_role
from relinfra_constructs.account.refusals import sibling_refusal
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, managed_document
from relinfra_constructs.naming import terraform_name

__all__ = ["WorkloadBoundary"]

_ANYWHERE = (
    "backup-storage:*",
    "backup:*",
    "cloudwatch:*",
    "codedeploy:GetDeploymentConfig",
    "ec2:*NetworkInterface*",
    "ec2:Describe*",
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "ecs:*",
    "elasticloadbalancing:*",
    "events:*",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ListGrants",
    "kms:ReEncrypt*",
    "logs:*",
    "rds-db:connect",
    "rds:*",
    "s3:*",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "servicediscovery:DiscoverInstances",
    "sns:Publish",
    "sqs:*",
    "ssm:GetParameter*",
    "ssmmessages:*",
    "tag:GetResources",
    "xray:*",
)


class WorkloadBoundary(Construct):
    """The policy that limits what roles may be given; it gives nothing itself. Output: `arn`.

    Read as an attacker: the apply role writes the policies of workload roles, so whoever holds it would give one
    every right and let a task of their own use it. The apply role can make roles only with this boundary, and cannot
    change it. Left out are the ways to somebody else's rights: IAM and STS, code of other functions (`lambda` only
    under the environment's own names), commands on other machines, and starting instances.
    """

    def __init__(self, scope: Construct, id: str, access: EnvironmentAccess) -> None:
        super().__init__(scope, id)
        policy = aws.IamPolicy(
            self,
            terraform_name(access.environment, "boundary"),
            name=access.boundary_name,
            description=f"The most that any role made by a release of {access.name} can do",
            policy=managed_document(access.boundary_name, *_statements(access)),
        )
        self.arn: str = policy.arn


def _statements(access: EnvironmentAccess) -> list[Statement]:
    further = [f"{service}:*" for service in sorted(access.further_services)]
    buckets = [arn for bucket in access.guarded_buckets for arn in (bucket, f"{bucket}/*")]
    return [
        Statement(sid="Workloads", actions=[*_ANYWHERE, *further], resources=["*"]),
        # What follows a changed secret: the documents and deployments of the environment itself.
        Statement(
            sid="OwnRestarts",
            actions=[
                "codedeploy:CreateDeployment",
                "codedeploy:GetApplicationRevision",
                "codedeploy:RegisterApplicationRevision",
                "ssm:StartAutomationExecution",
            ],
            resources=[
                *access.anywhere("codedeploy", "*:{name}-*"),
                *access.anywhere("ssm", "automation-definition/{name}-*"),
            ],
        ),
        Statement(sid="OwnFunctions", actions=["lambda:*"], resources=access.anywhere("lambda", "function:{name}-*")),
        *_answers(access),
        *_asked(access, (*_ANYWHERE, *further)),
        pass_role(access),
        Statement(sid="DenyFoundations", effect="Deny", actions=["s3:*"], resources=buckets),
        *sibling_refusal(access, {action.partition(":")[0] for action in (*_ANYWHERE, *further)}),
    ]


def _asked(access: EnvironmentAccess, admitted: Sequence[str]) -> list[Statement]:
    """Admit what applications are allowed on these very resources, where it is not admitted anywhere already."""
    asked: dict[tuple[str, ...], dict[str, None]] = {}
    for statement in access.workloads:
        beyond = [action for action in statement.actions if not any(fnmatch(action, each) for each in admitted)]
        if beyond:
            asked.setdefault(tuple(beyond), {}).update(dict.fromkeys(statement.resources))
    return [Statement(actions=actions, resources=list(resources)) for actions, resources in asked.items()]


def _answers(access: EnvironmentAccess) -> list[Statement]:
    if not access.answers_code_deploy:
        return []
    # An answer names no deployment by ARN: AWS takes only `*`. Which one it is for is told to the hook alone.
    answer = "codedeploy:PutLifecycleEventHookExecutionStatus"
    return [Statement(sid="AnswerCodeDeploy", actions=[answer], resources=["*"])]
