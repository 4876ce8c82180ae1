"""Parts of an output, merged into the whole: the bytes of one run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relinfra.errors import OutputError
from relinfra.json_file import wrong_part
from relinfra.output.folder import replacing_stacks
from relinfra.output.listing import DECLARATION, FILES, digest
from relinfra.output.part import MANIFEST, PART, declaration_text, manifest_text, read_json
from relinfra.real_path import name_inside

__all__ = ["merge_parts"]

_OF_A_PART = {FILES, PART, "deviations", "environments"}
"""What a part declares of itself; everything else is declared alike by all."""


@dataclass(frozen=True)
class _Part:
    folder: Path
    manifest: Mapping[str, Any]
    declaration: Mapping[str, Any]

    @property
    def environments(self) -> list[str]:
        """The environments it has."""
        found: list[str] = self.declaration[PART]["environments"]
        return found


def merge_parts(folders: Sequence[Path], target: Path) -> None:
    """Replace the folder `target`, whole, by what parts hold together.

    Raises `OutputError` where one is no part, is of another matrix or version than the first, is not as it was
    synthesized, or where an environment is in none.
    """
    parts = [_read(folder) for folder in folders]
    first = parts[0]
    for part in parts[1:]:
        _refuse_others(first, part)
    order = list(first.declaration[PART]["order"])
    missing = [name for name in order if not any(name in part.environments for part in parts)]
    if missing:
        raise OutputError(f"{', '.join(missing)}: expected in one of the parts, found in none; synthesize it too")
    with replacing_stacks(target) as begun:
        files = {path: _place(part, path, begun.folder) for part in parts for path in sorted(part.declaration[FILES])}
        _write(parts, order, files, begun.folder)
        begun.commit()


def _read(folder: Path) -> _Part:
    part = _Part(folder, read_json(folder / MANIFEST), read_json(folder / DECLARATION))
    if PART not in part.declaration:
        raise OutputError(
            f"{folder}: expected a part as `relinfra synth --environment` writes it, found a whole output"
        )
    try:
        _require(part)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        said = f"is no part as `relinfra synth --environment` writes it ({wrong_part(error)})"
        raise OutputError(f"{folder}: {said}; synthesize it again") from error
    return part


def _require(part: _Part) -> None:
    """Ask a part, which may come from anywhere, for everything that is taken from it."""
    told, manifest = part.declaration, part.manifest
    _ = manifest["version"], manifest["stacks"].items(), [told["environments"][name] for name in part.environments]
    _ = [name_inside(str(name)) for name in (*told[PART]["order"], *told[FILES])]
    _ = [one["environment"] for one in told["deviations"]]


def _refuse_others(first: _Part, part: _Part) -> None:
    ours = {key: value for key, value in first.declaration.items() if key not in _OF_A_PART}
    theirs = {key: value for key, value in part.declaration.items() if key not in _OF_A_PART}
    differing = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    if differing or first.manifest["version"] != part.manifest["version"]:
        what = differing[0] if differing else "the version of cdktf"
        raise OutputError(f"{part.folder}: {what} is another than in {first.folder}; synthesize all of one commit")


def _place(part: _Part, path: str, target: Path) -> str:
    """Copy a file of a part, which may be there from another one, and return its digest."""
    source, placed, listed = part.folder / path, target / path, str(part.declaration[FILES][path])
    if not source.is_file() or digest(source) != listed:
        raise OutputError(f"{source}: is not as it was synthesized; synthesize the part again")
    if path != MANIFEST:
        if placed.is_file() and digest(placed) != listed:
            raise OutputError(f"{source}: is another file in another part; synthesize all of one commit")
        placed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, placed)
    return listed


def _write(parts: Sequence[_Part], order: Sequence[str], files: dict[str, str], target: Path) -> None:
    stacks = {name: stack for part in parts for name, stack in part.manifest["stacks"].items()}
    (target / MANIFEST).write_text(manifest_text({**parts[0].manifest, "stacks": stacks}), encoding="utf-8")
    declaration = {key: value for key, value in parts[0].declaration.items() if key != PART}
    declaration[FILES] = {**files, MANIFEST: digest(target / MANIFEST)}
    declaration["environments"] = {
        name: next((part.declaration["environments"][name] for part in parts if name in part.environments), one)
        for name, one in declaration["environments"].items()
    }
    declaration["deviations"] = list(_deviations(parts, order))
    (target / DECLARATION).write_text(declaration_text(declaration), encoding="utf-8")


def _deviations(parts: Sequence[_Part], order: Sequence[str]) -> list[Any]:
    """Return every deviation once: those of stacks of no environment first, then as the matrix has the environments."""
    found: list[Any] = []
    for part in parts:
        found += [one for one in part.declaration["deviations"] if one not in found]
    rank = {name: index for index, name in enumerate(order)}
    return sorted(found, key=lambda one: rank.get(one["environment"], -1))
