"""Terraform JSON as it stands in a file: Checkov evaluates texts in it before rules have them.

Checkov takes texts for expressions: of `postgres://h/db?sslmode=require`, `a || b` or `say "hi"` it hands on something
else. A contract is compared with what was written, not with that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["WrittenFiles", "parsed"]

ENDING = ".tf.json"
# https://developer.hashicorp.com/terraform/language/syntax/json
DOCUMENTS = ("{", "[")


class WrittenFiles:
    """The files of Terraform JSON in each directory that has a contract; each is read once.

    There every block is taken as written, also one without a contract: rules hold one block against another.
    """

    def __init__(self, files: Iterable[str]) -> None:
        bodies = {file: _read(file) for file in sorted(set(files)) if file.endswith(ENDING)}
        contracted = {_directory(file) for file, body in bodies.items() if _is_contracted(body)}
        self._bodies = {file: body for file, body in bodies.items() if _directory(file) in contracted}

    def find(self, file: str, *path: str) -> Any:
        """Return the arguments of a block, None of one that is not written there by this name."""
        found: Any = self._bodies.get(file)
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return parsed(found) if isinstance(found, Mapping) else None


def _directory(file: str) -> str:
    return file.rpartition("/")[0]


def _read(file: str) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        body = json.loads(Path(file).read_text("utf-8"))
        return body if isinstance(body, Mapping) else {}
    return {}


def _is_contracted(body: Mapping[str, Any]) -> bool:
    resources = body.get("resource")
    kinds = resources.values() if isinstance(resources, Mapping) else ()
    blocks = (one for named in kinds if isinstance(named, Mapping) for one in named.values())
    comments = (one.get("//") for one in blocks if isinstance(one, Mapping))
    return any(isinstance(one, Mapping) and "contract" in one for one in comments)


def parsed(value: Any) -> Any:
    """Return arguments as rules take them: JSON in a text is what it says; texts within it stay as they are."""
    if isinstance(value, Mapping):
        return {key: inner if key == "//" else parsed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [parsed(one) for one in value]
    if isinstance(value, str) and value.startswith(DOCUMENTS):
        with suppress(ValueError):
            return json.loads(value)
    return value
