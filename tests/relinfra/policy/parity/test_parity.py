"""Policies over several environments, over the shop as it is and after single changes of a production stack."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import read_output
from relinfra.matrix import Matrix
from relinfra.policy import Flaw, Status, check
from relinfra.policy.parity import PARITY, parity_notices, parity_verdicts
from relinfra.stacks import ReleaseApp
from tests.relinfra_policies.sabotaging import sabotaged

ROOT = Path(__file__).parents[4]
SHOP = ROOT / "examples" / "shop" / "relinfra.yaml"
MINIMAL = ROOT / "examples" / "minimal" / "relinfra.yaml"

Failures = set[tuple[str, str, str]]
Change = Callable[..., Path]

BREAKS: list[tuple[str, str, Mapping[str, Any], str]] = [
    ("CKV_RELINFRA_130", "service", {"aws_ecs_service.web desired_count": 1}, "aws_ecs_service.web"),
    ("CKV_RELINFRA_130", "service", {"aws_appautoscaling_target.web min_capacity": 1}, "aws_appautoscaling_target.web"),
    ("CKV_RELINFRA_130", "service", {"aws_appautoscaling_target.web": None}, "aws_appautoscaling_target.web"),
    ("CKV_RELINFRA_130", "service", {"aws_lb.main enable_deletion_protection": False}, "aws_lb.main"),
    ("CKV_RELINFRA_130", "data", {"aws_db_instance.main backup_retention_period": 1}, "aws_db_instance.main"),
    ("CKV_RELINFRA_130", "data", {"aws_db_instance.main deletion_protection": False}, "aws_db_instance.main"),
    (
        "CKV_RELINFRA_130",
        "data",
        {"aws_s3_bucket_versioning.assets versioning_configuration.status": "Suspended"},
        "aws_s3_bucket_versioning.assets",
    ),
    ("CKV_RELINFRA_130", "network", {"aws_subnet.private_2": None}, "aws_subnet.private_2"),
    ("CKV_RELINFRA_131", "data", {"aws_db_instance.main storage_encrypted": False}, "aws_db_instance.main"),
    ("CKV_RELINFRA_131", "data", {"aws_kms_key.data enable_key_rotation": False}, "aws_kms_key.data"),
    (
        "CKV_RELINFRA_131",
        "service",
        {"aws_lb_listener.https ssl_policy": "ELBSecurityPolicy-2016-08"},
        "aws_lb_listener.https",
    ),
    (
        "CKV_RELINFRA_131",
        "service",
        {"aws_lb_listener.https ssl_policy": "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"},
        "aws_lb_listener.https",
    ),
    ("CKV_RELINFRA_131", "network", {"aws_flow_log.main": None}, "aws_flow_log.main"),
    (
        "CKV_RELINFRA_131",
        "service",
        {"aws_cloudwatch_log_group.web retention_in_days": 7},
        "aws_cloudwatch_log_group.web",
    ),
    ("CKV_RELINFRA_133", "data", {"aws_db_instance.main deletion_protection": False}, "aws_db_instance.main"),
]


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's stacks."""
    out = tmp_path_factory.mktemp("parity") / "cdktf.out"
    ReleaseApp(Matrix.load(SHOP), out).synth()
    return out


@pytest.fixture
def changed(synthesized: Path, tmp_path: Path) -> Change:
    """Return a function that copies the stacks with changes of a production stack, or of `relinfra.json`."""

    def copy(stack: str = "", changes: Mapping[str, Any] | None = None, **declared: Any) -> Path:
        folder = tmp_path / "cdktf.out"
        shutil.copytree(synthesized, folder)
        if changes:
            file = folder / "stacks" / f"shop-production-{stack}" / "cdk.tf.json"
            file.write_text(json.dumps(sabotaged(json.loads(file.read_text("utf-8")), changes)), "utf-8")
        declaration = json.loads((folder / "relinfra.json").read_text("utf-8"))
        production = declaration["environments"]["production"]
        of_all = {key: value for key, value in declared.items() if key in ("part", "live")}
        declaration |= of_all
        production |= {key: value for key, value in declared.items() if key not in of_all}
        (folder / "relinfra.json").write_text(json.dumps(declaration), "utf-8")
        return folder

    return copy


def _failures(folder: Path) -> Failures:
    found = parity_verdicts(read_output(folder), folder)
    return {(one.policy, one.file.split("/")[1], one.address) for one in found if not one.passed}


def test_the_shop_is_no_weaker_where_customers_are(synthesized: Path) -> None:
    """Every policy of parity has something to say of it, and finds nothing."""
    assert _failures(synthesized) == set()
    assert {one.policy for one in parity_verdicts(read_output(synthesized), synthesized)} == PARITY.keys()


@pytest.mark.parametrize(("policy", "stack", "changes", "address"), BREAKS)
def test_less_than_before_fails(
    changed: Change, policy: str, stack: str, changes: Mapping[str, Any], address: str
) -> None:
    """At the address in the later environment, also where that lacks it."""
    assert (policy, f"shop-production-{stack}", address) in _failures(changed(stack, changes))


def test_what_only_the_former_environment_has_makes_no_later_one_weaker(changed: Change) -> None:
    """A database goes with its backups and alarms; a bucket with its versions."""
    folder = changed()
    for name in ("data", "observability"):
        file = folder / "stacks" / f"shop-production-{name}" / "cdk.tf.json"
        body = json.loads(file.read_text("utf-8"))
        for kind, named in body["resource"].items():
            body["resource"][kind] = {
                key: one for key, one in named.items() if key != "assets" and not key.startswith("assets_")
            }
        file.write_text(json.dumps(body), "utf-8")

    assert {one for one in _failures(folder) if "assets" in one[2]} == set()


@pytest.mark.parametrize(
    "plan",
    [
        {"mode": "cold_standby", "region": "us-east-1", "rto_minutes": 240},
        {"mode": "cold_standby", "region": "eu-west-1", "rto_minutes": 240},
        {"mode": "cold_standby", "region": "us-west-2", "rto_minutes": 30},
    ],
    ids=["the environment's own region", "a region without stacks", "sooner than a restore takes"],
)
def test_a_recovery_that_cannot_be_fails(changed: Change, plan: Mapping[str, Any]) -> None:
    """Elsewhere, where its stacks are, and in time."""
    declared = {key: {"value": value, "file": "relinfra.yaml", "line": 1} for key, value in plan.items()}

    assert ("CKV_RELINFRA_132", "shop-production-recovery", "provider.aws") in _failures(
        changed(disaster_recovery=declared)
    )


def test_customers_need_an_approval(changed: Change) -> None:
    """Of the last environment that is promoted to."""
    assert ("CKV_RELINFRA_133", "shop-production-service", "provider.aws") in _failures(changed(approval=None))


def test_so_do_customers_of_an_earlier_environment(changed: Change) -> None:
    """Whichever are said to be live."""
    live = {"value": ["staging", "production"], "file": "relinfra.yaml", "line": 1}
    found = ("CKV_RELINFRA_133", "shop-staging-service", "provider.aws")

    assert found in _failures(changed(live=live))


def test_a_part_is_not_asked(changed: Change) -> None:
    """One environment is compared with none, and that is told."""
    folder = changed(part={"environments": ["production"], "order": ["staging", "production"]})

    assert list(parity_verdicts(read_output(folder), folder)) == []
    assert len(list(parity_notices(read_output(folder)))) == 1


def test_a_difference_that_is_meant_can_be_waived(changed: Change) -> None:
    """As any other failure, and with the same demands on the waiver."""
    folder = changed("service", {"aws_ecs_service.web desired_count": 1})
    declaration = json.loads((folder / "relinfra.json").read_text("utf-8"))
    waiver = declaration["waivers"][0] | {
        "policy": "CKV_RELINFRA_130",
        "resources": ["aws_ecs_service.web"],
        "environments": ["production"],
        "accepts": {"desired_count": 1},
    }
    declaration["waivers"].append(waiver)
    (folder / "relinfra.json").write_text(json.dumps(declaration), "utf-8")
    report = check(folder, today=date(2026, 7, 1))

    assert [(one.policy, one.status) for one in report.findings if one.policy == "CKV_RELINFRA_130" and one.waiver] == [
        ("CKV_RELINFRA_130", Status.WAIVED)
    ]
    assert Flaw.UNKNOWN not in {one.flaw for one in report.faults}


def test_a_worker_with_a_database_waits_in_a_warm_standby(tmp_path: Path) -> None:
    """Its stack declares no task, as there is but a replica to write to; of every other service one has to run."""
    plan = "{region: us-east-1, mode: warm_standby, network: {cidr: 10.77.0.0/16}, rto_minutes: 30, rpo_minutes: 15}"
    databases = '{orders: {version: "17", class: db.t4g.medium, storage_gib: 20}}'
    jobs = "{image: example.com/hello/jobs:1, worker: true, secrets: {ORDERS: database.orders}}"
    asked = f"  production:\n    databases: {databases}\n    disaster_recovery: {plan}\n"
    text = MINIMAL.read_text("utf-8").replace("  production:\n", asked, 1)
    text = text.replace(
        "services: {web: {domain: {name: hello", f"services: {{jobs: {jobs}, web: {{domain: {{name: hello"
    )
    folder = tmp_path / "cdktf.out"
    ReleaseApp(Matrix.parse(text.encode()), folder).synth()
    stack = folder / "stacks" / "hello-production-recovery-service" / "cdk.tf.json"
    body = json.loads(stack.read_text("utf-8"))

    assert body["resource"]["aws_ecs_service"]["jobs"]["desired_count"] == 0
    assert {one for one in _failures(folder) if one[0] == "CKV_RELINFRA_132"} == set()

    stopped = {"aws_ecs_service.web desired_count": 0, "aws_appautoscaling_target.web min_capacity": 0}
    stack.write_text(json.dumps(sabotaged(body, stopped)), "utf-8")
    found = {one[2] for one in _failures(folder) if one[0] == "CKV_RELINFRA_132"}
    assert found == {"aws_ecs_service.web", "aws_appautoscaling_target.web"}
