"""Differences between two environments, and what declares them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import UsageError
from relinfra.evidence import Output, read_output
from relinfra.evidence.declared import Declarations
from relinfra.matrix import Matrix
from relinfra.review.parity import Parity, find_parity
from relinfra.review.parity_rendering import parity_as_json, parity_as_table
from relinfra.stacks import ReleaseApp
from tests.support import assert_golden

GOLDEN = Path(__file__).with_name("golden")
BOTH = ["staging", "production"]
CLASS = {"between": BOTH, "resources": ["aws_db_instance.main"], "attributes": ["instance_class"], "reason": "cheaper"}


@pytest.fixture(scope="module")
def shop(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


def found(output: Output, declared: Sequence[dict[str, Any]] = ()) -> Parity:
    """Return the parity of an output whose matrix declares these differences."""
    lines = [{"file": "relinfra.yaml", "line": number, **one} for number, one in enumerate(declared, 70)]
    body: Any = {**output.declared.body, "parity": lines}
    return find_parity(replace(output, declared=Declarations(body)), *BOTH)


def test_what_differs_is_told_with_both_values(shop: Output) -> None:
    """Names, accounts and regions of the environments are none of it, and neither is the order of Terraform's work."""
    parity = found(shop)
    told = {(one.address, one.path): (one.first, one.second) for one in parity.differences}
    assert told["aws_db_instance.main", "instance_class"] == ("db.t4g.medium", "db.r7g.large")
    assert told["aws_nat_gateway.main_3", ""] == (False, True)
    assert not any(path in ("identifier", "cluster", "depends_on", "name_prefix") for _, path in told)
    assert not parity.ok


def test_an_environment_differs_from_itself_in_nothing(shop: Output) -> None:
    """The same stacks in the same words."""
    assert find_parity(shop, "production", "production").differences == ()


def test_a_declared_difference_is_meant(shop: Output) -> None:
    """It has the reason and the line that declares it; an attribute beside it is not meant."""
    parity = found(shop, [CLASS])
    meant = [one for one in parity.differences if one.declared]
    assert [(one.path, one.declared.reason, one.declared.place) for one in meant if one.declared] == [
        ("instance_class", "cheaper", "relinfra.yaml:70")
    ]
    assert any(one.path == "multi_az" for one in parity.unintended)


def test_everything_declared_is_parity(shop: Output) -> None:
    """`*` covers attributes, what lies below them, and resources that only one of the two has."""
    every = {"between": ["production", "staging"], "resources": ["*.*"], "attributes": ["*"], "reason": "all"}
    parity = found(shop, [every])
    assert parity.ok
    assert parity.unintended == ()


def test_an_attribute_covers_what_lies_below(shop: Output) -> None:
    """Who declares a block declares its members, and no resource as a whole."""
    block = {**CLASS, "resources": ["*.*"], "attributes": ["deployment_configuration"]}
    meant = {one.path for one in found(shop, [block]).differences if one.declared}
    assert meant == {"deployment_configuration.strategy", "deployment_configuration.bake_time_in_minutes"}


def test_a_component_limits_what_is_declared(shop: Output) -> None:
    """A whole stack that only production has is one line."""
    recovery = {**CLASS, "components": ["recovery"], "resources": ["*.*"], "attributes": ["*"]}
    assert {one.stack for one in found(shop, [recovery]).differences if one.declared} == {"recovery"}


def test_what_is_declared_in_vain_fails(shop: Output) -> None:
    """A line that covers no difference is to be deleted; one of other environments is none of ours."""
    stale = {**CLASS, "attributes": ["port"]}
    parity = found(shop, [stale, {**CLASS, "between": ["staging", "other"]}])
    assert [one.place for one in parity.stale] == ["relinfra.yaml:70"]
    everything = {**CLASS, "resources": ["*.*"], "attributes": ["*"]}
    assert not found(shop, [everything, stale]).ok


def test_the_matrix_declares_it(tmp_path: Path) -> None:
    """What stands under `parity` of the matrix arrives in the output, with its line."""
    text = (Path(__file__).parents[3] / "examples/minimal/relinfra.yaml").read_text()
    matrix = tmp_path / "relinfra.yaml"
    declared = (
        "parity:\n  - between: [staging, production]\n    resources: ['*.*']\n    reason: the domain is another\n"
    )
    matrix.write_text(text + declared)
    ReleaseApp(Matrix.load(matrix), tmp_path / "cdktf.out").synth()
    parity = find_parity(read_output(tmp_path / "cdktf.out"), *BOTH)
    assert parity.ok
    line = text.count("\n") + 2
    assert {one.declared.place for one in parity.differences if one.declared} == {f"{matrix.name}:{line}"}


def test_golden_parity_is_told(shop: Output) -> None:
    """What is not meant first, then what is with its reason, then what is declared in vain."""
    parity = found(shop, [CLASS, {**CLASS, "attributes": ["port"]}])
    assert_golden(GOLDEN / "parity.txt", parity_as_table(parity).splitlines())


def test_programs_read_the_same(shop: Output) -> None:
    """With both values in full, and whether each is meant."""
    document = json.loads(parity_as_json(found(shop, [CLASS])))
    (one,) = [one for one in document["differences"] if one["path"] == "instance_class"]
    assert (one["first"], one["intended"], one["declared"]["reason"]) == ("db.t4g.medium", True, "cheaper")
    assert document["between"] == BOTH
    assert document["ok"] is False


def test_an_unknown_environment_is_bad_input(shop: Output) -> None:
    """Those that have stacks are named."""
    with pytest.raises(UsageError, match="stagng: expected an environment with stacks, one of staging, production"):
        find_parity(shop, "stagng", "production")
    with pytest.raises(UsageError, match="local: expected"):
        find_parity(shop, "local", "production")
