"""Parts of an output: the stacks of some environments, with everything the whole declares."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from relinfra.errors import OutputError, UsageError
from relinfra.json_file import read_json as read_mapping
from relinfra.output.listing import DECLARATION, FILES, digest
from relinfra.visible import visible_json

__all__ = ["MANIFEST", "PART", "declaration_text", "keep_part", "manifest_text", "owners", "part_of", "read_json"]

PART = "part"
"""The key in `relinfra.json` of a part: its environments, and all there are in the order of the matrix."""
MANIFEST = "manifest.json"

_EMPTY = re.compile(r"^(\s*)(.*)([\[{])([\]}])(,?)$", re.MULTILINE)
_PASSED_OVER = shutil.ignore_patterns(".terraform", "*.tfstate*", ".relinfra-*")


def keep_part(folder: Path, environments: Sequence[str], order: Sequence[str]) -> None:
    """Remove from a synthesized folder the stacks of every other environment, and note which part is left.

    Stacks of no environment are in every part. `order` are all environments, as the matrix has them.
    """
    manifest, declaration = read_json(folder / MANIFEST), read_json(folder / DECLARATION)
    listed, untouched = declaration[FILES], declaration[FILES].get(MANIFEST) == digest(folder / MANIFEST)
    owner = owners(declaration)
    for name in [name for name in manifest["stacks"] if owner.get(name, environments[0]) not in environments]:
        shutil.rmtree((folder / manifest["stacks"].pop(name)["synthesizedStackPath"]).parent, ignore_errors=True)
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    declaration[FILES] = {path: one for path, one in listed.items() if (folder / path).is_file()}
    if untouched:
        declaration[FILES][MANIFEST] = digest(folder / MANIFEST)
    for name, one in declaration["environments"].items():
        one["stacks"] = one["stacks"] if name in environments else []
    others = set(declaration["environments"]) - set(environments)
    declaration["deviations"] = [one for one in declaration["deviations"] if one["environment"] not in others]
    declaration[PART] = {"environments": [name for name in order if name in environments], "order": list(order)}
    (folder / DECLARATION).write_text(declaration_text(declaration), encoding="utf-8")


@contextmanager
def part_of(folder: Path, environments: Sequence[str]) -> Iterator[Path]:
    """Give the part of a folder that is about some environments: the folder itself where it is that part, else a copy.

    Raises `UsageError` for an environment that the folder has no stacks of, `OutputError` for what is no such folder.
    """
    declaration = read_json(folder / DECLARATION)
    there = [name for name, one in _environments(folder, declaration).items() if one.get("stacks")]
    for name in environments:
        if name not in there:
            known = ", ".join(there) or "none"
            raise UsageError(f"--environment {name}: expected an environment with stacks in {folder}: {known}")
    if not environments or set(there) == set(environments):
        yield folder
        return
    order = declaration.get(PART, {}).get("order") or list(declaration["environments"])
    with tempfile.TemporaryDirectory(prefix="relinfra-") as aside:
        part = Path(aside) / folder.name
        shutil.copytree(folder, part, ignore=_PASSED_OVER)
        keep_part(part, environments, order)
        yield part


def owners(declaration: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment of each stack that has one. Raises `OutputError` where it says none."""
    try:
        return {stack: name for name, one in declaration["environments"].items() for stack in one["stacks"]}
    except (LookupError, TypeError, AttributeError) as error:
        raise OutputError(f"{DECLARATION}: says no stacks of environments; run `relinfra synth` again") from error


def read_json(path: Path) -> dict[str, Any]:
    """Return a file of a synthesized folder. Raises `OutputError` for one that is none."""
    return read_mapping(path, "run `relinfra synth` first")


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as cdktf writes it: sorted, an empty list on two lines, no end of the last line."""
    return _EMPTY.sub(r"\1\2\3\n\1\4\5", json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False))


def declaration_text(declaration: Mapping[str, Any]) -> str:
    """Return `relinfra.json` as it is written."""
    return visible_json(json.dumps(declaration, indent=2, sort_keys=True, ensure_ascii=False)) + "\n"


def _environments(folder: Path, declaration: Mapping[str, Any]) -> Mapping[str, Any]:
    found = declaration.get("environments")
    if not isinstance(found, dict) or not isinstance(declaration.get(FILES), dict):
        raise OutputError(
            f"{folder / DECLARATION}: lists no environments or files; synthesize again with this relinfra"
        )
    return found
