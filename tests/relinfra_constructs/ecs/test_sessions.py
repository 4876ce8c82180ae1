import json
from typing import Any

from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.sessions import ExecSessions, ExecSessionsProps, SessionAccess
from relinfra_constructs.ecs.task import FargateTask
from tests.services import task_props
from tests.support import KEY_ARN, policy, resource, synthesize

GROUP_ARN = "arn:aws:logs:us-east-1:111111111111:log-group:/ecs-exec/shop"
ACCESS = SessionAccess(log_group_arn=GROUP_ARN, kms_key_arn=KEY_ARN)


def cluster() -> dict[str, Any]:
    def made(stack: Any) -> None:
        props = ExecSessionsProps(cluster_name="shop", kms_key_arn=KEY_ARN, log_retention_days=365)
        sessions = ExecSessions(stack, "sessions", props)
        Cluster(stack, "cluster", ClusterProps(name="shop", sessions=sessions.configuration))

    return synthesize(made)


def test_sessions_are_encrypted_and_recorded() -> None:
    """On the way by the key, at rest in a log group of their own."""
    made = cluster()
    (settings,) = [resource(made, "aws_ecs_cluster.main")["configuration"]["execute_command_configuration"]]
    assert (settings["kms_key_id"], settings["logging"]) == (KEY_ARN, "OVERRIDE")
    assert settings["log_configuration"]["cloud_watch_encryption_enabled"] is True
    group = resource(made, "aws_cloudwatch_log_group.exec_sessions")
    assert (group["name"], group["kms_key_id"]) == ("/ecs-exec/shop", KEY_ARN)


def test_a_task_opens_channels_and_writes_its_record_alone() -> None:
    """`*` only where AWS knows no names."""
    made = synthesize(lambda stack: FargateTask(stack, "task", task_props(sessions=ACCESS)))
    statements = {one["Sid"]: one for one in policy(made, "aws_iam_role_policy.web_task")}
    assert statements["EncryptSessions"]["Resource"] == [KEY_ARN]
    assert statements["RecordSessions"]["Resource"] == [f"{GROUP_ARN}:*"]
    anywhere = {action for one in statements.values() if one["Resource"] == ["*"] for action in one["Action"]}
    assert {action for action in anywhere if not action.startswith(("ssmmessages:", "xray:"))} == {
        "logs:DescribeLogGroups"
    }


def test_only_a_container_that_people_enter_has_a_writable_root() -> None:
    """Since AWS supports sessions on no other; sidecars stay as they were."""
    for sessions in (None, ACCESS):
        made = synthesize(
            lambda stack, sessions=sessions: FargateTask(stack, "task", task_props(sessions=sessions, tracing=True))
        )
        definitions = json.loads(resource(made, "aws_ecs_task_definition.web")["container_definitions"])
        roots = {one["name"]: one["readonlyRootFilesystem"] for one in definitions}
        assert roots.pop("web") is (sessions is None)
        assert set(roots.values()) == {True}
