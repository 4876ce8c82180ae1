from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import TerraformOutput, TerraformStack
from relinfra_constructs.database.postgres_replica import Original, PostgresReplica
from tests.relinfra_constructs.database.test_postgres import props
from tests.support import HERE, KEY_ARN, resource, synthesize

SOURCE = HERE.in_region("us-west-2").arn("rds", "db:shop-production-main")


def replica(*, has_readers: bool = False, **arguments: Any) -> dict[str, Any]:
    def build(stack: TerraformStack) -> None:
        secret = aws.SecretsmanagerSecret(stack, "other", name="shop-production-main-master")
        original = Original(arn=SOURCE, secret_arn=secret.arn, region="us-west-2", has_readers=has_readers)
        made = PostgresReplica(stack, "main", props(**arguments), original)
        TerraformOutput(stack, "reads", value=made.reader_address or "nowhere")

    return synthesize(build)


def instance(**arguments: Any) -> dict[str, Any]:
    return resource(replica(**arguments), "aws_db_instance.main")


def test_content_and_master_user_are_those_of_the_original() -> None:
    """RDS refuses what a replica has from its source."""
    body = instance()
    assert body["replicate_source_db"] == SOURCE
    taken_over = {"engine", "engine_version", "db_name", "username", "allocated_storage"}
    assert not taken_over & body.keys()
    assert not {"password_wo", "manage_master_user_password"} & body.keys()


def test_a_replica_is_as_safe_as_what_it_takes_over_from() -> None:
    """Under a key of its own region, with backups to go on from, protected and watched."""
    body = instance(backup_days=14)
    assert (body["storage_encrypted"], body["kms_key_id"], body["publicly_accessible"]) == (True, KEY_ARN, False)
    assert (body["backup_retention_period"], body["deletion_protection"], body["multi_az"]) == (14, True, True)
    assert (body["monitoring_interval"], body["enabled_cloudwatch_logs_exports"]) == (60, ["postgresql", "upgrade"])


def test_terraform_does_not_undo_a_promotion() -> None:
    """An instance that was promoted follows nothing any more."""
    assert instance()["lifecycle"] == {"ignore_changes": ["replicate_source_db"]}


def test_its_secret_is_that_of_the_original_in_its_own_region() -> None:
    """Which Secrets Manager replicates: the ARN differs in the region alone."""
    reference = replica()["locals"]["main_secret_arn"]
    assert reference == '${replace(aws_secretsmanager_secret.other.arn, ":us-west-2:", ":us-east-1:")}'


def test_it_answers_what_asks_readers_where_the_original_has_some() -> None:
    """Services of both regions look for the same variables."""
    assert replica()["output"]["reads"]["value"] == "nowhere"
    assert replica(has_readers=True)["output"]["reads"]["value"] == "${aws_db_instance.main.address}"
    assert list(replica(has_readers=True)["resource"]["aws_db_instance"]) == ["main"]
