"""What is accepted by design, and that it no longer is once its condition breaks: by the real Checkov."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.policy import Report, check
from relinfra.stacks import ReleaseApp
from relinfra_policies import ACCEPTED, POLICIES
from tests.relinfra_policies.sabotaging import sabotaged

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "examples" / "shop" / "relinfra.yaml"
BREAKS: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "relinfra_policies" / "sabotage.yaml").read_text("utf-8")
)
TODAY = date(2026, 7, 1)

Check = Callable[..., Report]
GIVEN = ("CKV_RELINFRA_126", "CKV_RELINFRA_127", "CKV_RELINFRA_128")
"""Rules whose cases are no part of the shop: what they are about is added to its stacks."""
BROKEN = [
    ("CKV_RELINFRA_120", 0, "CKV_AWS_145", "shop-production-service aws_s3_bucket.load_balancer_logs"),
    ("CKV_RELINFRA_120", 3, "CKV_AWS_18", "shop-production-service aws_s3_bucket.load_balancer_logs"),
    ("CKV_RELINFRA_122", 0, "CKV_AWS_144", "shop-production-data aws_s3_bucket.assets"),
    ("CKV_RELINFRA_122", 3, "CKV_AWS_18", "shop-production-recovery aws_s3_bucket.assets_replica"),
    (
        "CKV_RELINFRA_123",
        0,
        "CKV_AWS_260",
        "shop-production-service aws_vpc_security_group_ingress_rule.load_balancer_http",
    ),
    ("CKV_RELINFRA_124", 1, "CKV_AWS_378", "shop-production-service aws_lb_target_group.web_alternate"),
    ("CKV_RELINFRA_126", 2, "CKV2_AWS_5", "shop-production-service aws_security_group.migration"),
    ("CKV_RELINFRA_127", 0, "CKV_AWS_157", "shop-production-data aws_db_instance.main_reader_1"),
    ("CKV_RELINFRA_128", 4, "CKV_AWS_144", "shop-production-data aws_s3_bucket.assets"),
]
"""A break of each rule, the policy that it makes up for, and the place at which that fails then."""
SECOND = (("CKV_RELINFRA_120", 3), ("CKV_RELINFRA_122", 3))
"""Breaks that cannot be made together with the others: of a second kind, of the same rule."""
FIRST = tuple((rule, number) for rule, number, *_ in BROKEN if (rule, number) not in SECOND)


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's stacks, without any waiver."""
    folder = tmp_path_factory.mktemp("accepted")
    before, _, rest = SHOP.read_text("utf-8").partition("\nwaivers:\n")
    (folder / "relinfra.yaml").write_text(f"{before}\n{rest[rest.index('# What `relinfra lint`') :]}", "utf-8")
    ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


@pytest.fixture(scope="module")
def broken(synthesized: Path, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return a function that checks the stacks after breaks of rules; each combination is checked once."""
    done: dict[tuple[tuple[str, int], ...], Report] = {}

    def ask(*breaks: tuple[str, int]) -> Report:
        if breaks not in done:
            folder = tmp_path_factory.mktemp("broken") / "cdktf.out"
            shutil.copytree(synthesized, folder)
            for rule, case in BREAKS.items():
                if rule in GIVEN:
                    _change(folder, case["stack"], case["given"])
            for rule, number in breaks:
                _change(folder, BREAKS[rule]["stack"], BREAKS[rule]["breaks"][number])
            done[breaks] = check(folder, today=TODAY)
        return done[breaks]

    return ask


def _change(folder: Path, stack: str, changes: Mapping[str, Any]) -> None:
    """Change a stack of production."""
    file = folder / "stacks" / f"shop-production-{stack}" / "cdk.tf.json"
    file.write_text(json.dumps(sabotaged(json.loads(file.read_text("utf-8")), changes), indent=2), "utf-8")


def test_the_table_names_rules_of_the_pack() -> None:
    """Each row with a reason and a page, for a policy that is not the pack's own; none is given twice."""
    rows = {(row.policy, row.resource, row.compensated_by) for row in ACCEPTED}

    assert len(rows) == len(ACCEPTED)
    assert all(row.compensated_by in POLICIES and row.reason and row.source.startswith("https://") for row in ACCEPTED)


def test_the_table_is_documented() -> None:
    """`docs/policies.md` has a row for each, word for word, and no other."""
    page = (ROOT / "docs" / "policies.md").read_text("utf-8")
    section = page.partition("## Accepted by design")[2].partition("## Retired")[0]
    rows = [f"| `{row.policy}` | `{row.resource}` | `{row.compensated_by}` passes | {row.reason} |" for row in ACCEPTED]

    assert [line for line in section.splitlines() if line.startswith("| `")] == rows


def test_what_nobody_can_change_is_accepted(broken: Check) -> None:
    """What is left is what a team decides: the web attacks, the days of logs, the single zone of staging."""
    report = broken()

    made_up = {BREAKS[rule]["asked"] for rule in GIVEN}
    failed = {
        f"{one.policy} {one.environment}"
        for one in report.failed
        if one.policy not in POLICIES and one.address not in {*made_up, "aws_ecs_task_definition.migration"}
    }
    assert failed == {
        "CKV2_AWS_28 production",
        "CKV2_AWS_28 staging",
        "CKV_AWS_157 staging",
        "CKV_AWS_338 production",
        "CKV_AWS_338 staging",
    }
    assert {one.policy for one in report.accepted} == {
        "CKV2_AWS_5",
        "CKV_AWS_144",
        "CKV_AWS_145",
        "CKV_AWS_157",
        "CKV_AWS_18",
        "CKV_AWS_260",
        "CKV_AWS_378",
    }
    assert all(one.acceptance for one in report.accepted)


@pytest.mark.parametrize(("rule", "number", "policy", "place"), BROKEN)
def test_nothing_is_accepted_once_its_condition_breaks(
    broken: Check, rule: str, number: int, policy: str, place: str
) -> None:
    """Both fail then: the rule of the pack, which plain Checkov has too, and the policy that it made up for."""
    alike = FIRST if (rule, number) in FIRST else SECOND
    failed = {(one.policy, f"{one.stack} {one.address}") for one in broken(*alike).failed}
    whole = {(one.policy, f"{one.stack} {one.address}") for one in broken().failed}

    assert (rule, f"shop-production-{BREAKS[rule]['stack']} {BREAKS[rule]['asked']}") in failed - whole
    assert (policy, place) in failed - whole


def test_every_row_is_broken_here() -> None:
    """But those of a bucket that this matrix has not, or that another rule makes up for as well."""
    untold = {row.compensated_by for row in ACCEPTED} - {rule for rule, *_ in BROKEN}

    assert untold == {"CKV_RELINFRA_121", "CKV_RELINFRA_125"}


def test_what_is_accepted_elsewhere_excuses_nothing_here(broken: Check) -> None:
    """A replica in the recovery stack of production says nothing of a bucket in staging."""
    report = broken()
    staging = next(
        one
        for one in report.accepted
        if (one.policy, one.environment, one.address) == ("CKV_AWS_144", "staging", "aws_s3_bucket.assets")
    )

    assert staging.acceptance is not None
    assert staging.acceptance.compensated_by == "CKV_RELINFRA_121"
