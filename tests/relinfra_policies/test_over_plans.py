"""Each rule over plans: the same verdict as on the configuration, or none; never a better one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from checkov.common.models.enums import CheckResult

from tests.relinfra_policies.over_plans import BREAKS, answers

SCRIPT = Path(__file__).parents[2] / "scripts" / "generate_plan_verdicts.py"
PASSED, FAILED, UNKNOWN = CheckResult.PASSED, CheckResult.FAILED, CheckResult.UNKNOWN


@pytest.mark.parametrize("policy", BREAKS)
def test_a_plan_is_judged_as_its_configuration_or_not_at_all(
    policy: str, stacks: Mapping[str, Mapping[str, Any]]
) -> None:
    """Where it passes and where it fails; with the stack beside it, what fails there never passes either."""
    whole, *broken = answers(policy, stacks)

    assert whole.configured is not FAILED
    assert whole.planned in {PASSED, UNKNOWN}
    assert whole.beside is whole.configured
    for one in broken:
        assert one.configured is FAILED
        assert one.planned in {FAILED, UNKNOWN}
        assert one.beside is not PASSED


@pytest.mark.slow
def test_the_page_says_what_is_measured() -> None:
    """Nobody edits it: `python scripts/generate_plan_verdicts.py` writes it."""
    run = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert not run.returncode, f"run `python scripts/generate_plan_verdicts.py`:\n{run.stdout}{run.stderr}"
