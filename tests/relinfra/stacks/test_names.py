"""Ordinary names of a larger company, which AWS finds too long once they are composed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp

MATRIX = """\
version: 1
project: customer-portal
repository: acme/customer-portal
state: {bucket: acme-terraform-states, region: us-east-1}
bootstrap: {}
defaults:
  region: us-east-1
  services:
    checkout-service:
      image: example.com/portal/checkout:1
      domain: {name: checkout.example.com, zone: example.com}
      secrets: {DATABASE: database.order-history}
      synthetics: {path: /health}
      deployment: {strategy: blue_green, bake_minutes: 15, test_port: 8443,
        rollback: {error_rate_percent: 2, p95_latency_ms: 400}}
    recommendation-service:
      image: example.com/portal/recommendation:1
      domain: {name: recommendation.example.com, zone: example.com}
    notification-preferences: {image: "example.com/portal/notification:1", worker: true}
  databases:
    order-history: {engine: aurora-postgresql, version: "17", capacity: {min_acu: 1, max_acu: 4},
      weekly_snapshots_kept: 4}
  buckets:
    uploaded-documents: {}
environments:
  production:
    account: "222222222222"
    approval: {reviewers: [release-managers]}
    edge: {waf: none, protection: Cloudflare}
    disaster_recovery: {region: us-west-2, mode: cold_standby, rto_minutes: 240, rpo_minutes: 480}
    regions:
      ap-southeast-2:
        network: {cidr: 10.50.0.0/16}
        disaster_recovery: null
        services:
          checkout-service: {domain: {name: checkout.ap.example.com}}
          recommendation-service: {domain: {name: recommendation.ap.example.com}}
"""
LIMITS = {
    "aws_backup_plan": 50,
    "aws_backup_vault": 50,
    "aws_db_instance": 63,
    "aws_iam_role": 64,
    "aws_lb": 32,
    "aws_lb_target_group": 32,
    "aws_rds_cluster": 63,
    "aws_rds_cluster_instance": 63,
    "aws_s3_bucket": 63,
}
ELSEWHERE = ("aws_lb", "aws_lb_target_group")
NAMES = ("name", "bucket", "identifier", "cluster_identifier")


def named(output: Path) -> Iterator[tuple[str, str, str]]:
    """Yield stack, type and name of everything whose name AWS keeps short."""
    for file in sorted(output.glob("stacks/*/cdk.tf.json")):
        resources: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text()).get("resource", {})
        for kind in LIMITS.keys() & resources.keys():
            for body in resources[kind].values():
                yield file.parent.name, kind, next(body[key] for key in NAMES if key in body and "${" not in body[key])


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names") / "cdktf.out"
    ReleaseApp(Matrix.parse(MATRIX.encode()), folder).synth()
    return folder


def test_ordinary_names_fit(output: Path) -> None:
    """Nothing is refused, AWS takes each of them, and none is there twice in a region."""
    found = list(named(output))
    assert {kind for _, kind, _ in found} == set(LIMITS) - {"aws_db_instance"}
    assert [(kind, name) for _, kind, name in found if len(name) > LIMITS[kind]] == []
    assert [name for name, times in Counter(found).items() if times > 1] == [
        # One at home, one in the region that would take over.
        ("customer-portal-production-recovery", "aws_backup_vault", "customer-portal-production-copies")
    ]


def test_the_pipeline_may_touch_what_has_a_short_name(output: Path) -> None:
    """A name begins with project and environment, or with what the bootstrap knows stands for them."""
    [file] = output.glob("stacks/*bootstrap-222222222222/cdk.tf.json")
    rights = file.read_text()
    for stack, kind, name in named(output):
        if "bootstrap" not in stack and not f"{name}-".startswith("customer-portal-production-"):
            assert kind in ELSEWHERE
            short = "-".join(name.split("-")[:2])
            assert f"targetgroup/{short}-*" in rights


def test_a_name_that_was_chosen_is_used(tmp_path: Path) -> None:
    """In place of a digest, for load balancers and target groups."""
    chosen = MATRIX.replace('account: "222222222222"', 'account: "222222222222"\n    short_name: cp-prod')
    ReleaseApp(Matrix.parse(chosen.encode()), tmp_path / "cdktf.out").synth()
    groups = {name for _, kind, name in named(tmp_path / "cdktf.out") if kind == "aws_lb_target_group"}
    assert {"cp-prod-checkout-service", "cp-prod-checkout-service-alt", "cp-prod-recommendation-service"} <= groups
