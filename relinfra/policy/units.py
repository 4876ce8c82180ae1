"""Units of a folder: stacks that read one another's outputs or share a state, which rules judge side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from relinfra.json_file import json_or_empty

__all__ = ["units"]

_MANIFEST = "manifest.json"
PLACE = ("bucket", "workspace_key_prefix", "key")
"""What two stacks of one state in S3 have in common."""


def units(root: Path, directories: Iterable[str]) -> list[list[str]]:
    """Return directories below `root` by what their stacks depend on and where their states lie; others are alone.

    cdktf's manifest tells what they depend on.
    """
    found = {directory: [directory] for directory in directories}
    for one, other in (*_dependencies(root), *_sharing(found)):
        if one in found and other in found and found[one] is not found[other]:
            joined = [*found[one], *found[other]]
            found.update(dict.fromkeys(joined, joined))
    return [unit for directory, unit in found.items() if unit[0] == directory]


def _dependencies(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the directories of each stack and of one that it depends on."""
    stacks = _mapping(json_or_empty(root / _MANIFEST).get("stacks"))
    places = {name: str(_directory(root, _mapping(stack))) for name, stack in stacks.items()}
    for name, stack in stacks.items():
        dependencies = _mapping(stack).get("dependencies")
        for other in dependencies if isinstance(dependencies, list) else ():
            if isinstance(other, str) and other in places:
                yield places[name], places[other]


def _sharing(directories: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each directory with the first one whose stack keeps its state at the same place."""
    first: dict[str, str] = {}
    for directory in directories:
        for file in sorted(Path(directory).glob("*.tf.json")):
            backend = _mapping(_mapping(json_or_empty(file).get("terraform")).get("backend"))
            state = _mapping(backend.get("s3"))
            if state.get("key"):
                place = json.dumps([state.get(name) for name in PLACE])
                yield first.setdefault(place, directory), directory


def _directory(root: Path, stack: Mapping[str, Any]) -> Path:
    return (root / str(stack.get("synthesizedStackPath", ""))).parent


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
