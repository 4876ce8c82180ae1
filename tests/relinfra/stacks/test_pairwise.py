"""Every option of a matrix with every other: they load, synthesize, apply, and fail no policy but those named here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.domain.names import Measured
from relinfra.errors import RelinfraError
from relinfra.matrix import BlueGreen, Canary, Environment, Linear, Matrix
from relinfra.matrix.rules.finding import Scope, scopes
from relinfra.matrix.rules.name_lengths import measured
from relinfra.policy import check
from relinfra_constructs.account.read_table import synthesized_reads
from tests.applied import applied, applied_here
from tests.relinfra.stacks.pairwise.choices import offered, used
from tests.relinfra.stacks.pairwise.covering import Pair, pairs, pairs_of
from tests.relinfra.stacks.pairwise.matrices import FACTORS, REFUSED, environment, matrices, matrix_of, rows

NOT_COMBINED: dict[tuple[str, str, object], str] = {
    ("BaseService", "build", True): "no stack is made of it; test_images of the pipeline runs it",
    **{("Build", "target", given): "as of `build`" for given in (True, False)},
    ("ColdStandby", "network", False): "it makes the same stacks but those of the day; the shop applies it",
    ("CodeDeployLinear", "shift", "linear"): "test_strategies applies it",
    ("BaseEnvironment", "live", True): "test_live_stages of the plan synthesizes it; it changes no resource",
    ("Rolling", "rollback", True): "test_service of the constructs applies it",
    **{("Migration", "cpu", cpu): "as of a service" for cpu in (256, 512, 1024, 2048, 4096, 16384)},
}
"""Choices of the models that no level of a factor makes, and why."""

ACCEPTED = {
    "CKV2_AWS_11": "the level `ipv6` switches flow logs off",
    "CKV2_AWS_28": "AWS WAF is chosen by one level of `edge` alone",
    "CKV2_AWS_57": "a master password that Terraform makes is rotated by raising `password_version`",
    "CKV2_AWS_8": "the cluster `pausing` keeps nothing beside the automated backups",
    "CKV_AWS_144": "the bucket `scratch` keeps no versions, which would make up for a copy",
    "CKV_AWS_157": "the level `loose` runs in one zone",
    "CKV_AWS_192": "the level `limited` lets AWS WAF count only",
    "CKV_AWS_21": "without recovery, the bucket `scratch` keeps no versions",
    "CKV_AWS_226": "a version that names its minor version is raised by the matrix alone",
    "CKV_AWS_293": "the level `loose` lets the database be deleted",
    "CKV_AWS_338": "the level `xray` keeps logs for 30 days",
    "CKV_RELINFRA_11": "shells and routers of logs need what AWS supports on writable file systems alone",
    "CKV_RELINFRA_130": "environments here are made of options, and follow one another in no order",
    "CKV_RELINFRA_131": "environments here are made of options, and follow one another in no order",
    "CKV_RELINFRA_143": "the level `ipv6` switches flow logs off",
    "CKV_RELINFRA_149": "the level `overridden` turns shells on past the construct, and so without their rights",
    "CKV_RELINFRA_8": "the level `loose` lets the database be deleted",
}
"""Policies that some pair fails, and why that is right."""
ACCEPTED_OF_PLANS = {
    "CKV_AWS_336": "shells and routers of logs need what AWS supports on writable file systems alone",
}
"""Policies that some pair fails where its plan is asked, and why that is right."""
TODAY = date(2026, 7, 1)


def test_every_pair_that_is_not_refused_occurs() -> None:
    """Any two options meet in an environment."""
    covered: set[Pair] = set().union(*(pairs_of(row) for row in rows()))
    assert covered == pairs({factor: list(levels) for factor, levels in FACTORS.items()}) - REFUSED


def test_every_type_that_is_synthesized_can_be_previewed(covering: list[Path]) -> None:
    """A type without a row in `plan_reads.toml` would fail the preview of whoever has it."""
    stacks = [json.loads(file.read_text()) for output in covering for file in output.glob("stacks/*/cdk.tf.json")]
    found = {name for stack in stacks for name in stack.get("resource", {})} | {
        f"data.{name}" for stack in stacks for name in stack.get("data", {})
    }
    assert {name for name in found if "aws_" in name} <= set(synthesized_reads())


def test_every_choice_of_the_models_is_made() -> None:
    """A new enumeration, boolean or optional field needs a level, or a reason to be left out."""
    made = {choice for text in matrices() for choice in used(dict(Matrix.parse(text).environments))}
    assert offered(Environment) - made == set(NOT_COMBINED)


@pytest.mark.parametrize("pair", sorted(REFUSED, key=sorted), ids=lambda pair: "+".join(map("-".join, sorted(pair))))
def test_a_pair_that_is_left_out_is_refused(pair: Pair) -> None:
    """By the matrix itself: what it would take is not left out."""
    with pytest.raises(RelinfraError):
        Matrix.parse(matrix_of({"e01": environment(1, dict(pair))}))


def test_no_two_stacks_share_a_name(covering: list[Path]) -> None:
    """Across all matrices, which are one project."""
    names = Counter(
        name for output in covering for name in json.loads((output / "manifest.json").read_text())["stacks"]
    )
    assert names.most_common(1)[0][1] == 1


def test_every_name_that_is_measured_is_made(covering: list[Path]) -> None:
    """What the matrix holds against AWS's limits is what the constructs call things."""
    for text, output in zip(matrices(), covering, strict=True):
        names = {name.text for scope in scopes(Matrix.parse(text)) for name in _made(scope)}
        resources = [json.loads(file.read_text()).get("resource", {}) for file in output.glob("stacks/*/cdk.tf.json")]
        assert names - set(_texts(resources)) == set()


def _made(scope: Scope) -> Iterator[Measured]:
    """Yield the names that are measured, without those of roles that only a shift by ECS itself would make."""
    services = scope.environment.services
    shifting = {key for key, one in services.items() if isinstance(one.deployment, BlueGreen | Canary | Linear)}
    for path, name in measured(scope):
        if name.kind != "IAM role" or path[-2] != "services" or path[-1] in shifting:
            yield name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        yield from (text for item in items for text in _texts(item))


@pytest.mark.slow
@pytest.mark.longest
def test_terraform_applies_every_pair(covering: list[Path]) -> None:
    """The real terraform, over whatever is not recorded as applied."""
    assert applied(covering) == []


@pytest.mark.slow
@pytest.mark.longest
def test_no_other_policy_fails(covering: list[Path]) -> None:
    """Of Checkov's whole set and ours, what fails is what an option asked for.

    Plans are asked too where every stack was applied on this machine, as `make applied` does.
    """
    planned = applied_here(covering) and applied(covering, _plans) == []
    reports = [check(output, today=TODAY, plans=_plans(output) if planned else None) for output in covering]
    assert [problem for report in reports for problem in report.problems] == []
    failed = {finding.policy for report in reports for finding in report.failed}
    assert failed == set(ACCEPTED) | (set(ACCEPTED_OF_PLANS) if planned else set())


def _plans(output: Path) -> Path:
    return output.with_name("plans")
