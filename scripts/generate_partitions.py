"""Generate the tables of AWS partitions: of `relinfra_constructs`, and of `relinfra.matrix`.

    python scripts/generate_partitions.py            write them
    python scripts/generate_partitions.py --check    exit 1 when what is written is not current

Partitions, their regions, DNS suffixes and services are botocore's, whose wheel is downloaded once into `.cache/` and
only read. What botocore does not know, the names that break the rule, stands below with its source.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from generated import ROOT, write_or_check

CACHE = ROOT / ".cache" / "botocore"
BOTOCORE = "botocore==1.44.5"  # of 2026-11; Checkov's own is older than the European Sovereign Cloud
CONSTRUCTS = ROOT / "constructs" / "relinfra_constructs" / "partitions.json"
MATRIX = ROOT / "relinfra" / "matrix" / "values" / "partitions.json"

OFFERED = ("aws", "aws-cn", "aws-eusc", "aws-us-gov")
"""Partitions that a matrix may name; the isolated ones have neither GitHub nor our registries."""

_UNIVERSAL = "amazonaws.com"
PRINCIPALS = {
    "aws": {"logs": "logs.{region}.amazonaws.com"},
    "aws-cn": {
        "codedeploy": "codedeploy.{region}.amazonaws.com.cn",
        "elasticmapreduce": "elasticmapreduce.amazonaws.com.cn",
        "logs": "logs.{region}.amazonaws.com.cn",
    },
    # Not confirmed by a text of AWS: the provider takes the universal suffix there.
    "aws-eusc": {"logs": "logs.{region}.amazonaws.com"},
    "aws-us-gov": {"logs": "logs.{region}.amazonaws.com"},
}
"""Service principals other than `SERVICE.amazonaws.com`, as known on 2026-11-27.

Every other service has that one in every partition: `lambda.amazonaws.com.cn` is refused (aws-cdk#2198).
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/meta/service_principal_data_source.go
https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/region-info/lib/default.ts, and aws-cdk#18505
"""

AUDIENCES = {"aws-cn": "sts.amazonaws.com.cn"}
"""The audience of GitHub's tokens, where it is not `sts.amazonaws.com`.

https://github.com/aws-actions/configure-aws-credentials#oidc-audience
"""

ENDPOINT_PREFIXES = {
    "aws-cn": (
        "cn.com.amazonaws",
        "application-autoscaling athena autoscaling backup batch cassandra cloudcontrolapi cloudformation ebs ec2 "
        "ecr.api ecr.dkr eks elasticache elasticbeanstalk elasticfilesystem execute-api fsx imagebuilder "
        "kinesis-streams lambda license-manager monitoring rds redshift redshift-data sagemaker.api sagemaker.runtime "
        "securityhub servicecatalog sqs states sts sync-states synthetics transfer xray",
    ),
    "aws-eusc": ("eu.amazonaws", "ecr.api ecr.dkr execute-api securityhub"),
}
"""Interface endpoints whose name does not begin with `com.amazonaws`, as known on 2026-11-27; gateways' all do.

https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts
"""

USED = {
    "acm": "acm",
    "application-autoscaling": "application-autoscaling",
    "backup": "backup",
    "budgets": "budgets",
    "codedeploy": "codedeploy",
    "ecs": "ecs",
    "elasticloadbalancing": "elbv2",
    "events": "events",
    "kms": "kms",
    "lambda": "lambda",
    "logs": "logs",
    "monitoring": "cloudwatch",
    "rds": "rds",
    "route53": "route53",
    "secretsmanager": "secretsmanager",
    "servicediscovery": "servicediscovery",
    "sns": "sns",
    "ssm": "ssm",
    "synthetics": "synthetics",
    "wafv2": "wafv2",
    "xray": "xray",
}
"""Services that our stacks use, by the prefix of their endpoint, and botocore's folder of each."""


class Botocore:
    """The data of one release of botocore."""

    def __init__(self, wheel: Path) -> None:
        self._archive = zipfile.ZipFile(wheel)
        self.partitions: list[dict[str, Any]] = self._json("partitions.json")["partitions"]
        endpoints = self._json("endpoints.json")["partitions"]
        self._listed = {each["partition"]: set(each["services"]) for each in endpoints}

    def offers(self, partition: str, service: str) -> bool:
        """Say whether a partition has an endpoint of a service: in the list, or by a rule that names the partition."""
        return service in self._listed.get(partition, ()) or f'"{partition}"' in self._rules(USED[service])

    def _rules(self, folder: str) -> str:
        name = max(
            name
            for name in self._archive.namelist()
            if name.startswith(f"botocore/data/{folder}/") and "endpoint-rule-set" in name
        )
        content = self._archive.read(name)
        return (gzip.decompress(content) if name.endswith(".gz") else content).decode()

    def _json(self, name: str) -> Any:
        return json.loads(self._archive.read(f"botocore/data/{name}"))


def download() -> Path:
    """Return the wheel of botocore, downloaded where it is not there yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    wheel = CACHE / f"{BOTOCORE.replace('==', '-')}-py3-none-any.whl"
    if not wheel.exists():
        options = ["--quiet", "--no-deps", "--dest", str(CACHE), BOTOCORE]
        subprocess.run([sys.executable, "-m", "pip", "download", *options], check=True)  # noqa: S603 - a fixed command
    return wheel


def of_constructs(botocore: Botocore) -> dict[str, Any]:
    """Return how names are built in each partition, isolated ones included."""
    return {found["id"]: _names(found) for found in botocore.partitions}


def _names(found: dict[str, Any]) -> dict[str, Any]:
    prefix, services = ENDPOINT_PREFIXES.get(found["id"], ("com.amazonaws", ""))
    return {
        "audience": AUDIENCES.get(found["id"], f"sts.{_UNIVERSAL}"),
        "dns_suffix": found["outputs"]["dnsSuffix"],
        "endpoint_prefix": prefix,
        "prefixed_endpoints": services.split(),
        "principals": PRINCIPALS.get(found["id"], {}),
        "region_pattern": found["regionRegex"],
    }


def of_matrix(botocore: Botocore) -> dict[str, Any]:
    """Return which regions each partition has, and what of our services it lacks."""
    return {found["id"]: _offer(botocore, found) for found in botocore.partitions if found["id"] in OFFERED}


def _offer(botocore: Botocore, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "audience": AUDIENCES.get(found["id"], f"sts.{_UNIVERSAL}"),
        "dns_suffix": found["outputs"]["dnsSuffix"],
        "lacks": [service for service in sorted(USED) if not botocore.offers(found["id"], service)],
        "regions": sorted(region for region in found["regions"] if not region.endswith("-global")),
    }


def generate() -> dict[Path, str]:
    """Return the generated files and their texts."""
    botocore = Botocore(download())
    header = {"generated": f"scripts/generate_partitions.py from {BOTOCORE}; do not edit"}
    tables = {CONSTRUCTS: of_constructs(botocore), MATRIX: of_matrix(botocore)}
    return {
        path: json.dumps({**header, "partitions": table}, indent=2, sort_keys=True) + "\n"
        for path, table in tables.items()
    }


if __name__ == "__main__":
    sys.exit(write_or_check(generate, __doc__, BOTOCORE))
