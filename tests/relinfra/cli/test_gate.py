from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Relinfra

RELEASES = Path(__file__).parents[3] / "examples" / "shop" / "releases"


def test_a_stopped_deployment_is_told_and_recorded(
    relinfra: Relinfra, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """The list goes to standard output with exit code 1; as JSON it is what the record takes; the clock is given."""
    shutil.copytree(RELEASES, tmp_path / "releases")
    ask = ("gate", "production", synthesized("shop"), "--release", "2.5.0", "--at", "2026-12-20T10:00:00Z")
    told = relinfra(*ask)
    assert told.returncode == 1
    assert "freeze: 2026-12-20 lies in the freeze year_end" in told.stdout
    assert "note: criterion changelog" in told.stdout
    assert "note:" not in relinfra(*ask, "--quiet").stdout
    printed = relinfra(*ask, "--json")
    body = json.loads(printed.stdout)
    assert (printed.returncode, body["check"], body["ok"], body["live"]) == (1, "gate", False, True)
    (tmp_path / "gate.json").write_text(printed.stdout)
    assert relinfra("record", "check", "2.5.0", "production", "gate.json").returncode == 0
    assert "production: gate failed" in relinfra("record", "show", "2.5.0").stdout


def test_what_cannot_be_asked_is_bad_input(relinfra: Relinfra, synthesized: Callable[[str], Path]) -> None:
    """No release, a stage that is none, a record that is not there, no stacks."""
    stacks = synthesized("shop")
    none = relinfra("gate", "production", stacks)
    assert (none.returncode, "found none" in none.stderr) == (2, True)
    assert relinfra("gate", "production", stacks, "--release", "2.5.0").returncode == 2
    empty = relinfra("gate", "production", stacks, "--release", "")
    assert (empty.returncode, "--release: expected a value, found an empty one" in empty.stderr) == (2, True)
    assert relinfra("gate", "production", "nowhere", "--at", "noon").returncode == 2
