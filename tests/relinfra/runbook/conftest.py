"""A project with every strategy, the emulator with what its stacks would have made, and runbooks that really run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.evidence import Facts
from relinfra.matrix import Matrix
from relinfra.pipeline import WORKFLOW_PATH, workflow
from relinfra.plan import known_facts, runbooks
from relinfra.runbook import Procedure, procedures
from relinfra.stacks import ReleaseApp
from tests.relinfra.runbook.emulator import Emulator, emulator
from tests.relinfra.runbook.execution import Execution
from tests.relinfra.runbook.seeds import REGION, Seeds

EXAMPLES = Path(__file__).parents[3] / "examples"
_SHIFT = {"bake_minutes": 10, "test_port": 8443, "rollback": {"error_rate_percent": 2, "p95_latency_ms": 400}}
_IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello"
STRATEGIES: Mapping[str, dict[str, Any]] = {
    "rolling": {"strategy": "rolling"},
    "blue_green": {**_SHIFT, "strategy": "blue_green"},
    "canary": {**_SHIFT, "strategy": "canary", "canary_percent": 5, "canary_bake_minutes": 10},
    "linear": {**_SHIFT, "strategy": "linear", "step_percent": 30, "step_bake_minutes": 5},
    "codedeploy": {
        **_SHIFT,
        "strategy": "codedeploy",
        "shift": "canary",
        "canary_percent": 20,
        "canary_bake_minutes": 10,
    },
}


@dataclass(frozen=True)
class Project:
    """A repository, its stacks and what is known of them."""

    repository: Path
    output: Path
    facts: Facts
    scripts: Mapping[str, str]

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures by name."""
        return {one.name: one for one in procedures(self.facts)}


@dataclass
class Run:
    """A runbook that was run: how it ended, what it said, what it logged, and what GitHub was told."""

    code: int
    said: str
    log: list[tuple[str, str]] = field(default_factory=list)
    github: list[str] = field(default_factory=list)
    terraform: list[str] = field(default_factory=list)

    def logged(self, word: str) -> list[str]:
        """Return what was logged under a word."""
        return [text for kind, text in self.log if kind == word]


@pytest.fixture
def executed(request: pytest.FixtureRequest) -> Iterator[Execution]:
    """Return what is remembered of the commands that a test runs, which has to be what is recorded of it."""
    found = Execution()
    yield found
    if found.run:
        found.hold(request.node.nodeid)


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Return a function: a strategy in, the project whose service `web` has it out; each is made once."""
    done: dict[str, Project] = {}

    def project(strategy: str) -> Project:
        if strategy not in done:
            done[strategy] = made(tmp_path_factory.mktemp(strategy), {"deployment": STRATEGIES[strategy]})
        return done[strategy]

    return project


def made(
    repository: Path, web: Mapping[str, Any], *, state_region: str = "", images: bool = False, **production: Any
) -> Project:
    """Write and synthesize a repository with its pipeline; its state lies at home unless another region is named.

    With `images` the project makes the repositories of its images itself.
    """
    body = yaml.safe_load((EXAMPLES / "minimal" / "relinfra.yaml").read_text())
    body["state"]["region"] = state_region or body["state"]["region"]
    if images:
        body["bootstrap"] = {**(body.get("bootstrap") or {}), "images": {}}
    body["environments"]["production"] |= production
    body["environments"]["production"]["services"]["web"] |= web
    (repository / "relinfra.yaml").write_text(yaml.safe_dump(body, sort_keys=False))
    matrix = Matrix.load(repository / "relinfra.yaml")
    path = repository / WORKFLOW_PATH
    path.parent.mkdir(parents=True)
    path.write_text(workflow(matrix))
    output = repository / "cdktf.out"
    ReleaseApp(matrix, output).synth()
    facts = known_facts(output, repository=repository)
    return Project(repository, output, facts, {one.name: one.script for one in runbooks(facts, "en")})


@pytest.fixture(scope="session")
def _server() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


@pytest.fixture
def aws(_server: Emulator) -> Emulator:
    """Return the emulator, with nothing in it."""
    _server.reset()
    return _server


@pytest.fixture
def seeds(aws: Emulator) -> Callable[..., Seeds]:
    """Return a function that puts into the emulator what a project's stacks would have made in a region."""
    return lambda project, region=REGION: Seeds(aws, project.output, region)


@pytest.fixture
def run(aws: Emulator, executed: Execution, tmp_path: Path) -> Callable[..., Run]:
    """Return a function that runs a runbook with the real AWS CLI, and with programs that stand for `gh` and `curl`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    told, terraform = tmp_path / "github", tmp_path / "terraform"
    told.touch()
    terraform.touch()
    for name, text in _STAND_INS.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)

    def running(project: Project, name: str, *options: str, **environment: str) -> Run:
        script, log = tmp_path / "runbook.sh", tmp_path / "log"
        script.write_text(project.scripts[name])
        for stack in (project.output / "stacks").iterdir():
            (tmp_path / "out" / "cdktf.out" / "stacks" / stack.name).mkdir(parents=True, exist_ok=True)
        if "--from" not in options:
            log.unlink(missing_ok=True)
        process = subprocess.run(
            ["bash", script, *(options or ("--run", "--yes")), "--log", log],
            env={
                **aws.environment,
                "PATH": f"{programs}:{aws.programs}:{os.environ['PATH']}",
                "GITHUB_TOLD": str(told),
                "TERRAFORM_TOLD": str(terraform),
                **environment,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        lines = log.read_text().splitlines() if log.exists() else []
        logged = [(line.split("\t")[1], line.split("\t")[2]) for line in lines if line.count("\t") == 2]
        executed.remember(project.procedures, name, logged)
        said = process.stdout + process.stderr + "\n".join(lines)
        return Run(process.returncode, said, logged, told.read_text().splitlines(), terraform.read_text().splitlines())

    return running


_STAND_INS = {
    "gh": """#!/usr/bin/env bash
case "$1 $2" in
  "run list")
    case "$*" in
      *"--status waiting"*) [ -z "${WAITS_FOR_APPROVAL:-}" ] || echo "$WAITS_FOR_APPROVAL" ;;
      *databaseId*) echo 7 ;;
      *) echo 0 ;;
    esac
    ;;
  *) echo "$*" >> "$GITHUB_TOLD" ;;
esac
""",
    "terraform": """#!/usr/bin/env bash
echo "$*" >> "$TERRAFORM_TOLD"
case "$*" in *"${TERRAFORM_FAILS:-nothing fails}"*) exit 1 ;; esac
case "$*" in
  *" show -json "*) echo '{"resource_changes": [{"change": {"actions": ["'"${DESTROYS:-update}"'"]}}]}' ;;
  *" force-unlock "*) [ -z "${LOCKED:-}" ] || aws s3 rm "$LOCKED" > /dev/null ;;
  *-recovery-data" apply "*) [ -z "${MADE_ANEW:-}" ] || eval "$MADE_ANEW" > /dev/null ;;
  *" plan "*-out=*) touch "${1#-chdir=}/runbook.tfplan" ;;
esac
""",
    "curl": '#!/usr/bin/env bash\nprintf %s "${ANSWERS_WITH:-200}"\n',
}
