import json
from typing import Any

import pytest

from relinfra_constructs.ecs.database_login import DatabaseLogin
from relinfra_constructs.ecs.secret import Secret
from relinfra_constructs.ecs.task import FargateTask
from relinfra_constructs.ecs.task_permissions import TaskPermission
from relinfra_constructs.ecs.task_roles import BucketAccess
from relinfra_constructs.errors import ConstructError
from tests.services import task_props
from tests.support import HERE, KEY_ARN, policy, resource, synthesize

BUCKET = BucketAccess(arn="arn:aws:s3:::assets", kms_key_arn=KEY_ARN)


def task(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: FargateTask(stack, "task", task_props(**arguments)))


def containers(synthesized: dict[str, Any]) -> dict[str, dict[str, Any]]:
    definitions = json.loads(resource(synthesized, "aws_ecs_task_definition.web")["container_definitions"])
    return {definition["name"]: definition for definition in definitions}


def actions(synthesized: dict[str, Any], address: str) -> dict[str, list[str]]:
    """Return the resources each action of a role's policy is allowed on."""
    return {
        action: statement["Resource"] for statement in policy(synthesized, address) for action in statement["Action"]
    }


@pytest.mark.parametrize("tracing", [True, False])
def test_no_container_writes_to_its_image_or_keeps_a_capability(tracing: bool) -> None:
    """Sidecars included."""
    for definition in containers(task(tracing=tracing)).values():
        assert definition["readonlyRootFilesystem"] is True
        assert definition["linuxParameters"] == {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": True}


def test_the_application_is_not_root_and_writes_to_its_volumes_only() -> None:
    """Each writable path is an empty volume."""
    synthesized = task(container={"writable_paths": ["/tmp", "/var/cache"]})  # noqa: S108
    web = containers(synthesized)["web"]
    assert web["user"] == "1000:1000"
    assert {mount["containerPath"]: mount["sourceVolume"] for mount in web["mountPoints"]} == {
        "/tmp": "tmp",  # noqa: S108
        "/var/cache": "var-cache",
    }
    assert resource(synthesized, "aws_ecs_task_definition.web")["volume"] == [{"name": "tmp"}, {"name": "var-cache"}]


def test_what_looks_like_a_template_in_a_variable_stays_text() -> None:
    """Terraform evaluates references, and nothing a user wrote."""
    synthesized = task(
        container={"environment": {"B": "${aws_vpc.main.id}", "A": "%{if true}"}, "references": {"C": "${local.c}"}}
    )
    assert containers(synthesized)["web"]["environment"] == [
        {"name": "A", "value": "%%{if true}"},
        {"name": "B", "value": "$${aws_vpc.main.id}"},
        {"name": "C", "value": "${local.c}"},
    ]


def test_a_secret_is_a_reference_and_only_these_secrets_can_be_read() -> None:
    """By whichever key they are encrypted, through Secrets Manager only."""
    database = HERE.arn("secretsmanager", "secret:db-AbCdEf")
    secrets = {"STRIPE_KEY": Secret(name="shop/stripe"), "DATABASE": Secret(arn=database, json_key="password")}
    synthesized = task(container={"secrets": secrets})
    stripe = "${data.aws_secretsmanager_secret.web_stripe_key.arn}"
    assert containers(synthesized)["web"]["secrets"] == [
        {"name": "DATABASE", "valueFrom": f"{database}:password::"},
        {"name": "STRIPE_KEY", "valueFrom": stripe},
    ]
    allowed = actions(synthesized, "aws_iam_role_policy.web_execution")
    assert allowed["secretsmanager:GetSecretValue"] == [database, stripe]
    [decrypt] = [s for s in policy(synthesized, "aws_iam_role_policy.web_execution") if s["Sid"] == "DecryptSecrets"]
    assert decrypt["Condition"]["StringEquals"] == {
        "kms:EncryptionContext:SecretARN": [database, stripe],
        "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
    }


def test_a_login_admits_one_user_of_the_databases_that_it_names() -> None:
    """By their resource ids, which nothing has after them; without one, the role has no right to log in at all."""
    login = DatabaseLogin(user="web", resource_ids=["db-ABC", "${aws_db_instance.main_reader_1.resource_id}"])
    allowed = actions(task(logins={"DATABASE": login, "SAME": login}), "aws_iam_role_policy.web_task")
    assert allowed == {
        "rds-db:connect": [
            HERE.arn("rds-db", "dbuser:db-ABC/web"),
            HERE.arn("rds-db", "dbuser:${aws_db_instance.main_reader_1.resource_id}/web"),
        ]
    }
    assert "web_task" not in task()["resource"].get("aws_iam_role_policy", {})


def test_a_parameter_is_named_by_its_arn_and_never_looked_up() -> None:
    """A lookup would take its value into the state; the ARN of one with levels has no second slash."""
    secrets = {"DSN": Secret(parameter="/shop/dsn"), "LEVEL": Secret(parameter="level")}
    synthesized = task(container={"secrets": secrets})
    dsn, level = HERE.arn("ssm", "parameter/shop/dsn"), HERE.arn("ssm", "parameter/level")
    assert "data" not in synthesized
    assert [entry["valueFrom"] for entry in containers(synthesized)["web"]["secrets"]] == [dsn, level]
    assert actions(synthesized, "aws_iam_role_policy.web_execution")["ssm:GetParameters"] == [dsn, level]
    [decrypt] = [s for s in policy(synthesized, "aws_iam_role_policy.web_execution") if s["Sid"] == "DecryptParameters"]
    assert decrypt["Resource"] == [HERE.arn("kms", "key/*")]
    assert decrypt["Condition"]["StringEquals"] == {
        "kms:EncryptionContext:PARAMETER_ARN": [dsn, level],
        "kms:ViaService": "ssm.us-east-1.amazonaws.com",
    }


def test_a_named_key_decrypts_its_secret_alone_through_its_own_region() -> None:
    """That of another account, which no pattern of this one covers."""
    partner = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:partner-AbCdEf"
    secrets = {"STRIPE_KEY": Secret(name="shop/stripe"), "TOKEN": Secret(arn=partner, kms_key_arn=KEY_ARN)}
    statements = policy(task(container={"secrets": secrets}), "aws_iam_role_policy.web_execution")
    found = {each["Sid"]: each for each in statements if each["Sid"].startswith("Decrypt")}
    stripe = "${data.aws_secretsmanager_secret.web_stripe_key.arn}"
    assert found["DecryptSecrets"]["Condition"]["StringEquals"]["kms:EncryptionContext:SecretARN"] == [stripe]
    assert found["DecryptSecretsByKeyEuWest1"]["Resource"] == [KEY_ARN]
    assert found["DecryptSecretsByKeyEuWest1"]["Condition"]["StringEquals"] == {
        "kms:EncryptionContext:SecretARN": [partner],
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
    }


@pytest.mark.parametrize("secret", [{}, {"name": "a", "arn": "b"}, {"name": "a", "parameter": "b"}])
def test_a_secret_has_a_name_or_an_arn_or_is_a_parameter(secret: dict[str, str]) -> None:
    """Exactly one of the three."""
    with pytest.raises(ConstructError, match="exactly one of a name, an ARN and a parameter"):
        Secret(**secret)


def test_a_parameter_has_no_key() -> None:
    """ECS takes keys out of Secrets Manager's secrets alone."""
    with pytest.raises(ConstructError, match="not of /shop/dsn"):
        Secret(parameter="/shop/dsn", json_key="token")


def test_ecs_pulls_this_image_and_writes_this_log_group() -> None:
    """Logging in to the registry is the one action AWS does not limit."""
    allowed = actions(task(), "aws_iam_role_policy.web_execution")
    assert allowed.pop("ecr:GetAuthorizationToken") == ["*"]
    assert allowed == {
        "ecr:BatchCheckLayerAvailability": [HERE.arn("ecr", "repository/shop/web")],
        "ecr:BatchGetImage": [HERE.arn("ecr", "repository/shop/web")],
        "ecr:GetDownloadUrlForLayer": [HERE.arn("ecr", "repository/shop/web")],
        "logs:CreateLogStream": ["${aws_cloudwatch_log_group.web.arn}:*"],
        "logs:PutLogEvents": ["${aws_cloudwatch_log_group.web.arn}:*"],
    }


def test_a_public_image_needs_no_registry_permission() -> None:
    """Nobody is asked for what nobody needs."""
    synthesized = task(container={"image": "public.ecr.aws/nginx/nginx:1.29"})
    assert set(actions(synthesized, "aws_iam_role_policy.web_execution")) == {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }


def test_an_application_without_needs_may_do_nothing() -> None:
    """Its role has no policy."""
    assert list(task()["resource"]["aws_iam_role_policy"]) == ["web_execution"]


def test_an_application_reaches_its_buckets_and_their_keys_through_s3_only() -> None:
    """Objects for objects, the bucket for listing."""
    synthesized = task(buckets={"assets": BUCKET})
    allowed = actions(synthesized, "aws_iam_role_policy.web_task")
    assert allowed["s3:PutObject"] == ["arn:aws:s3:::assets/*"]
    assert allowed["s3:ListBucket"] == ["arn:aws:s3:::assets"]
    assert allowed["kms:GenerateDataKey"] == [KEY_ARN]
    key_statement = policy(synthesized, "aws_iam_role_policy.web_task")[-1]
    assert key_statement["Condition"] == {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}


@pytest.mark.parametrize("role", ["web_execution", "web_task"])
def test_only_tasks_of_this_account_and_region_assume_the_roles(role: str) -> None:
    """The confused deputy gets nothing."""
    [trust] = policy(task(), f"aws_iam_role.{role}", "assume_role_policy")
    assert trust["Principal"] == {"Service": ["ecs-tasks.amazonaws.com"]}
    assert trust["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:ecs:us-east-1:111111111111:*"},
        "StringEquals": {"aws:SourceAccount": "111111111111"},
    }


def test_permissions_are_a_policy_of_their_own_in_their_own_region() -> None:
    """What relinfra gives a task stays as it was; a template of Terraform's in an ARN stays text."""
    asked = TaskPermission(
        actions=["s3:GetObject"],
        resources=["arn:{partition}:s3:::in/${aws:userid}/*", "arn:aws:sqs:{region}:{account}:a"],
    )
    synthesized = task(permissions=[asked])
    assert list(synthesized["resource"]["aws_iam_role_policy"]) == ["web_execution", "web_permissions"]
    assert policy(synthesized, "aws_iam_role_policy.web_permissions") == [
        {
            "Action": ["s3:GetObject"],
            "Effect": "Allow",
            "Resource": ["arn:aws:s3:::in/$${aws:userid}/*", "arn:aws:sqs:us-east-1:111111111111:a"],
        }
    ]


def test_permissions_share_what_a_role_may_hold() -> None:
    """10,240 characters, which AWS would refuse only as they are applied."""
    objects = [f"arn:aws:s3:::{number:0>60}" for number in range(150)]
    many = [TaskPermission(actions=["s3:GetObject"], resources=[one]) for one in objects]
    with pytest.raises(ConstructError, match="at most 10240 characters in a role, found about"):
        task(permissions=many, buckets={"assets": BUCKET})


def test_tracing_adds_a_collector_that_may_fail_without_harm() -> None:
    """The application finds it by OpenTelemetry's own variables, which its own settings override."""
    synthesized = task(tracing=True, container={"environment": {"OTEL_SERVICE_NAME": "checkout"}})
    found = containers(synthesized)
    collector = json.loads(found["collector"]["environment"][0]["value"])
    environment = {entry["name"]: entry["value"] for entry in found["web"]["environment"]}
    assert found["collector"]["essential"] is False
    assert ":v" in found["collector"]["image"]
    listens = collector["receivers"]["otlp"]["protocols"]["http"]["endpoint"]
    assert environment["OTEL_EXPORTER_OTLP_ENDPOINT"] == f"http://{listens}"
    assert environment["OTEL_SERVICE_NAME"] == "checkout"
    assert actions(synthesized, "aws_iam_role_policy.web_task")["xray:PutTraceSegments"] == ["*"]


def test_logs_are_encrypted_kept_for_a_time_and_never_block_the_application() -> None:
    """Losing a line is better than losing a request."""
    synthesized = task(log_retention_days=30)
    group = resource(synthesized, "aws_cloudwatch_log_group.web")
    assert (group["retention_in_days"], group["kms_key_id"]) == (30, KEY_ARN)
    assert containers(synthesized)["web"]["logConfiguration"]["options"]["mode"] == "non-blocking"


def test_the_previous_revision_stays_registered() -> None:
    """A rollback starts tasks of it."""
    body = resource(task(architecture="arm64"), "aws_ecs_task_definition.web")
    assert body["skip_destroy"] is True
    assert body["runtime_platform"] == {"cpu_architecture": "ARM64", "operating_system_family": "LINUX"}
    assert (body["cpu"], body["memory"], body["network_mode"]) == ("256", "512", "awsvpc")


def test_a_container_that_nobody_asks_has_no_port() -> None:
    """A worker's."""
    assert "portMappings" not in containers(task(container={"port": None}))["web"]
