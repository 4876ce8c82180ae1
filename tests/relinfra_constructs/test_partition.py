"""Names that differ between the partitions of AWS."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from relinfra.matrix.values import regions
from relinfra_constructs.partition import partition
from relinfra_constructs.placement import Placement

ROOT = Path(__file__).parents[2]
ACCOUNT = "111111111111"

COMMERCIAL = re.compile(r"arn:aws[:\\]|f\"arn:|amazonaws\\?\.com")
ALLOWED = {
    "constructs/relinfra_constructs/partition.py": "the home of names",
    "constructs/relinfra_constructs/placement.py": "the home of ARNs",
    "relinfra/comparison/consequences/access/grants.py": "an example in a docstring",
    "relinfra/matrix/models/observability.py": "an example for editors",
    "relinfra/matrix/models/permission.py": "an example for editors",
    "relinfra/matrix/models/service.py": "an example for editors",
    "relinfra/evidence/project/repositories.py": "an example in a docstring",
    "relinfra/matrix/rules/images.py": "an example in a message",
    "relinfra/matrix/quotas.py": "the longest partition, to measure with",
    "relinfra/matrix/values/arn.py": "an example in a message",
    "relinfra/matrix/values/aws.py": "an example in a message",
    "relinfra/matrix/values/regions.py": "an example in a docstring",
    "relinfra/pipeline/images.py": "the partition stands in it",
    "relinfra/pipeline/stage.py": "the partition stands in it",
    "relinfra/pipeline/workflow.py": "what the action asks for by itself",
}


def test_the_tables_are_what_botocore_says() -> None:
    """Drift fails here; without the package index it cannot be told."""
    command = [sys.executable, str(ROOT / "scripts" / "generate_partitions.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "CalledProcessError" in done.stderr:
        pytest.skip("botocore cannot be downloaded here")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_name_of_the_commercial_partition_is_left_in_the_code() -> None:
    """A literal `arn:aws:` or `amazonaws.com` is wrong in China, GovCloud or the sovereign cloud."""
    sources = [
        path
        for room in ("constructs/relinfra_constructs", "relinfra")
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in {".py", ".j2", ".yaml", ".yml", ".js", ".html"}
    ]
    found = {str(path.relative_to(ROOT)) for path in sources if COMMERCIAL.search(path.read_text())}
    assert found == set(ALLOWED)


def test_both_tables_know_each_region_by_the_same_partition() -> None:
    """The matrix names partitions by a list, constructs by a pattern: a region too new for the list works there."""
    assert {region: partition(region).name for region in regions.REGIONS} == dict(regions.REGIONS)
    assert {regions.dns_suffix(region) for region in regions.REGIONS} == {
        partition(region).dns_suffix for region in regions.REGIONS
    }
    assert partition("eu-north-9").name == "aws"
    assert partition("us-gov-south-1").name == "aws-us-gov"


@pytest.mark.parametrize(
    ("region", "service", "principal"),
    [
        ("us-east-1", "ecs-tasks", "ecs-tasks.amazonaws.com"),
        ("us-east-1", "logs", "logs.us-east-1.amazonaws.com"),
        ("us-east-1", "codedeploy", "codedeploy.amazonaws.com"),
        ("cn-north-1", "ecs-tasks", "ecs-tasks.amazonaws.com"),
        ("cn-north-1", "lambda", "lambda.amazonaws.com"),
        ("cn-north-1", "logs", "logs.cn-north-1.amazonaws.com.cn"),
        ("cn-northwest-1", "codedeploy", "codedeploy.cn-northwest-1.amazonaws.com.cn"),
        ("us-gov-west-1", "logs", "logs.us-gov-west-1.amazonaws.com"),
        ("us-gov-west-1", "codedeploy", "codedeploy.amazonaws.com"),
    ],
)
def test_a_service_is_named_as_its_partition_names_it(region: str, service: str, principal: str) -> None:
    """IAM refuses a principal it does not know: `lambda.amazonaws.com.cn`, or `logs.cn-north-1.amazonaws.com`."""
    assert Placement(account=ACCOUNT, region=region).service_principal(service) == principal


@pytest.mark.parametrize(
    ("region", "service", "name"),
    [
        ("us-east-1", "ecr.api", "com.amazonaws.us-east-1.ecr.api"),
        ("cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api"),
        ("cn-north-1", "logs", "com.amazonaws.cn-north-1.logs"),
        ("eusc-de-east-1", "ecr.dkr", "eu.amazonaws.eusc-de-east-1.ecr.dkr"),
        ("us-gov-west-1", "ecr.dkr", "com.amazonaws.us-gov-west-1.ecr.dkr"),
    ],
)
def test_an_interface_endpoint_is_named_as_its_partition_names_it(region: str, service: str, name: str) -> None:
    """EC2 refuses another name: `com.amazonaws.cn-north-1.ecr.dkr` does not exist (aws-cdk#9864)."""
    assert Placement(account=ACCOUNT, region=region).endpoint_service(service) == name


def test_arns_carry_the_partition() -> None:
    """Whatever else they have: region and account, the account, neither, or AWS in its place."""
    here = Placement(account=ACCOUNT, region="us-gov-west-1")
    assert here.arn("sqs", "jobs") == f"arn:aws-us-gov:sqs:us-gov-west-1:{ACCOUNT}:jobs"
    assert here.anywhere_arn("sqs", "jobs") == f"arn:aws-us-gov:sqs:*:{ACCOUNT}:jobs"
    assert here.account_arn("iam", "role/a") == f"arn:aws-us-gov:iam::{ACCOUNT}:role/a"
    assert here.global_arn("s3", "bucket") == "arn:aws-us-gov:s3:::bucket"
    assert here.global_arn("iam", "policy/a", owner="aws") == "arn:aws-us-gov:iam::aws:policy/a"


def test_kms_is_asked_through_a_service_by_either_name() -> None:
    """Of China no text says which suffix KMS sends."""
    assert Placement(account=ACCOUNT, region="us-gov-west-1").through("s3") == "s3.us-gov-west-1.amazonaws.com"
    assert Placement(account=ACCOUNT, region="cn-north-1").through("s3") == [
        "s3.cn-north-1.amazonaws.com.cn",
        "s3.cn-north-1.amazonaws.com",
    ]


def test_what_a_partition_lacks_is_known() -> None:
    """GovCloud has no budgets: its costs are the commercial account's."""
    assert regions.lacking("us-gov-west-1") == {"budgets"}
    assert not regions.lacking("us-east-1")
