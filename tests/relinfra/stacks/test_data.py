"""The data stack: databases and buckets as the matrix asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.support import resource, terraform_applies

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
DATABASE = 'version: "17", class: db.r7g.large, storage_gib: 50'


def output(folder: Path, *, database: str = "", bucket: str = "") -> Path:
    """Return the output of the minimal example with a database and a bucket that say what is given."""
    lines = f"  databases: {{main: {{{DATABASE}{database}}}}}\n  buckets: {{assets: {{{bucket}}}}}\n"
    matrix = folder / "relinfra.yaml"
    matrix.write_text(MINIMAL.replace("defaults:\n", f"defaults:\n{lines}", 1))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def data(folder: Path, **arguments: str) -> dict[str, Any]:
    path = output(folder, **arguments) / "stacks" / "hello-staging-data" / "cdk.tf.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.mark.parametrize(
    ("said", "limit"),
    [("", 100), (", max_storage_gib: 0", 0), (", max_storage_gib: 50", 0), (", max_storage_gib: 70", 70)],
)
def test_storage_grows_unless_the_matrix_says_otherwise(said: str, limit: int, tmp_path: Path) -> None:
    """A database that ran full is down."""
    assert resource(data(tmp_path, database=said), "aws_db_instance.main")["max_allocated_storage"] == limit


def test_a_database_has_the_insights_that_the_matrix_asks_for(tmp_path: Path) -> None:
    """With the retention that belongs to them."""
    body = resource(data(tmp_path, database=", insights: advanced"), "aws_db_instance.main")
    assert (body["database_insights_mode"], body["performance_insights_retention_period"]) == ("advanced", 465)


def test_a_bucket_expires_and_locks_as_the_matrix_says(tmp_path: Path) -> None:
    """Both are off by default."""
    stack = data(tmp_path, bucket="expire_days: 400, object_lock: {mode: compliance, days: 30}")
    [rule] = resource(stack, "aws_s3_bucket_lifecycle_configuration.assets")["rule"]
    lock = resource(stack, "aws_s3_bucket_object_lock_configuration.assets")
    assert rule["expiration"] == {"days": 400}
    assert lock["rule"]["default_retention"] == {"mode": "COMPLIANCE", "days": 30}


@pytest.mark.slow
def test_terraform_applies_every_option_of_data(tmp_path: Path) -> None:
    """The real terraform, against the real provider schema."""
    options = "expire_days: 400, object_lock: {days: 30}"
    terraform_applies(output(tmp_path, database=", insights: advanced, weekly_snapshots_kept: 4", bucket=options))
