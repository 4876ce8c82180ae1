"""A stack of somebody else's, of which variables decide everything: no rule fails for what it cannot know."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import hcl2
import pytest

from relinfra_policies import FOLDER, POLICIES
from tests import forked

SOURCE = Path(__file__).parent / "foreign" / "main.tf"
SEEN = 15
"""Blocks that Checkov's own policies have a verdict on, as a proof that the stack was read."""
Failures = set[tuple[str, str]]


def as_json(text: str) -> dict[str, Any]:
    """Return a stack in Terraform's JSON, as the same stack is written in HCL; a `dynamic` block as one block.

    Checkov 3.3.30 drops every block of a JSON file that has `dynamic` in it, and reads one block for it in HCL.
    """
    body: dict[str, Any] = {}
    for kind, blocks in hcl2.loads(text).items():
        for block in blocks:
            for name, labelled in block.items():
                _place(body.setdefault(kind, {}), name, labelled)
    return body


def _place(holder: dict[str, Any], name: str, value: Any) -> None:
    """Put a block where its labels lead: resources have two, most others one, locals none."""
    if isinstance(value, Mapping) and isinstance(holder.get(name), dict):
        for inner, one in value.items():
            _place(holder[name], inner, one)
    else:
        holder[name] = _plain(value)


def _plain(value: Any) -> Any:
    """Return a value without the lists that the parser wraps every argument and every block in."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
        return [_plain(one) for one in value] if isinstance(value, list) else _plain(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        loops = dict(loop for one in value.get("dynamic", ()) for loop in _contents(one))
        merged = {**{name: one for name, one in value.items() if name != "dynamic"}, **loops}
        return {name: _plain(one) for name, one in merged.items() if not name.startswith("__")}
    return value


def _contents(loops: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the name and the content of each `dynamic` block, whose content the parser wraps in a list."""
    for name, loop in loops.items():
        if not name.startswith("__"):
            block = loop[0] if isinstance(loop, list) else loop
            yield name, block["content"]


def _asked(folder: Path, framework: str) -> Failures:
    """Return what plain Checkov fails of the pack, with the names it gives."""
    options = ["--directory", str(folder), "--framework", framework, "--external-checks-dir", str(FOLDER)]
    environment = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    run = forked.run("checkov", *options, "--skip-download", "--output", "json", cwd=folder, env=environment)
    results = json.loads(run.stdout)["results"]
    assert results["parsing_errors"] == []
    assert "Traceback" not in run.stderr
    asked = {tuple(one["file_line_range"]) for one in results["failed_checks"] + results["passed_checks"]}
    assert len(asked) > SEEN, "Checkov dropped resources"
    failed = [one for one in results["failed_checks"] if one["check_id"] in POLICIES]
    return {(one["check_id"], one["resource"].rpartition(".")[2].partition("[")[0]) for one in failed}


@pytest.fixture(params=["terraform", "terraform_json"])
def fails(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Failures]:
    """Return a function: a stack in HCL in, what fails of it out, written as HCL and as JSON."""

    def ask(text: str) -> Failures:
        if request.param == "terraform":
            (tmp_path / "main.tf").write_text(text)
        else:
            (tmp_path / "main.tf.json").write_text(json.dumps(as_json(text), indent=2))
        return _asked(tmp_path, request.param)

    return ask


@pytest.mark.slow
def test_no_rule_fails_for_a_value_that_it_cannot_know(fails: Callable[[str], Failures]) -> None:
    """Of all rules of the pack, over every resource of the stack."""
    assert fails(SOURCE.read_text("utf-8")) == set()


WRITTEN = {
    "CKV_RELINFRA_7": ("treat_missing_data  = each.value.missing", 'treat_missing_data  = "missing"'),
    "CKV_RELINFRA_8": ("= var.settings.backup_days", "= 6"),
    "CKV_RELINFRA_9": ("= var.settings.topic_key", '= "alias/aws/sns"'),
    "CKV_RELINFRA_10": ("[var.account_id]", "[]"),
    "CKV_RELINFRA_18": ("= each.value.minimum", "= 0"),
    "CKV_RELINFRA_20": ("= each.value.min\n", "= 1\n"),
    "CKV_RELINFRA_36": ("= each.value.drain", "= 3600"),
    "CKV_RELINFRA_41": ("= var.settings.immediately", "= true"),
    "CKV_RELINFRA_48": ("= var.settings.deletion_window", "= 7"),
    "CKV_RELINFRA_54": ("= var.settings.traffic", '= "ACCEPT"'),
}
"""What is written instead of what a variable decides, by the rule that fails on it."""


@pytest.mark.slow
def test_what_is_written_is_judged_by_the_documented_defaults(fails: Callable[[str], Failures]) -> None:
    """Beside all that nobody knows: nothing is declared here, so that the last column of the documentation counts."""
    text = SOURCE.read_text("utf-8")
    for unknown, written in WRITTEN.values():
        assert text.count(unknown) == 1, unknown
        text = text.replace(unknown, written)
    assert {policy for policy, _ in fails(text)} == WRITTEN.keys()
