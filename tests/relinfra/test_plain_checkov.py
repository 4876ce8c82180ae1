import json
import os
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from relinfra.api import check, write_reports
from relinfra.evidence import read_output
from relinfra.policy import Finding, Report, Status
from relinfra.policy.engine import scan
from relinfra.policy.scan import Scan
from relinfra.policy.waivers import read_waivers
from tests import forked
from tests.relinfra.foreign_stack import write_foreign_stacks

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 7, 1)
Verdicts = Counter[tuple[str, str, str, bool, tuple[int, int]]]


def _documented() -> str:
    text = (ROOT / "docs/policies.md").read_text("utf-8")
    return re.findall(r"```sh\n(checkov .*?)```", text, re.DOTALL)[0].replace("\\\n", " ")


def _command(folder: Path) -> str:
    return _documented().replace("--directory out/cdktf.out", f"--directory {folder} --output json")


def _plain(folder: Path) -> dict[str, Any]:
    return _run(re.sub(r"--baseline \S+ --output-baseline-as-skipped", "", _command(folder)))


def _run(command: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name in {"HOME", "PATH", "LANG"}}
    run = forked.run(*shlex.split(command), cwd=ROOT, env=environment)
    results: dict[str, Any] = json.loads(run.stdout)["results"]
    return results | {"said": run.stderr, "exit": run.returncode}


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


def _answers(records: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str, str]]:
    return Counter((one["check_id"], one["file_path"].lstrip("/"), _name(one["resource"])) for one in records)


def _findings(found: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((one.policy, one.file, _name(one.address)) for one in found)


def _with_baseline(report: Report, folder: Path, out: Path) -> dict[str, Any]:
    write_reports(report, out)
    return _run(_command(folder).replace("out/policy-report.baseline", str(out / "policy-report.baseline")))


@pytest.mark.slow
@pytest.mark.parametrize("example", ["shop", "minimal"])
def test_with_the_baseline_nothing_fails_there_either(
    example: str, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """Whatever is waived or accepted is skipped, nothing else is, and nobody has anything to say beside the report."""
    folder = synthesized(example)
    report = check(folder, today=TODAY)
    results = _with_baseline(report, folder, tmp_path)

    assert report.ok
    assert (results["exit"], results["failed_checks"], results["parsing_errors"]) == (0, [], [])
    assert _answers(results["skipped_checks"]) == _findings(_accepted(report))
    assert _accepted(report)
    assert "Traceback" not in results["said"]


def _accepted(report: Report) -> tuple[Finding, ...]:
    return tuple(one for one in report.findings if one.status not in {Status.PASSED, Status.FAILED})


@pytest.mark.slow
def test_a_waiver_that_is_over_accepts_nothing_there_either(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """The baseline of a later day has the rest of the waivers, and both fail on the same findings."""
    folder = synthesized("shop")
    ends = sorted({one.expires for one in read_waivers(read_output(folder).declared.waivers, TODAY).declared})
    report = check(folder, today=ends[0] + timedelta(days=1))
    results = _with_baseline(report, folder, tmp_path)

    assert report.failed
    assert results["exit"] == 1
    assert _answers(results["failed_checks"]) == _findings(report.failed)
    assert _answers(results["skipped_checks"]) == _findings(_accepted(report))
