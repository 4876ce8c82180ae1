"""Environments held to packs, over a synthesized folder and with the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import OutputError
from relinfra.policy import Report, render
from relinfra.policy.checking import check
from relinfra.policy.merging import merge_reports

DAY = date(2026, 11, 28)
Write = Callable[..., Path]


def _held(folder: Path, **environments: list[str]) -> Path:
    declaration = folder / "relinfra.json"
    body: dict[str, Any] = json.loads(declaration.read_text("utf-8"))
    body["environments"] = {
        name: {"policies": {"file": "relinfra.yaml", "line": 7, "value": packs}} for name, packs in environments.items()
    }
    declaration.write_text(json.dumps(body), "utf-8")
    return folder


def _policies(report: Report, environment: str) -> set[str]:
    return {one.policy for one in report.findings if one.environment == environment}


def test_an_environment_is_held_to_its_packs(synthesized: Write) -> None:
    """A stack of another environment is held to everything, as before."""
    whole = check(synthesized(), today=DAY)
    held = check(_held(synthesized(), staging=["soc2"]), today=DAY)

    assert _policies(held, "production") == _policies(whole, "production")
    assert _policies(held, "staging") < _policies(whole, "staging")
    assert {one for one in _policies(whole, "staging") if "RELINFRA" in one} <= _policies(held, "staging")


def test_what_a_pack_leaves_out_is_said(synthesized: Write) -> None:
    """Rule by rule of the release contract, and how many others."""
    report = check(_held(synthesized(), staging=["baseline"], production=["production"], local=["baseline"]), today=DAY)
    (said,) = [one for one in report.notices if "is held to" in one]

    assert said.startswith("staging is held to `baseline`, which leaves out of the release contract CKV_RELINFRA_")
    assert "other policies" not in said
    for form in ("table", "json", "sarif", "markdown"):
        assert "staging is held to" in render(report, form)


def test_several_packs_hold_together(synthesized: Write) -> None:
    """A policy of any of them counts, and its criteria are said."""
    whole = check(synthesized(), today=DAY)
    held = check(_held(synthesized(), staging=["soc2", "production"]), today=DAY)

    assert _policies(held, "staging") == _policies(whole, "staging")
    topics = [one for one in held.findings if one.policy == "CKV_RELINFRA_9" and one.environment == "staging"]
    assert {one.criteria for one in topics} == {("soc2 CC7.2",)}
    assert "of soc2 CC7.2" in render(held)


def test_criteria_survive_the_merging_of_parts(synthesized: Write, tmp_path: Path) -> None:
    """An auditor reads the merged report as JSON."""
    folder = _held(synthesized(), staging=["soc2"])
    report = check(folder, today=DAY)
    part = tmp_path / "policy-report.json"
    part.write_text(render(report, "json"), "utf-8")

    assert render(merge_reports([part], folder), "json") == render(report, "json")


def test_a_pack_that_is_not_installed_is_named(synthesized: Write) -> None:
    """Whoever checks elsewhere than where was synthesized learns what is missing."""
    folder = _held(synthesized(), staging=["acme"])

    with pytest.raises(OutputError, match="staging is held to the pack `acme`, which is not installed here"):
        check(folder, today=DAY)
