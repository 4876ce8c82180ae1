"""Packs: which policies they hold, and which of them exist."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from relinfra.errors import ToolError
from relinfra.packs import finding_packs
from relinfra.packs.finding_packs import pack_folder, packs
from relinfra.packs.pack import Criterion, Pack
from relinfra.policy.engine import scan
from relinfra.policy.rule import GROUPS
from relinfra.policy.rules import read_rules


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with packs that an entry point names, as a distribution of a team installs it."""
    folder = tmp_path / "acme_policies"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise AssertionError('nobody imports it')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EntryPoint("acme", "acme_policies", finding_packs.ENTRY_POINTS)
    monkeypatch.setattr(finding_packs, "entry_points", lambda *, group: [entry] if group == entry.group else [])
    packs.cache_clear()
    yield folder
    packs.cache_clear()


def test_the_packs_of_relinfra_are_found() -> None:
    """By their files."""
    assert [*packs()] == ["baseline", "production", "soc2"]


def test_production_leaves_nothing_out() -> None:
    """It is what holds where no pack is named."""
    pack = packs()["production"]

    assert all(pack.holds(rule.policy, rule.group, rule.level) for rule in read_rules())
    assert pack.holds("CKV_AWS_16")


def test_baseline_keeps_what_loses_data_or_opens_a_door() -> None:
    """Rules of a lesser severity are left out, Checkov's own are not."""
    pack = packs()["baseline"]
    held = {rule.level: pack.holds(rule.policy, rule.group, rule.level) for rule in read_rules()}

    assert held.get("CRITICAL", True)
    assert held["HIGH"]
    assert not held["MEDIUM"]
    assert pack.holds("CKV_AWS_16")


def test_every_rule_of_the_contract_is_evidence_of_a_criterion() -> None:
    """None of them is left out of `soc2`, so that the pack drops nothing of the contract in silence."""
    pack = packs()["soc2"]

    assert [rule.policy for rule in read_rules() if not pack.evidences(rule.policy, rule.group)] == []
    assert {group for criterion in pack.criteria.values() for group in criterion.groups} <= {*GROUPS}
    assert "could not be read" in str(pack.source)


def test_packs_name_policies_that_checkov_knows(tmp_path: Path) -> None:
    """A policy that Checkov gives up would be evidence of nothing."""
    (tmp_path / "cdk.tf.json").write_text('{"resource": {"aws_sns_topic": {"a": {"name": "a"}}}}', "utf-8")
    known = scan(tmp_path).policies
    named = {one for pack in packs().values() for criterion in pack.criteria.values() for one in criterion.policies}
    named |= {one for pack in packs().values() for one in pack.without}

    assert named - known == set()


def test_a_pack_that_leaves_a_policy_out_gives_its_reason() -> None:
    """The exception stands before groups, severity and Checkov's own."""
    pack = Pack(title="x", description="x", groups=("data",), without={"CKV_RELINFRA_8": "no data"}, checkov=("A_1",))

    assert not pack.holds("CKV_RELINFRA_8", "data", "CRITICAL")
    assert pack.holds("CKV_RELINFRA_41", "data", "LOW")
    assert not pack.holds("CKV_RELINFRA_1", "deployment", "HIGH")
    assert pack.holds("A_1")
    assert not pack.holds("A_2")


def test_a_pack_with_criteria_holds_what_is_evidence_of_one() -> None:
    """And nothing else."""
    pack = Pack(title="x", description="x", criteria={"C1": Criterion(title="x", groups=("data",), policies=("A_1",))})

    assert pack.evidences("CKV_RELINFRA_8", "data") == ("C1",)
    assert pack.holds("A_1")
    assert not pack.holds("A_2")


def test_a_distribution_brings_packs_by_entry_point(installed: Path) -> None:
    """Without being imported."""
    (installed / "acme.toml").write_text('title = "Acme"\ndescription = "Ours"\nseverity = "CRITICAL"\n', "utf-8")

    assert [*packs()] == ["baseline", "production", "soc2", "acme"]


def test_a_pack_that_exists_already_is_refused(installed: Path) -> None:
    """A distribution must not change what `production` means."""
    shutil.copy(pack_folder() / "packs" / "production.toml", installed)

    with pytest.raises(ToolError, match=r"the pack `production` exists already: .*; rename one"):
        packs()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'x'\n", "is no pack: description: expected the field"),
        ("title = 'x'\ndescription = 'x'\nseverty = 'LOW'\n", "is no pack: severty"),
        ("title = \n", "is no pack: Invalid value"),
    ],
)
def test_a_file_that_is_no_pack_is_named(installed: Path, text: str, said: str) -> None:
    """With what is wrong in it."""
    (installed / "acme.toml").write_text(text, "utf-8")

    with pytest.raises(ToolError, match=said) as told:
        packs()
    assert str(installed / "acme.toml") in str(told.value)


def test_an_entry_point_without_its_package_is_named(installed: Path) -> None:
    """It is a fault of the installation, not a pack without policies."""
    shutil.rmtree(installed)

    with pytest.raises(ToolError, match="acme_policies: the package of policies is not installed; mend the entry"):
        packs()
