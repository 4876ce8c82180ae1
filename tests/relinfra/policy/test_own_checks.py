"""Checks of a team's own, loaded by the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra import api
from relinfra.errors import InputError, UsageError
from relinfra.policy.check_files import check_folders
from relinfra.policy.checking import check
from relinfra.policy.engine import scan
from relinfra.policy.own_folders import own_folders
from tests import forked

DAY = date(2026, 11, 28)
Write = Callable[..., Path]
YAML = """\
metadata:
  id: {id}
  name: A topic must be named after Acme
  category: GENERAL_SECURITY
definition:
  cond_type: attribute
  resource_types: [aws_sns_topic]
  attribute: name
  operator: starting_with
  value: acme-
"""
PYTHON = """\
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

class GroupIsOurs(BaseResourceCheck):
    def __init__(self):
        super().__init__("A log group must be ours", "{id}", [CheckCategories.LOGGING], ["aws_cloudwatch_log_group"])

    def scan_resource_conf(self, conf):
        return {result}

check = GroupIsOurs()
"""
PASSED, CRASHED = "CheckResult.PASSED", "conf['no such argument'][0]"


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    """A folder with one check of each kind."""
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "topic_is_named.yaml").write_text(YAML.format(id="CKV2_ACME_1"), "utf-8")
    (folder / "group_is_ours.py").write_text(PYTHON.format(id="CKV_ACME_2", result=PASSED), "utf-8")
    return folder


def test_checks_of_a_team_are_asked_beside_all_others(synthesized: Write, checks: Path) -> None:
    """In Python and in YAML; whoever checks next has none of them."""
    stacks = synthesized()
    before = scan(stacks)
    found = scan(stacks, [checks])
    after = scan(stacks)

    assert found.own == {"CKV2_ACME_1": "A topic must be named after Acme", "CKV_ACME_2": "A log group must be ours"}
    own = {(one.policy, one.passed) for one in found.verdicts if one.policy in found.own}
    assert own == {("CKV2_ACME_1", False), ("CKV_ACME_2", True)}
    assert [one for one in found.verdicts if one.policy not in found.own] == [*before.verdicts]
    assert after == before


def test_plain_checkov_takes_the_same_folder(synthesized: Write, checks: Path) -> None:
    """With the same verdicts, beside the pack of relinfra."""
    stacks = synthesized()
    options = ["-d", str(stacks), "--framework", "terraform_json", "-o", "json", "--skip-download", "--compact"]
    more = ["--skip-path", "versions.tf.json", "--external-checks-dir", str(checks)]

    run = forked.run("checkov", *options, *more, cwd=stacks)

    results = json.loads(run.stdout)["results"]
    asked = {one["check_id"]: passed for passed in (True, False) for one in results[_KINDS[passed]]}
    assert {policy: passed for policy, passed in asked.items() if "ACME" in policy} == {
        "CKV2_ACME_1": False,
        "CKV_ACME_2": True,
    }


_KINDS = {True: "passed_checks", False: "failed_checks"}


def test_every_check_that_cannot_be_loaded_is_told_with_its_place(synthesized: Write, checks: Path) -> None:
    """All of them at once, where Checkov passes over each."""
    (checks / "a_mistake.py").write_text("import json\n\nclass Broken(Missing):\n    pass\n", "utf-8")
    (checks / "b_syntax.py").write_text("class Broken(:\n", "utf-8")
    (checks / "c_yaml.yaml").write_text("metadata:\n  id: [\n", "utf-8")
    (checks / "d_empty.yaml").write_text("metadata:\n  id: CKV2_ACME_9\n", "utf-8")
    (checks / "more").mkdir()
    (checks / "more" / "unseen.py").write_text("", "utf-8")

    with pytest.raises(InputError) as told:
        scan(synthesized(), [checks])

    lines = str(told.value).splitlines()
    assert [line.removeprefix(f"{checks}/").split(": ", 1)[0] for line in lines] == [
        "a_mistake.py:3",
        "b_syntax.py:1:14",
        "c_yaml.yaml:3:1",
        "d_empty.yaml",
        "more",
    ]
    assert "NameError: name 'Missing' is not defined" in lines[0]
    assert "found none of definition, metadata.name, metadata.category" in lines[3]
    assert "add an empty one" in lines[4]


@pytest.mark.parametrize(("taken", "whose"), [("CKV_AWS_18", "Checkov or relinfra has it"), ("CKV2_ACME_1", "another")])
def test_an_id_is_given_once(synthesized: Write, checks: Path, taken: str, whose: str) -> None:
    """Checkov would ask the first of the two alone."""
    (checks / "zz_again.yaml").write_text(YAML.format(id=taken), "utf-8")

    with pytest.raises(InputError, match=f"zz_again.yaml: expected an id of its own, found {taken}: {whose}"):
        scan(synthesized(), [checks])


def test_a_check_that_raises_an_error_fails_the_run(synthesized: Write, checks: Path) -> None:
    """A check without a verdict holds nothing."""
    (checks / "group_is_ours.py").write_text(PYTHON.format(id="CKV_ACME_2", result=CRASHED), "utf-8")

    report = check(synthesized(), today=DAY, checks=[checks])

    assert any("CKV_ACME_2 gave no verdict" in problem for problem in report.problems)
    assert not report.ok


def test_no_pack_leaves_a_check_of_the_team_out(synthesized: Write, checks: Path) -> None:
    """Whoever wrote it asks for it."""
    stacks = synthesized()
    body: dict[str, Any] = json.loads((stacks / "relinfra.json").read_text("utf-8"))
    body["environments"] = {"staging": {"policies": {"value": ["soc2"]}}}
    (stacks / "relinfra.json").write_text(json.dumps(body), "utf-8")

    report = check(stacks, today=DAY, checks=[checks])

    failed = {(one.policy, one.environment) for one in report.failed if "ACME" in one.policy}
    assert failed == {("CKV2_ACME_1", "staging"), ("CKV2_ACME_1", "production")}


def test_the_matrix_names_folders_beside_it(synthesized: Write, checks: Path) -> None:
    """They are found from the stacks, wherever one stands."""
    stacks = synthesized()
    body: dict[str, Any] = json.loads((stacks / "relinfra.json").read_text("utf-8"))
    body |= {"matrix": {"file": "relinfra.yaml"}, "checks": {"value": ["checks"], "file": "relinfra.yaml", "line": 5}}
    (stacks / "relinfra.json").write_text(json.dumps(body), "utf-8")

    with pytest.raises(
        UsageError, match=r"relinfra\.yaml:5: checks: expected a folder beside the matrix, found no checks"
    ):
        own_folders(stacks)

    (checks.parent / "relinfra.yaml").touch()
    assert own_folders(stacks) == (checks.resolve(),)
    report = api.check(stacks, today=DAY)
    assert {one.policy for one in report.findings if "ACME" in one.policy} == {"CKV2_ACME_1", "CKV_ACME_2"}


def test_a_folder_without_checks_is_refused(tmp_path: Path) -> None:
    """Nothing asked is nothing held."""
    with pytest.raises(UsageError, match="expected a folder with checks for Checkov, found none"):
        check_folders([tmp_path / "missing"])
    with pytest.raises(UsageError, match=r"expected checks for Checkov, `\*.py` or `\*.yaml`, found none"):
        check_folders([tmp_path])


def test_workers_ask_them_too(synthesized: Write, checks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that several processes scan has the same verdicts."""
    stacks = synthesized()
    one = scan(stacks, [checks])
    monkeypatch.setenv("RELINFRA_WORKERS", "2")
    monkeypatch.setattr(
        "relinfra.policy.engine.parts", lambda root, _: [[str(s)] for s in sorted(root.glob("stacks/*"))]
    )

    assert scan(stacks, [checks]) == one
