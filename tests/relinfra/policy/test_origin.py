"""Where in the matrix a failure comes from, over the real output of the example."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.evidence.declared import Declarations
from relinfra.evidence.reader import read_output
from relinfra.matrix import Matrix
from relinfra.policy.origin import Made, origin_of
from relinfra.stacks import ReleaseApp

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "examples" / "shop" / "relinfra.yaml"


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    """What the example declares beside its stacks."""
    out = tmp_path_factory.mktemp("origin") / "cdktf.out"
    ReleaseApp(Matrix.load(SHOP), out).synth()
    return read_output(out).declared


def _made(stack: str, construct: str, address: str = "aws_x.y") -> Made:
    return Made(environment="production", stack=stack, address=address, construct=f"{stack}/{construct}")


@pytest.mark.parametrize(
    ("stack", "construct", "remedy", "field"),
    [
        ("service", "service-web/aws_ecs_service.web", "Raise `deployment.bake_minutes`", "deployment.bake_minutes"),
        ("service", "alarms-web/aws_x.y", "Set `deployment.rollback` of it", "deployment.rollback"),
        ("data", "database-main/aws_db_instance.main", "Raise `databases.KEY.backup_days`", "backup_days"),
        ("data", "database-main/aws_db_instance.main", "Set `multi_az` of the database", "multi_az"),
        ("observability", "topic/aws_sns_topic.alerts", "Set `observability.notify`", "notify"),
    ],
)
def test_the_field_of_the_remedy_is_found(
    declared: Declarations, stack: str, construct: str, remedy: str, field: str
) -> None:
    """Below what declares the construct; the line holds the field's own name."""
    found = origin_of(declared, _made(f"shop-production-{stack}", construct), remedy)

    assert found is not None
    assert found.line is not None
    assert found.written
    assert found.field.endswith(f".{field}")
    assert field.rpartition(".")[2] in SHOP.read_text("utf-8").splitlines()[found.line - 1]


def test_a_field_that_is_not_set_belongs_into_its_section(declared: Declarations) -> None:
    """The line is that of the section, and it is said that the field is not set."""
    made = _made("shop-production-service", "service-web/aws_ecs_service.web")
    found = origin_of(declared, made, "Raise `deployment.maximum_percent`")

    assert found is not None
    assert str(found).endswith("services.web.deployment.maximum_percent (not set)")


def test_without_a_field_what_declares_the_construct_is_named(declared: Declarations) -> None:
    """A policy of Checkov names no field; what nothing declares leads to the environment."""
    assert str(origin_of(declared, _made("shop-production-data", "bucket-assets/bucket/aws_s3_bucket.x"), "")).endswith(
        "buckets.assets"
    )
    assert str(origin_of(declared, _made("shop-production-data", "key/aws_kms_key.data"), "")).endswith(
        "environments.production"
    )


def test_a_stack_of_the_team_has_no_origin(declared: Declarations) -> None:
    """The matrix does not decide about it."""
    assert origin_of(declared, _made("bastion", "service-web/aws_x.y"), "Set `account`") is None


def test_an_override_decides_whatever_the_matrix_says(declared: Declarations) -> None:
    """It is what Terraform applies."""
    deviation = {
        "environment": "production",
        "stack": "shop-production-data",
        "address": "aws_x.y",
        "argument": "backup_retention_period",
        "source": "relinfra.yaml:70",
    }
    overridden = Declarations({**declared.body, "deviations": [deviation]})
    found = origin_of(
        overridden, _made("shop-production-data", "database-main/aws_x.y"), "Raise `databases.KEY.backup_days`"
    )

    assert str(found) == "relinfra.yaml:70 override of backup_retention_period"
