import copy
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from relinfra_benchmarks.contest import Contestant, DifferentWorkError, hold
from relinfra_benchmarks.process_tree import Command


def contestant(name: str, folder: Path, stacks: dict[str, Any]) -> Contestant:
    """Return one whose output is there already."""
    for stack, body in stacks.items():
        file = folder / name / "stacks" / stack / "cdk.tf.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(body))
    command = Command([sys.executable, "-c", "import time; time.sleep(0.05)"], folder, os.environ)
    return Contestant(name, name, command, folder / name)


def test_everybody_runs_as_often_as_asked(tmp_path: Path, stacks: dict[str, Any]) -> None:
    both = [contestant("ours", tmp_path, stacks), contestant("theirs", tmp_path, stacks)]
    results = hold(both, stacks, runs=3, memory_runs=2)
    assert [(len(result.seconds), len(result.memory)) for result in results] == [(3, 2), (3, 2)]
    assert all(result.median_seconds > 0.05 and result.median_memory.resident > 0 for result in results)


def test_no_ratio_where_the_work_differs(tmp_path: Path, stacks: dict[str, Any]) -> None:
    other = copy.deepcopy(stacks)
    del other["a-network"]["resource"]["aws_vpc"]["main"]
    both = [contestant("ours", tmp_path, stacks), contestant("theirs", tmp_path, other)]
    with pytest.raises(DifferentWorkError, match=r"theirs writes something else in 1 places:\n  /a-network/resource"):
        hold(both, stacks, runs=1, memory_runs=1)
