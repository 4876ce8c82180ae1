"""Who may assume the roles of the stacks: AWS services, and each for this account's resources alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import merged

ROOT = Path(__file__).parents[3]
SHOP = yaml.safe_load((ROOT / "examples/shop/relinfra.yaml").read_text())
_HOOKED = {"hooks": [{"function": "smoke", "stages": ["POST_TEST_TRAFFIC_SHIFT"]}]}
_CHANGES = {
    "environments": {
        "production": {"services": {"web": {"deployment": _HOOKED, "synthetics": {"interval_minutes": 5}}}}
    }
}
ACCOUNT = "222222222222"


@pytest.fixture(scope="module")
def trusts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The one statement that trusts somebody, by role, in production of examples/shop with hooks and a canary."""
    output = tmp_path_factory.mktemp("trusts") / "cdktf.out"
    ReleaseApp(Matrix.parse(yaml.safe_dump(merged(SHOP, _CHANGES), sort_keys=False).encode()), output).synth()
    return dict(_trusts(output))


def _trusts(output: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(output.glob("stacks/shop-production*/cdk.tf.json")):
        for role in json.loads(file.read_text())["resource"].get("aws_iam_role", {}).values():
            (statement,) = json.loads(role["assume_role_policy"])["Statement"]
            yield role["name"], statement


def test_each_service_acts_for_this_account_alone(trusts: dict[str, dict[str, Any]]) -> None:
    """`aws:SourceAccount` in every trust, so that nobody else's resource borrows the role."""
    for role, trust in trusts.items():
        tests = {operator: keys for operator, keys in trust["Condition"].items() if "aws:SourceAccount" in keys}
        (keys,) = tests.values()
        assert keys["aws:SourceAccount"] == ACCOUNT, role


def test_each_service_acts_for_the_resource_that_the_role_is_for(trusts: dict[str, dict[str, Any]]) -> None:
    """`aws:SourceArn` in every trust but that of AWS Backup, which AWS documents without it."""
    sources = {
        role: next((keys["aws:SourceArn"] for keys in trust["Condition"].values() if "aws:SourceArn" in keys), None)
        for role, trust in trusts.items()
    }
    assert sources == {
        "shop-production-backup": None,
        "shop-production-flow-logs": f"arn:aws:ec2:us-east-1:{ACCOUNT}:vpc-flow-log/*",
        "shop-production-main-monitoring": f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-production-main",
        "shop-production-assets-replication": f"arn:aws:s3:::shop-production-assets-{ACCOUNT}",
        "shop-production-web-canary": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:cwsyn-shop-production-web*",
        "shop-production-web-execution": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*",
        "shop-production-web-hooks": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*",
        "shop-production-web-infrastructure": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*",
        "shop-production-web-task": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*",
        "shop-production-copies-event": f"arn:aws:events:us-west-2:{ACCOUNT}:rule/shop-production-copies",
        "shop-production-copies-run": f"arn:aws:ssm:us-west-2:{ACCOUNT}:automation-execution/*",
        "shop-production-snapshots-event": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/shop-production-snapshots",
        "shop-production-snapshots-run": f"arn:aws:ssm:us-east-1:{ACCOUNT}:automation-execution/*",
        "shop-production-web-secrets-event": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/shop-production-web-secrets",
        "shop-production-web-secrets-run": f"arn:aws:ssm:us-east-1:{ACCOUNT}:automation-execution/*",
    }


def test_services_that_may_not_tell_their_source_are_bound_when_they_do(trusts: dict[str, dict[str, Any]]) -> None:
    """A strict condition would shut out a service that sends no source: replication would stop without a word."""
    lenient = {role for role, trust in trusts.items() if "StringEqualsIfExists" in trust["Condition"]}
    assert {trusts[role]["Principal"]["Service"][0] for role in lenient} == {"ecs.amazonaws.com", "s3.amazonaws.com"}
