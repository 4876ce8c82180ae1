import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from relinfra_benchmarks.probing import phase_seconds
from relinfra_benchmarks.process_tree import Command, wall_seconds
from relinfra_benchmarks.terraform_output import read_stacks, resource_count

ROOT = Path(__file__).resolve().parents[2]
PROBES = ROOT / "benchmarks" / "relinfra_benchmarks" / "probes"


@pytest.mark.slow
def test_many_resources_are_as_many_as_asked_for(tmp_path: Path) -> None:
    wall_seconds(Command([sys.executable, str(PROBES / "many_resources.py"), "60"], tmp_path, os.environ))
    stacks = read_stacks(tmp_path / "cdktf.out")
    assert (len(stacks), resource_count(stacks)) == (2, 60)


@pytest.mark.slow
def test_every_phase_of_the_main_job_is_timed(tmp_path: Path) -> None:
    found = phase_seconds(Path(sys.executable), ROOT / "examples" / "minimal", tmp_path, os.environ, runs=1)
    assert list(found) == ["import", "load", "build", "synth", "check", "plan", "verify"]
    assert all(seconds > 0 for seconds in found.values())


@pytest.mark.slow
def test_the_verdicts_that_are_compared_are_those_of_checkov(synthesized: Callable[[str], Path]) -> None:
    """What a waiver or a policy of ours accepts has failed for Checkov."""
    probe = [sys.executable, str(PROBES / "check.py"), str(synthesized("minimal"))]
    said = subprocess.run(probe, capture_output=True, text=True, check=True).stdout
    found = json.loads(said)
    assert found["CKV2_AWS_28 failed"] == 2
    assert found["CKV_AWS_144 failed"] == 2
    assert {name.rpartition(" ")[2] for name in found} == {"passed", "failed"}
