import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.policy.engine import scan
from relinfra.policy.scan import Scan
from tests.relinfra.foreign_stack import write_foreign_stacks

ROOT = Path(__file__).parents[2]
Verdicts = Counter[tuple[str, str, str, bool, tuple[int, int]]]


def _documented() -> str:
    text = (ROOT / "docs/policies.md").read_text("utf-8")
    return re.findall(r"```sh\n(checkov .*?)```", text, re.DOTALL)[0].replace("\\\n", " ")


def _plain(folder: Path) -> dict[str, Any]:
    command = _documented().replace("--directory out/cdktf.out", f"--directory {folder} --output json")
    run = subprocess.run(
        [str(Path(sys.executable).with_name("checkov")), *shlex.split(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name in {"HOME", "PATH", "LANG"}},
    )
    results: dict[str, Any] = json.loads(run.stdout)["results"]
    return results | {"said": run.stderr}


def _plain_verdicts(results: dict[str, Any]) -> Verdicts:
    return Counter(
        (
            record["check_id"],
            record["file_path"].lstrip("/"),
            record["resource"].rpartition(".")[2],
            status == "passed",
            tuple(max(line, 1) for line in record["file_line_range"]),
        )
        for status in ("passed", "failed")
        for record in results[f"{status}_checks"]
    )


def _verdicts(found: Scan) -> Verdicts:
    return Counter((one.policy, one.file, _name(one.address), one.passed, one.lines) for one in found.verdicts)


def _name(address: str) -> str:
    """Return as much of an address as plain Checkov tells of every block."""
    parts = address.split(".")
    return parts[1] if parts[0] == "provider" else parts[-1]


@pytest.mark.slow
@pytest.mark.parametrize("example", ["shop", "minimal"])
def test_the_command_in_the_documentation_gives_the_same_verdicts(
    example: str, synthesized: Callable[[str], Path]
) -> None:
    """Policy by policy, block by block, with the same lines; word for word as the documentation has it."""
    folder = synthesized(example)
    results = _plain(folder)

    assert results["parsing_errors"] == []
    assert "Traceback" not in results["said"]
    assert "ERROR" not in results["said"]
    assert _verdicts(scan(folder)) == _plain_verdicts(results)


@pytest.mark.slow
def test_so_it_does_of_stacks_that_others_wrote(tmp_path: Path) -> None:
    """With variables, locals, modules, loops, functions, aliases, numbers as YAML has none, and files that it drops."""
    folder = write_foreign_stacks(tmp_path.resolve())
    results, found = _plain(folder), scan(folder)

    assert sorted(results["parsing_errors"]) == [str(folder / name) for name in found.unparsed]
    assert _verdicts(found) == _plain_verdicts(results)
