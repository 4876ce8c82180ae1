"""ECS Exec: shells that people open in running tasks, and the record of what they did there."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["ExecSessions", "ExecSessionsProps", "SessionAccess", "session_log_group", "session_statements"]


def session_log_group(cluster: str) -> str:
    """Return the log group of a cluster's sessions."""
    return f"/ecs-exec/{cluster}"


class SessionAccess(Props):
    """The log group that records sessions, and the key that encrypts them on the way and at rest."""

    log_group_arn: str
    kms_key_arn: str


class ExecSessionsProps(Props):
    """Whose sessions are recorded.

    cluster_name: physical name of the cluster.
    kms_key_arn: a key whose policy lets CloudWatch Logs use it for `session_log_group`.
    log_retention_days: one of the values CloudWatch Logs takes.
    """

    cluster_name: str
    kms_key_arn: str
    log_retention_days: int


class ExecSessions(Construct):
    """The log group of a cluster's sessions. Outputs: `access`, and `configuration` for the cluster."""

    def __init__(self, scope: Construct, id: str, props: ExecSessionsProps) -> None:
        super().__init__(scope, id)
        group = aws.CloudwatchLogGroup(
            self,
            terraform_name("exec_sessions"),
            name=session_log_group(props.cluster_name),
            retention_in_days=props.log_retention_days,
            kms_key_id=props.kms_key_arn,
        )
        self.access = SessionAccess(log_group_arn=group.arn, kms_key_arn=props.kms_key_arn)
        self.configuration: aws.EcsClusterConfiguration = {
            "execute_command_configuration": {
                "kms_key_id": props.kms_key_arn,
                "logging": "OVERRIDE",
                "log_configuration": {
                    "cloud_watch_encryption_enabled": True,
                    "cloud_watch_log_group_name": group.name,
                },
            }
        }


def session_statements(access: SessionAccess) -> list[Statement]:
    """Return what a task needs for sessions: the channel of SSM, its key, and the record."""
    return [
        # Channels have no resource names: AWS takes only `*` here.
        Statement(
            sid="OpenSessions",
            actions=[
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            resources=["*"],
        ),
        Statement(sid="EncryptSessions", actions=["kms:Decrypt"], resources=[access.kms_key_arn]),
        # The agent looks for its group among all of them: AWS takes only `*` here.
        Statement(sid="FindSessionLog", actions=["logs:DescribeLogGroups"], resources=["*"]),
        Statement(
            sid="RecordSessions",
            actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            resources=[f"{access.log_group_arn}:*"],
        ),
    ]
