"""Packages of npm that tests run, installed once and kept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache"


def installed(name: str, *packages: str) -> Path:
    """Return the folder that has `packages` in `node_modules`; skip where npm cannot install them.

    `name` is the folder's own, so that sets of packages do not disturb one another.
    """
    folder = CACHE / name
    if (folder / "installed").exists():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"no npm on PATH to install {', '.join(packages)} with")
    folder.mkdir(parents=True, exist_ok=True)
    install = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", *packages]
    if subprocess.run(install, capture_output=True, check=False).returncode != 0:
        pytest.skip(f"npm cannot install {', '.join(packages)} here")
    (folder / "installed").touch()
    return folder
