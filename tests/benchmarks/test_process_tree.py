import os
import sys
from pathlib import Path

import pytest
from relinfra_benchmarks.process_tree import Command, CommandError, peak_memory, wall_seconds

HOLD = "import time; kept = bytearray(50_000_000); time.sleep(0.4)"


def python(code: str, folder: Path) -> Command:
    """Return a command that runs Python code."""
    return Command([sys.executable, "-c", code], folder, os.environ)


def test_memory_of_children_counts(tmp_path: Path) -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}])"
    found = peak_memory(python(parent, tmp_path))
    assert found.proportional > 50_000_000
    assert found.resident > found.proportional


def test_time_is_that_of_the_whole_command(tmp_path: Path) -> None:
    assert wall_seconds(python("import time; time.sleep(0.2)", tmp_path)) > 0.2


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="exited with 1") as caught:
        wall_seconds(python("raise ValueError('no luck')", tmp_path))
    assert "no luck" in str(caught.value)
