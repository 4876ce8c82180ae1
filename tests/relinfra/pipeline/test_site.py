"""The workflow of a matrix in a folder of its repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import WorkflowSite, versioning_files, workflow

MATRIX = Matrix.load(Path(__file__).parents[3] / "examples/shop/relinfra.yaml")
SITE = WorkflowSite(folder="infra/shop", path=".github/workflows/release-shop.yml", requirements="tools.txt")
PATHS = ("path", "sarif_file", "config-file", "manifest-file", "cache-dependency-path")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    """The jobs of the workflow of such a site."""
    found: dict[str, Any] = yaml.safe_load(workflow(MATRIX, SITE))["jobs"]
    return found


def _steps(jobs: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, step) for name, job in jobs.items() for step in job["steps"]]


def test_actions_are_given_paths_from_the_top(jobs: dict[str, Any]) -> None:
    """The folder of a job's commands is not that of its actions."""
    inside = [name for name, job in jobs.items() if "defaults" in job or "release-please" in str(job)]
    steps = [(name, step) for name, step in _steps(jobs) if name in inside]
    given = [(name, step["with"][key]) for name, step in steps for key in PATHS if key in step.get("with", {})]
    assert len(given) > 15
    assert [one for one in given if not one[1].startswith(("infra/shop/", "${{ env."))] == []


def test_a_command_runs_where_its_folder_is_there(jobs: dict[str, Any]) -> None:
    """Before a checkout or a download nothing has made it; jobs that have neither run at the top."""
    for name, job in jobs.items():
        folder = job.get("defaults", {}).get("run", {}).get("working-directory")
        made = False
        for step in job["steps"]:
            made |= any(part in step.get("uses", "") for part in ("actions/checkout", "actions/download-artifact"))
            here = step.get("working-directory", folder)
            assert "run" not in step or made or here in (None, "${{ github.workspace }}"), (name, step["name"])
        assert folder == ("infra/shop" if any("relinfra" in str(step.get("run")) for step in job["steps"]) else folder)
        assert folder in (None, "infra/shop")


def test_the_whole_of_a_repository_needs_no_folder() -> None:
    """Nothing of it is said then."""
    text = workflow(MATRIX)
    assert "working-directory" not in text
    assert "paths:" not in text
    assert "cache-dependency-path" not in text


def test_releases_that_something_else_numbers_have_no_job() -> None:
    """Its pull requests would compete."""
    found = yaml.safe_load(workflow(MATRIX, WorkflowSite(release_please=False)))["jobs"]
    assert "version" not in found


def test_release_please_versions_the_folder() -> None:
    """By the path of the package, and with files that lie in it."""
    assert '"infra/shop": "0.1.0"' in versioning_files("shop", "infra/shop")[".release-please-manifest.json"]
