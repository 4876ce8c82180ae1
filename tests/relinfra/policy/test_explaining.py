"""Explanations of policies, and the command line that prints them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from relinfra.cli.program import program
from relinfra.errors import UsageError
from relinfra.policy.contract_rules import contract_rules
from relinfra.policy.explaining import explained
from relinfra.policy.rule import Rule

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("rule", contract_rules(), ids=lambda rule: rule.policy)
def test_every_rule_is_explained(rule: Rule) -> None:
    """With its packs and a page that exists; each example tells two values apart."""
    found = explained(rule.policy)

    assert found.rule == rule
    assert "production" in found.packs
    assert (ROOT / rule.page).is_file()
    assert all(one.passes != one.fails for one in found.examples)


def test_what_accepts_a_failure_is_said_on_both_sides() -> None:
    """Of the policy that fails, and of the rule that makes up for it."""
    assert any("while CKV_RELINFRA_120 passes" in one for one in explained("CKV_AWS_18").accepted)
    assert any(one.startswith("CKV_AWS_18 of `aws_s3_bucket`") for one in explained("CKV_RELINFRA_120").makes_up_for)


@pytest.mark.parametrize("name", ["CKV_RELINFRA_0", "ckv", "rollback"])
def test_an_unknown_policy_is_refused(name: str) -> None:
    """With the nearest that exists."""
    with pytest.raises(UsageError, match="expected the id of a policy"):
        explained(name)


def _run(*arguments: str) -> str:
    outcome = CliRunner().invoke(program, ["policies", *arguments], standalone_mode=False)
    assert outcome.exception is None, outcome.exception
    return outcome.output


def test_list_names_every_rule() -> None:
    """As a table and as JSON; a group and a pack narrow it."""
    listed = json.loads(_run("list", "--json"))

    assert [one["id"] for one in listed] == [rule.policy for rule in contract_rules()]
    assert listed[0].keys() == {"id", "title", "severity", "group", "packs", "page"}
    assert _run("list").count("CKV_RELINFRA_") == len(listed)
    assert {one["group"] for one in json.loads(_run("list", "--group", "data", "--json"))} == {"data"}
    assert len(json.loads(_run("list", "--pack", "baseline", "--json"))) < len(listed)


def test_list_refuses_a_pack_that_does_not_exist() -> None:
    """With the nearest."""
    outcome = CliRunner().invoke(program, ["policies", "list", "--pack", "basline"], standalone_mode=False)

    assert isinstance(outcome.exception, UsageError)
    assert "`baseline`" in str(outcome.exception)


def test_explain_says_why_what_and_examples() -> None:
    """In lines for people, and as JSON."""
    text = _run("explain", "ckv_relinfra_15")

    assert "because: " in text
    assert "remedy: Raise `deployment.bake_minutes`" in text
    assert 'bake_time_in_minutes: passes with "30", fails with "0"' in text
    assert json.loads(_run("explain", "CKV_RELINFRA_15", "--json"))["rule"]["group"] == "deployment"


def test_neither_loads_checkov_nor_pydantic_models_of_the_matrix() -> None:
    """Looking something up costs no second."""
    code = (
        "import sys; from click.testing import CliRunner; from relinfra.cli.program import program\n"
        "for command in (['list'], ['explain', 'CKV_RELINFRA_1']):\n"
        "    assert CliRunner().invoke(program, ['policies', *command], standalone_mode=False).exception is None\n"
        "print([name for name in ('checkov', 'cdktf', 'relinfra.matrix', 'relinfra_policies') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"


def test_a_retired_rule_is_told_with_those_that_ask_it_now() -> None:
    """Its id stands in waivers and evidence of former releases, and whoever meets it there asks."""
    with pytest.raises(UsageError, match="it is retired, and CKV_RELINFRA_103 and CKV_RELINFRA_109 ask it now"):
        explained("CKV_RELINFRA_158")
