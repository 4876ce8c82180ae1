"""Reading a synthesized folder."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from relinfra.domain.versions_file import FORMER_VERSIONS_FILE, VERSIONS_FILE, read_versions
from relinfra.errors import OutputError
from relinfra.evidence.declared import Declarations
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.json_file import decoded, described, read_json
from relinfra.real_path import is_inside
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relinfra.evidence.fact import Json

__all__ = ["read_output"]

_DECLARED_VERSION = 1
_AGAIN = "run `relinfra synth` again"


def read_output(folder: Path) -> Output:
    """Read `cdktf.out`: `manifest.json`, every stack's `*.tf.json`, and `relinfra.json`.

    Raises `OutputError` naming the file that is missing, is not JSON or was written by another version.
    """
    manifest = _read(folder / "manifest.json", hint="run `relinfra synth` first")
    declared = _read(folder / "relinfra.json", hint="synthesize with relinfra, which writes it")
    version = declared.get("version")
    if version != _DECLARED_VERSION:
        raise OutputError(
            f"{folder / 'relinfra.json'}: expected version {_DECLARED_VERSION}, found {described(version)}; "
            "synthesize again with this relinfra"
        )
    listed = manifest.get("stacks")
    entries = listed if isinstance(listed, dict) else {}
    stacks = {name: _stack(folder, name, entry) for name, entry in sorted(entries.items())}
    _refuse_circles(folder / "manifest.json", stacks)
    return Output(str(manifest.get("version", "")), stacks, Declarations(declared))


def _stack(folder: Path, name: str, entry: Json) -> Stack:
    if not isinstance(entry, dict):
        raise OutputError(f"{folder / 'manifest.json'}: stack {name!r} is not described by a mapping")
    if PurePath(name).parts != (name,) or name == ".." or not name.isprintable():
        raise OutputError(
            f"{folder / 'manifest.json'}: expected the name of a stack, found {described(name)}; {_AGAIN}"
        )
    path = folder / str(entry.get("synthesizedStackPath", f"stacks/{name}/cdk.tf.json"))
    if not is_inside(path, folder):
        raise OutputError(f"{folder / 'manifest.json'}: stack {name!r} lies outside the folder: {path}")
    dependencies = entry.get("dependencies")
    return Stack(
        name=name,
        dependencies=tuple(sorted(map(str, dependencies))) if isinstance(dependencies, list) else (),
        body=_read(path, hint=_AGAIN),
        versions=_versions(path.parent),
    )


def _versions(folder: Path) -> dict[str, Json]:
    """Return what the versions file of a stack says, also in the form of outputs before it was HCL."""
    former, present = folder / FORMER_VERSIONS_FILE, folder / VERSIONS_FILE
    versions = _read(former, hint=_AGAIN) if former.is_file() else {}
    return {**versions, **read_versions(_text(present, hint=_AGAIN))} if present.is_file() else versions


def _refuse_circles(manifest: Path, stacks: Mapping[str, Stack]) -> None:
    try:
        TopologicalSorter({name: stack.dependencies for name, stack in stacks.items()}).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise OutputError(f"{manifest}: stacks wait for each other: {circle}; run `relinfra synth` again") from None


def _read(path: Path, *, hint: str) -> dict[str, Json]:
    return cast("dict[str, Json]", read_json(path, hint))


def _text(path: Path, *, hint: str) -> str:
    try:
        return decoded(readable(path).read_bytes(), path, hint)
    except FileNotFoundError as error:
        raise OutputError(f"{path}: not found; {hint}") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror}") from error
