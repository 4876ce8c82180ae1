"""Policies over what synth writes: each rule fails on its breaks, alone and under the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.policy.engine import scan
from tests.relinfra_policies.judging import failures
from tests.relinfra_policies.sabotaging import sabotaged
from tests.yaml_file import read_yaml

BREAKS: Mapping[str, Mapping[str, Any]] = read_yaml(Path(__file__).with_name("sabotage.yaml"))


def _found(case: Mapping[str, Any], number: int) -> str:
    """Return the address that fails after a break."""
    return str(case["found"][number] if "found" in case else case["asked"])


CASES = [
    pytest.param(policy, changes, _found(case, number), id=f"{policy}-{number}")
    for policy, case in BREAKS.items()
    for number, changes in enumerate(case["breaks"])
]


def _given(stacks: Mapping[str, Mapping[str, Any]], policy: str) -> dict[str, Any]:
    return sabotaged(stacks[BREAKS[policy]["stack"]], BREAKS[policy].get("given", {}))


@pytest.mark.parametrize(("policy", "changes", "found"), CASES)
def test_a_break_fails_its_policy(
    policy: str, changes: Mapping[str, Any], found: str, stacks: Mapping[str, Mapping[str, Any]]
) -> None:
    """What passed before fails after a single change, at the address that it is about."""
    before = _given(stacks, policy)

    assert not {(policy, BREAKS[policy]["asked"]), (policy, found)} & failures(before)
    assert (policy, found) in failures(sabotaged(before, changes))


@pytest.mark.slow
def test_checkov_gives_the_same_answers(stacks: Mapping[str, Mapping[str, Any]], tmp_path: Path) -> None:
    """One scan of a broken stack for each policy, and of the whole ones, in which it passes what it is asked of."""
    places: dict[str, str] = {}
    whole, broken = {}, {}
    for policy, case in BREAKS.items():
        before = _apart(_given(stacks, policy), policy)
        whole[policy] = places.setdefault(json.dumps(before), f"whole-{len(places)}")
        broken[policy] = f"{policy}-broken"
        _write(tmp_path / whole[policy], before)
        _write(tmp_path / broken[policy], sabotaged(before, case["breaks"][0]))
    said = {(one.policy, one.file.partition("/")[0], one.address): one.passed for one in scan(tmp_path).verdicts}
    asked = {policy: case["asked"] for policy, case in BREAKS.items()}
    found = {policy: _found(case, 0) for policy, case in BREAKS.items()}
    for place, addresses, expected in ((whole, asked, True), (broken, found, False)):
        answers = {policy: said.get((policy, place[policy], addresses[policy])) for policy in BREAKS}
        assert {policy: passed for policy, passed in answers.items() if passed is not expected} == {}, expected


def _apart(body: dict[str, Any], policy: str) -> dict[str, Any]:
    """Return a stack with a state of its own: the copies of one stack have one key, which a rule forbids."""
    return sabotaged(body, {"terraform backend.s3.bucket": "apart"}) if policy == "CKV_RELINFRA_86" else body


def _write(folder: Path, body: Mapping[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "cdk.tf.json").write_text(json.dumps(body, indent=2), "utf-8")
