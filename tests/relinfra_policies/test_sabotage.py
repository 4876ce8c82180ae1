"""Policies over what synth writes: each rule fails on its breaks, alone and under the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.policy.engine import scan
from tests.relinfra_policies.judging import failures
from tests.relinfra_policies.sabotaging import sabotaged

BREAKS: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("sabotage.yaml").read_text("utf-8"))


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


def _apart(body: Mapping[str, Any], policy: str, folder: str) -> Mapping[str, Any]:
    """Return a stack with a state bucket of its own: the copies of one stack have one key, which a rule forbids."""
    bucket = body.get("terraform", {}).get("backend", {}).get("s3", {}).get("bucket")
    apart = policy == "CKV_RELINFRA_86" and bucket
    return sabotaged(body, {"terraform backend.s3.bucket": f"{bucket}-{folder.lower()}"}) if apart else body


@pytest.mark.slow
def test_checkov_gives_the_same_answers(stacks: Mapping[str, Mapping[str, Any]], tmp_path: Path) -> None:
    """One scan of every broken stack, and of the whole ones, in which each policy passes what it is asked of."""
    for policy, case in BREAKS.items():
        before = _given(stacks, policy)
        for name, body in [("whole", before), *((str(n), sabotaged(before, c)) for n, c in enumerate(case["breaks"]))]:
            folder = tmp_path / f"{policy}-{name}"
            folder.mkdir()
            (folder / "cdk.tf.json").write_text(json.dumps(_apart(body, policy, folder.name), indent=2), "utf-8")
    said = {(one.policy, one.file.partition("/")[0], one.address): one.passed for one in scan(tmp_path).verdicts}
    asked = {f"{policy}-whole": case["asked"] for policy, case in BREAKS.items()}
    asked |= {f"{p}-{n}": _found(case, n) for p, case in BREAKS.items() for n, _ in enumerate(case["breaks"])}
    answers = {name: said.get((name.rpartition("-")[0], name, address)) for name, address in asked.items()}

    assert {name for name, passed in answers.items() if passed} == {f"{policy}-whole" for policy in BREAKS}
    assert {name for name, passed in answers.items() if passed is None} == set()
