import json
from typing import Any

from relinfra_constructs.ecs.log_router import LogBucket, LogRouterProps
from relinfra_constructs.ecs.task import FargateTask
from relinfra_constructs.ecs.task_roles import BucketAccess
from tests.services import task_props
from tests.support import KEY_ARN, policy, resource, synthesize

BUCKET_ARN = "arn:aws:s3:::shop-archive"
BUCKET = LogBucket(name="shop-archive", access=BucketAccess(arn=BUCKET_ARN, kms_key_arn=KEY_ARN))


def task(**router: Any) -> dict[str, Any]:
    props = task_props(log_router=LogRouterProps(**router), tracing=True)
    return synthesize(lambda stack: FargateTask(stack, "task", props))


def containers(made: dict[str, Any], name: str = "web") -> dict[str, dict[str, Any]]:
    found = json.loads(resource(made, f"aws_ecs_task_definition.{name}")["container_definitions"])
    return {one["name"]: one for one in found}


def test_a_log_goes_to_its_group_without_what_is_excluded() -> None:
    """By options of the driver, of which ECS makes the configuration of Fluent Bit; user text stays text."""
    logs = containers(task(exclude="GET /${x}z$"))["web"]["logConfiguration"]
    assert logs == {
        "logDriver": "awsfirelens",
        "options": {
            "Name": "cloudwatch_logs",
            "log_group_name": "${aws_cloudwatch_log_group.web.name}",
            "log_stream_prefix": "app/",
            "auto_create_group": "false",
            "region": "us-east-1",
            "exclude-pattern": "GET /$${x}z$",
        },
    }


def test_a_log_goes_to_a_bucket_below_its_service() -> None:
    """Gzipped, in requests that object lock accepts."""
    options = containers(task(bucket=BUCKET))["web"]["logConfiguration"]["options"]
    assert (options["Name"], options["bucket"], options["compression"]) == ("s3", "shop-archive", "gzip")
    assert options["s3_key_format"].startswith("/logs/shop-production-web/%Y/%m/%d/")
    assert (options["use_put_object"], options["send_content_md5"]) == ("On", "On")


def test_the_router_ends_its_task_and_logs_beside_it() -> None:
    """Nobody loses logs unseen; what the router complains of is not sent by itself."""
    made = task(bucket=BUCKET)
    router = containers(made)["log-router"]
    assert (router["essential"], router["user"], router["readonlyRootFilesystem"]) == (True, "0", False)
    assert router["firelensConfiguration"]["type"] == "fluentbit"
    assert router["healthCheck"]["command"][-1].endswith("/api/v1/uptime")
    assert router["logConfiguration"]["options"]["awslogs-group"] == "${aws_cloudwatch_log_group.web_log_router.name}"
    group = resource(made, "aws_cloudwatch_log_group.web_log_router")
    assert (group["name"], group["kms_key_id"]) == ("/ecs/shop-production-web/log-router", KEY_ARN)


def test_only_the_application_is_routed() -> None:
    """The collector logs as ever."""
    made = task(bucket=BUCKET)
    assert containers(made)["collector"]["logConfiguration"]["logDriver"] == "awslogs"


def test_a_task_writes_its_own_log_and_nothing_else() -> None:
    """One prefix of one bucket by its own key, or one group."""
    to_bucket = {one["Sid"]: one for one in policy(task(bucket=BUCKET), "aws_iam_role_policy.web_task")}
    assert to_bucket["RouteLogs"]["Action"] == ["s3:PutObject"]
    assert to_bucket["RouteLogs"]["Resource"] == [f"{BUCKET_ARN}/logs/shop-production-web/*"]
    assert (to_bucket["SealLogs"]["Action"], to_bucket["SealLogs"]["Resource"]) == (["kms:GenerateDataKey"], [KEY_ARN])
    to_group = {one["Sid"]: one for one in policy(task(), "aws_iam_role_policy.web_task")}
    assert to_group["RouteLogs"]["Resource"] == ["${aws_cloudwatch_log_group.web.arn}:*"]
    assert "SealLogs" not in to_group


def test_ecs_pulls_a_copy_of_the_router() -> None:
    """From the repository of the copy alone."""
    image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/tools/fluent-bit:3.4.16"
    statements = {one["Sid"]: one for one in policy(task(image=image), "aws_iam_role_policy.web_execution")}
    assert statements["PullImage"]["Resource"][1:] == ["arn:aws:ecr:us-east-1:222222222222:repository/tools/fluent-bit"]
    assert len(statements["WriteLogs"]["Resource"]) == 2
