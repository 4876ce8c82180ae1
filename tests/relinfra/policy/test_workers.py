import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import UsageError
from relinfra.matrix import Matrix
from relinfra.policy import check, engine, render, workers
from relinfra.policy.scan import Scan
from relinfra.policy.workers import Workers, parts, workers_allowed
from relinfra.stacks import ReleaseApp

EXAMPLES = Path(__file__).parents[3] / "examples"
TYPES_OF_PRODUCTION = {
    "resource": {
        "aws_s3_bucket": {"logs": {"bucket": "logs"}},
        "aws_s3_bucket_public_access_block": {"logs": {"bucket": "${aws_s3_bucket.logs.id}"}},
        "aws_lb": {"web": {"name": "web", "security_groups": ["${aws_security_group.elsewhere.id}"]}},
    }
}
TYPES_OF_STAGING = {
    "resource": {
        "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
        "aws_security_group": {"web": {"vpc_id": "${aws_vpc.main.id}", "description": "${aws_lb.web.name}"}},
        "aws_s3_bucket_versioning": {"logs": {"bucket": "logs"}},
        "aws_lb_listener": {"web": {"load_balancer_arn": "${aws_lb.web.arn}", "port": 80}},
    }
}


@pytest.fixture
def by_two(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[Scan | None, Scan]]:
    """Return a function: a folder in, what two processes saw (None where they gave up) and what `scan` returned."""
    together: list[Scan | None] = []
    real = engine._scan_together

    def watched(*args: Any) -> Scan | None:
        together.append(real(*args))
        return together[-1]

    def by(folder: Path) -> tuple[Scan | None, Scan]:
        monkeypatch.setenv("RELINFRA_WORKERS", "2")
        monkeypatch.setattr(engine, "parts", partial(parts, pays=1))
        monkeypatch.setattr(engine, "_scan_together", watched)
        found = engine.scan(folder)
        return together[-1], found

    return by


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Scan]:
    """Return a function that scans in this process alone."""

    def scan(folder: Path) -> Scan:
        monkeypatch.setenv("RELINFRA_WORKERS", "1")
        return engine.scan(folder)

    return scan


def test_types_that_one_stack_alone_has_change_no_verdict(synthesized: Any, by_two: Any, whole: Any) -> None:
    """Whether a type exists is asked of the whole folder, not of a part of it."""
    folder = synthesized(production=TYPES_OF_PRODUCTION, staging=TYPES_OF_STAGING)
    expected = whole(folder)
    together, _ = by_two(folder)

    assert together == expected
    assert len({verdict.file for verdict in expected.verdicts}) == 2


@pytest.mark.parametrize("resource", [{"count": 2}, {"dynamic": {"ingress": {}}}])
def test_blocks_that_multiply_are_scanned_as_a_whole(
    synthesized: Any, by_two: Any, whole: Any, resource: dict[str, Any]
) -> None:
    """Checkov looks for what they are made of in all directories."""
    folder = synthesized(staging={"resource": {"aws_security_group": {"web": resource}}})
    together, found = by_two(folder)

    assert together is None
    assert found == whole(folder)


@pytest.mark.parametrize("program", ["import os; os.kill(os.getpid(), 9)", "import time; time.sleep(600)"])
def test_a_worker_that_fails_or_hangs_is_done_without(
    synthesized: Any, by_two: Any, whole: Any, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """The process that started it scans the folder itself."""
    monkeypatch.setattr(workers, "PROGRAM", program)
    monkeypatch.setattr(workers, "PATIENCE", 0.1)
    folder = synthesized()
    together, found = by_two(folder)

    assert together is None
    assert found == whole(folder)


def test_a_worker_that_is_killed_at_work_is_done_without(
    synthesized: Any, by_two: Any, whole: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system does when memory runs out."""
    tell = Workers.all

    def kill(self: Workers, subject: str, value: Any) -> list[Any]:
        if subject == "round":
            for process in self._processes:
                process.kill()
                process.wait()
        return tell(self, subject, value)

    monkeypatch.setattr(Workers, "all", kill)
    folder = synthesized()
    together, found = by_two(folder)

    assert together is None
    assert found == whole(folder)


@pytest.mark.slow
def test_two_workers_write_the_report_of_one(by_two: Any, whole: Any, tmp_path: Path) -> None:
    """To the byte, of the example that has every kind of stack."""
    folder = tmp_path / "cdktf.out"
    ReleaseApp(Matrix.load(EXAMPLES / "shop" / "relinfra.yaml"), folder).synth()
    expected = whole(folder)
    by_one = _reports(folder)
    together, _ = by_two(folder)

    assert together == expected
    assert _reports(folder) == by_one


def _reports(folder: Path) -> list[str]:
    report = check(folder, today=date(2026, 1, 1))
    return [render(report, name) for name in ("json", "sarif", "junit", "baseline", "table")]


def test_every_directory_is_in_one_part(tmp_path: Path) -> None:
    """Parts are about the same size, and there are no more of them than pay."""
    for name, size in {"a": 900, "b": 500, "c": 300, "d": 100}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text("x" * size)
        for beside in ("versions.tf", "versions.tf.json"):
            (tmp_path / name / beside).write_text("x" * 5000)
    names = [[Path(directory).name for directory in part] for part in parts(tmp_path, 2, pays=900)]

    assert names == [["a"], ["b", "c", "d"]]
    assert len(parts(tmp_path, 2, pays=901)) == 1
    assert len(parts(tmp_path, 9, pays=1)) == 4
    assert parts(tmp_path / "none", 2) == [[]]


def test_the_setting_caps_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it there is one a core, and at most four."""
    monkeypatch.delenv("RELINFRA_WORKERS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert workers_allowed() == 4

    monkeypatch.setenv("RELINFRA_WORKERS", "3")
    assert workers_allowed() == 3


@pytest.mark.parametrize("told", ["0", "-1", "two", "1.5"])
def test_a_setting_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    """With what was expected and what was found."""
    monkeypatch.setenv("RELINFRA_WORKERS", told)

    with pytest.raises(UsageError, match="RELINFRA_WORKERS: expected a whole number of processes from 1, found"):
        workers_allowed()
