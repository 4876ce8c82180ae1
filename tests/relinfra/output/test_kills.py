from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.relinfra.output.kills import SCENARIOS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("way", ["exchange", "renames"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_killed_at_any_step_did_all_or_nothing(scenario: str, way: str, tmp_path: Path) -> None:
    """After SIGKILL at each step that changes a folder, a later run finds the old or the new, and clears the rest."""
    command = [sys.executable, "-m", "tests.relinfra.output.kills", scenario, way, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
