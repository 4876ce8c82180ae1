"""The files of a bundle: matrix, release, record, stacks, policy report, documents, and results of checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from relinfra.errors import OutputError, UsageError
from relinfra.json_file import parse_json, wrong_part
from relinfra.output import DECLARATION, DOCUMENTS, FILES, DocumentList, foreign_files
from relinfra.reading.secrets import known_secrets
from relinfra.real_path import name_inside
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["bundle_contents"]

_MANIFEST = "manifest.json"
_BINARY = {b"PK": "a plan of Terraform", b"\x1f\x8b": "a compressed file"}
_LARGEST = 64 * 1024 * 1024


def bundle_contents(
    stacks: Path, documents: Path, sources: Mapping[str, Path], added: Mapping[str, Path]
) -> dict[str, bytes]:
    """Return the files of a bundle by their names in it.

    `sources` are matrix, release file and record by name, where they exist; `added` are results, such as an agreement
    or what a smoke test found. Raises `OutputError` for stacks and documents that are not as they were made, for a plan
    or a state, and for a file with a secret in it.
    """
    files = {
        **_of_sources(sources),
        **{f"stacks/{name}": stacks / name for name in _stack_files(stacks)},
        **{f"documents/{name}": documents / name for name in _document_files(documents)},
        **{f"results/{name}": path for name, path in added.items()},
    }
    contents = {name: _read(path) for name, path in files.items()}
    for name, path in files.items():
        _refuse(path, contents[name])
    return contents


def _of_sources(sources: Mapping[str, Path]) -> dict[str, Path]:
    return {f"sources/{name}": path for name, path in sources.items() if path.is_file()}


def _stack_files(folder: Path) -> Iterator[str]:
    if foreign := foreign_files(folder):
        raise OutputError(str(foreign[0]))
    declaration, hint = folder / DECLARATION, "synthesize again"
    listed = parse_json(_read(declaration), declaration, hint)
    try:
        names = sorted({*map(name_inside, listed[FILES]), DECLARATION, _MANIFEST})
    except (ValueError, LookupError, TypeError) as error:
        raise OutputError(f"{declaration}: lists no files ({wrong_part(error)}); {hint}") from error
    yield from (name for name in names if (folder / name).is_file())


def _document_files(folder: Path) -> Iterator[str]:
    listed = DocumentList.read(folder)
    if listed is None:
        raise OutputError(f"{folder / DOCUMENTS}: not found; write documents and report with `relinfra build`")
    if edited := [name for name in sorted(listed.files) if not listed.is_as_made(folder, name)]:
        raise OutputError(f"{folder / edited[0]}: is not as it was made; write it again with `relinfra build`")
    yield from (*sorted(listed.files), DOCUMENTS)


def _read(path: Path) -> bytes:
    try:
        with readable(path).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"{path}: expected a file, found none") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST:
        raise OutputError(f"{path}: expected a file of at most 64 MiB, found a larger one")
    return content


def _refuse(path: Path, content: bytes) -> None:
    """Refuse what may hold secrets, whether or not one is seen in it, and every secret that is seen."""
    what = next((told for sign, told in _BINARY.items() if content.startswith(sign)), None) or _shown(content)
    if what:
        hint = "add what `relinfra agree` lists of it, which holds none"
        raise OutputError(f"{path}: is {what}, which holds values that nobody may see; {hint}")
    for number, line in enumerate(content.decode(errors="replace").split("\n"), 1):
        if known_secrets(line):
            raise OutputError(f"{path}:{number}: holds what looks like a secret; take it out, and make the file anew")


def _shown(content: bytes) -> str:
    """Return what a JSON of Terraform is, a plan or a state, as it is kept or shown; empty for anything else."""
    if content.lstrip()[:1] != b"{":
        return ""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if {"planned_values", "resource_changes"} & body.keys():
        return "a plan of Terraform"
    is_state = "terraform_version" in body and {"values", "serial", "resources"} & body.keys()
    return "a state of Terraform" if is_state else ""
