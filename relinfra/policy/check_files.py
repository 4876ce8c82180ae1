"""Files of checks in a folder: those that plain Checkov looks at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from relinfra.errors import UsageError
from relinfra.real_path import real

__all__ = ["FIXTURES", "YAML_ENDINGS", "check_files", "check_folders"]

FIXTURES = "fixtures"
"""The folder beside the checks in which `relinfra policies test` looks for their fixtures."""

YAML_ENDINGS = (".yaml", ".yml", ".json")


def check_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of checks below a folder, sorted; helpers in Python are among them, fixtures are not."""
    files = (file for file in sorted(folder.rglob("*")) if file.suffix in (".py", *YAML_ENDINGS) and file.is_file())
    own = (file for file in files if not file.name.startswith(".") and file.name != "__init__.py")
    return tuple(file for file in own if not {"__pycache__", FIXTURES}.intersection(file.relative_to(folder).parts))


def check_folders(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return folders of checks, resolved. Raises `UsageError` for one that does not exist or holds no check."""
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder}: expected a folder with checks for Checkov, found none")
        if not check_files(folder):
            raise UsageError(f"{folder}: expected checks for Checkov, `*.py` or `*.yaml`, found none")
    return tuple(dict.fromkeys(real(folder) for folder in folders))
