"""Virtual environments of the peers, made on demand and kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["python_of", "site_packages_of", "virtual_environment"]


def virtual_environment(folder: Path, requirements: Sequence[str]) -> Path:
    """Return `folder` with the requirements installed; an incomplete earlier attempt is made anew."""
    complete = folder / "complete.txt"
    wanted = "\n".join(requirements)
    if not complete.exists() or complete.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"installing {', '.join(requirements)} into {folder} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *requirements], check=True)
        complete.write_text(wanted, "utf-8")
    return folder


def python_of(environment: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return environment / "bin" / "python"


def site_packages_of(environment: Path) -> Path:
    """Return where a virtual environment keeps its packages."""
    return next(environment.glob("lib/python3*/site-packages"))
