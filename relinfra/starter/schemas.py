"""The JSON Schemas that editors read, beside the files they describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.schema_file import SCHEMA_FILE as MATRIX_SCHEMA
from relinfra.release import FOLDER
from relinfra.release.schema_file import SCHEMA_FILE as RELEASE_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["outdated_schemas", "schema_files"]


def schema_files() -> Mapping[str, str]:
    """Return the schemas of this version by the path that the first line of a matrix or release file names."""
    return {
        MATRIX_SCHEMA.name: MATRIX_SCHEMA.read_text("utf-8"),
        f"{FOLDER}/{RELEASE_SCHEMA.name}": RELEASE_SCHEMA.read_text("utf-8"),
    }


def outdated_schemas(repository: Path) -> tuple[str, ...]:
    """Return the schemas in a repository that are of another version than this one."""
    there = {path: repository / path for path in schema_files()}
    read = {path: file.read_text("utf-8", errors="replace") for path, file in there.items() if file.is_file()}
    return tuple(path for path, text in read.items() if text != schema_files()[path])
