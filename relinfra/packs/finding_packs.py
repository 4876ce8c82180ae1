"""Finding packs: the files of relinfra's own folder, and of packages that name themselves by entry point."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from pydantic import ValidationError

from relinfra.errors import ToolError
from relinfra.packs.pack import Pack
from relinfra.reading.translate import what_is_wrong
from relinfra.regular_file import readable

__all__ = ["ENTRY_POINTS", "foreign_folders", "pack_folder", "packs"]

ENTRY_POINTS = "relinfra.policies"
"""The group in which a distribution names a package with packs (`*.toml`) and checks of its own."""


def pack_folder() -> Path:
    """Return the folder of relinfra's own rules, which plain Checkov takes as `--external-checks-dir`."""
    return _folder("relinfra_policies", "reinstall relinfra")


def foreign_folders() -> tuple[Path, ...]:
    """Return the folders of packages that an entry point names, by the name of the entry point."""
    found = sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, one.module))
    advice = f"mend the entry point in `{ENTRY_POINTS}`, or uninstall what declares it"
    return tuple(dict.fromkeys(_folder(one.module, advice) for one in found))


@cache
def packs() -> Mapping[str, Pack]:
    """Return every pack by its name. Raises `ToolError` where a file is no pack, or a name is given twice."""
    found: dict[str, Pack] = {}
    places: dict[str, Path] = {}
    for file in _files():
        if file.stem in found:
            raise ToolError(f"{file}: the pack `{file.stem}` exists already: {places[file.stem]}; rename one of them")
        found[file.stem], places[file.stem] = _read(file), file
    return found


def _files() -> Iterator[Path]:
    yield from sorted((pack_folder() / "packs").glob("*.toml"))
    for folder in foreign_folders():
        yield from sorted(folder.glob("*.toml"))


def _folder(package: str, advice: str) -> Path:
    """Return the folder of a package without importing it."""
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        found = None
    if found is None or found.origin is None:
        raise ToolError(f"{package}: the package of policies is not installed; {advice}")
    return Path(found.origin).parent


def _read(file: Path) -> Pack:
    try:
        return Pack.model_validate(tomllib.loads(readable(file).read_text("utf-8")))
    except ValidationError as error:
        raise ToolError(f"{file}: is no pack: {what_is_wrong(error)}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ToolError(f"{file}: is no pack: {error}") from error
