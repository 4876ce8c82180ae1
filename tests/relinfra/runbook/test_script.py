import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.plan import LANGUAGES, runbooks
from tests.relinfra.runbook.conftest import STRATEGIES, Project

Projects = Callable[[str], Project]


def test_every_program_passes_shellcheck(projects: Projects, tmp_path: Path) -> None:
    """Without a warning, in either language; one stage has what the others have."""
    for language, strategy in zip(LANGUAGES, ("blue_green", "codedeploy"), strict=True):
        for one in runbooks(projects(strategy).facts, language):
            if "production" in one.name:
                (tmp_path / f"{one.name}.{language}.sh").write_text(one.script)
    shellcheck = Path(sys.executable).with_name("shellcheck")
    found = subprocess.run([shellcheck, *tmp_path.glob("*.sh")], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_nothing_is_done_unless_asked(projects: Projects, tmp_path: Path) -> None:
    """Without `--run` a program prints its steps with their commands, calls nothing and leaves no log."""
    project = projects("rolling")
    for name, script in project.scripts.items():
        told = subprocess.run(
            ["/bin/bash", "-c", script],
            env={"PATH": "/usr/bin:/bin"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stderr == "", name
        assert "aws sts get-caller-identity" in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_name_has_to_be_typed(projects: Projects, tmp_path: Path) -> None:
    """With `--run` and without the runbook's name nothing is asked of AWS."""
    script = projects("rolling").scripts["stop-production-service-web"]
    program = tmp_path / "x.sh"
    program.write_text(script)
    for name in ("aws", "jq", "curl", "gh"):
        (tmp_path / name).write_text("#!/bin/sh\necho called >&2\n")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "RUNBOOK_LOG": str(tmp_path / "log")}
    told = subprocess.run(
        ["/bin/bash", program, "--run"], env=environment, input="yes\n", capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "not confirmed" in told.stderr
    assert "called" not in told.stderr


def test_a_mistake_in_the_options_is_told(projects: Projects) -> None:
    """With what is expected, and with the exit code of a wrong call."""
    script = projects("rolling").scripts["stop-production-service-web"]
    told = subprocess.run(["/bin/bash", "-c", script, "x", "--rum"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "found --rum" in told.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "two"), "expected the number of a step, found two"),
        (("--from", "0"), "expected the number of a step, found 0"),
        (("--from", "3"), "expected --log FILE, the log of the run that failed"),
        (("--from", "3", "--log", "missing"), "expected --log FILE, the log of the run that failed"),
        (("--run", "--from", "2", "--log", "other"), "other is not a log of stop-production-service-web"),
    ],
)
def test_a_run_goes_on_only_by_its_own_log(
    options: tuple[str, ...], said: str, projects: Projects, tmp_path: Path
) -> None:
    """Whatever the steps before have learnt is in it."""
    (tmp_path / "other").write_text("2026-01-31T03:00:00Z\trunbook\tstop-staging-service-web\n")
    for name in ("aws", "jq", "curl", "gh"):
        (tmp_path / name).write_text("#!/bin/sh\necho called >&2\n")
        (tmp_path / name).chmod(0o755)
    script = projects("rolling").scripts["stop-production-service-web"]
    told = subprocess.run(
        ["/bin/bash", "-c", script, "x", *options],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode in (1, 2)
    assert said in told.stderr
    assert "called" not in told.stderr


def test_every_strategy_has_both(projects: Projects) -> None:
    """Stopping what runs, and undoing what has ended."""
    for strategy in STRATEGIES:
        assert {"stop-production-service-web", "rollback-production-service-web"} <= set(projects(strategy).scripts)
