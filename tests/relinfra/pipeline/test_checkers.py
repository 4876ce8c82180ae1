"""Workflows in the eyes of others: GitHub's schema, shellcheck, zizmor, and actionlint where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import WorkflowSite, further_workflows, workflow
from tests.relinfra.pipeline.test_images import TEXT
from tests.relinfra.pipeline.test_recovery_smoke import matrix_with
from tests.relinfra.pipeline.test_scripts import MATRIX

SCHEMA = json.loads(Path(__file__).with_name("workflow_schema").joinpath("github-workflow.json").read_text("utf-8"))
MATRICES = {
    "shop": MATRIX.read_text(),
    "images": TEXT,
    **{
        option.replace(" ", "-"): matrix_with(option)
        for option in ("bootstrap", "CodeDeploy", "warm standby", "upgrade")
    },
}
GIVEN = ("SC2016", "SC2153", "SC2154")
"""What shellcheck cannot see: variables that `env` gives, and backquotes of Markdown in single quotes."""


def written() -> Iterator[tuple[str, str]]:
    """Visit workflows by a name of their file, those of one matrix in a folder of its repository."""
    for name, text in MATRICES.items():
        site = WorkflowSite(folder="infra/shop") if name == "shop" else WorkflowSite()
        matrix = Matrix.parse(text.encode())
        yield f"{name}-release.yml", workflow(matrix, site)
        for path, further in further_workflows(matrix, site).items():
            yield f"{name}-{Path(path).name}", further


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every workflow."""
    made = tmp_path_factory.mktemp("workflows")
    for name, text in written():
        (made / name).write_text(text)
    return made


def _tool(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_github_reads_them(folder: Path) -> None:
    """Every key is one of a workflow, and every value of the kind that it takes."""
    validator = jsonschema.Draft7Validator(SCHEMA)
    found = {
        file.name: [f"{one.json_path}: {one.message[:200]}" for one in validator.iter_errors(_read(file))]
        for file in sorted(folder.iterdir())
    }
    assert len(found) >= 4 * len(MATRICES)
    assert not any(found.values()), found
    assert list(validator.iter_errors({"on": "push", "jobs": {"a": {"runs-on": "x", "step": []}}}))


def _read(file: Path) -> object:
    """Return a workflow as GitHub reads it: `on` is a key, where YAML 1.1 has a truth."""
    read = yaml.safe_load(file.read_text())
    return {"on" if key is True else key: value for key, value in read.items()}


def test_shellcheck_finds_nothing_in_their_scripts(folder: Path, tmp_path: Path) -> None:
    """Each as bash runs it there: `-eo pipefail`."""
    jobs = [job for file in sorted(folder.iterdir()) for job in yaml.safe_load(file.read_text())["jobs"].values()]
    texts = sorted({step["run"] for job in jobs for step in job["steps"] if "run" in step})
    assert len(texts) > 40
    scripts = [tmp_path / f"{number}.sh" for number in range(len(texts))]
    for path, text in zip(scripts, texts, strict=True):
        path.write_text(f"#!/usr/bin/env bash\nset -eo pipefail\n{text}")
    command = [_tool("shellcheck"), f"--exclude={','.join(GIVEN)}", "--format=gcc", *map(str, scripts)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_zizmor_finds_nothing(folder: Path) -> None:
    """Nothing that an attacker could use, in the eyes of an auditor."""
    command = [_tool("zizmor"), "--offline", "--persona=auditor", *map(str, sorted(folder.iterdir()))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_actionlint_finds_nothing(folder: Path) -> None:
    """No expression names what its job does not have; the scripts are shellcheck's own test."""
    command = [_tool("actionlint"), "-shellcheck=", "-pyflakes=", *map(str, sorted(folder.iterdir()))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
