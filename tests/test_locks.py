from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
ASKED = {
    "runtime": PROJECT["project"]["dependencies"],
    "node": PROJECT["project"]["optional-dependencies"]["node"],
    "dev": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]],
    "build": PROJECT["build-system"]["requires"],
}


def _pinned(lock: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^ ;\\\n]+)", lock, re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_satisfies_the_project(name: str) -> None:
    """Whatever pyproject.toml asks for is pinned to a version that it allows; `make lock` brings this about."""
    pinned = _pinned((ROOT / f"requirements/{name}.lock").read_text())
    for text in ASKED[name]:
        requirement = Requirement(text)
        versions = pinned.get(requirement.name.lower().replace("_", "-").replace(".", "-"), [])
        assert versions, f"{name}.lock lacks {requirement}"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("name", ["runtime", "node", "dev"])
def test_what_is_installed_has_hashes(name: str) -> None:
    """Each pinned version carries hashes, and no lock names a place to install from."""
    lock = (ROOT / f"requirements/{name}.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock


def test_the_locks_agree() -> None:
    """Whatever runs in production is tested in the same version."""
    runtime, dev = (_pinned((ROOT / f"requirements/{name}.lock").read_text()) for name in ("runtime", "dev"))
    assert {name: dev.get(name) for name in runtime} == runtime
