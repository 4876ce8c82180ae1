"""Rules as their files describe them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from relinfra.errors import ToolError
from relinfra.packs.finding_packs import pack_folder
from relinfra.policy.rule import GROUPS
from relinfra.policy.rules import read_rules
from relinfra_policies import FOLDER, RULES
from relinfra_policies.shapes.rule import Group


def test_what_is_read_is_what_checkov_loads() -> None:
    """Every rule of the pack is read, and says of itself what its class says."""
    assert pack_folder() == FOLDER
    assert [rule.policy for rule in read_rules()] == [*RULES]
    for rule in read_rules():
        loaded = RULES[rule.policy]
        names = ("group", "title", "level", "rationale", "remedy", "source")
        assert [getattr(rule, name) for name in names] == [getattr(loaded, name) for name in names]


def test_groups_are_those_of_the_pack() -> None:
    """The pack stands alone, so both sides name them; they name the same, in the same order."""
    assert get_args(Group) == GROUPS


def test_reading_rules_loads_no_checkov() -> None:
    """A list of rules costs no second of Checkov's start."""
    code = "import sys; from relinfra.policy.rules import read_rules; read_rules(); print('checkov' in sys.modules)"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"


def test_a_rule_that_says_too_little_is_named(tmp_path: Path) -> None:
    """With its file and what is missing."""
    (tmp_path / "rule.py").write_text('class Rule:\n    policy = "X_1"\n    level = "LOW"\n', "utf-8")

    with pytest.raises(ToolError, match=r"rule\.py: .* does not say its group, title, rationale, remedy, source"):
        read_rules(tmp_path)


def test_a_group_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """What was expected stands beside what was found."""
    names = ("group", "title", "level", "rationale", "remedy", "source")
    body = "\n".join(f'    {name} = "x"' for name in ("policy", *names))
    (tmp_path / "rule.py").write_text(f"class Rule:\n{body}\n", "utf-8")

    with pytest.raises(ToolError, match=r"group: expected one of deployment, .*, found 'x'"):
        read_rules(tmp_path)
