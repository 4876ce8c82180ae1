"""Writing the documents of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.output import refuse_to_overwrite, write_files
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.files import FORMATS, IDS
from relinfra.plan.recorded import read_ids
from relinfra.plan.render import manifest_file, rendered
from relinfra.plan.sets import SETS
from relinfra.plan.written_files import written_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["write_plan"]

_ALL = "all"


def write_plan(
    cdktf_out: Path,
    destination: Path,
    *,
    repository: Path,
    version: str | None = None,
    sets: Sequence[str] = ("release-plan",),
    language: str = "en",
    formats: Sequence[str] = ("md",),
    against: Path | None = None,
) -> tuple[Path, ...]:
    """Write the sets of documents into `destination`, and return the paths written.

    `all` names every set, those about one release only where it has a version; `against` is a folder synthesized
    before, whose difference is told. All files are written or none, and no file is replaced that relinfra did not
    write. Raises `OutputError`, and `UsageError` where a set is unknown or needs a version.
    """
    facts = known_facts(cdktf_out, repository=repository, version=version, against=against)
    ids = read_ids(destination / IDS)
    chosen = tuple(name for name in FORMATS if name in formats)
    texts: dict[str, str] = {}
    for name in _named(sets, version):
        plan = plan_of(name, facts, version, ids)
        texts |= {str(path): file.text for path, file in rendered(plan, language, chosen).items()}
        manifest, text = manifest_file(plan, language, chosen)
        texts[str(manifest)] = text
    if not ids.empty:
        texts[IDS] = ids.text
    refuse_to_overwrite(destination, texts, written_files(destination))
    return write_files(destination, texts)


def _named(sets: Sequence[str], version: str | None) -> Iterator[str]:
    every = [name for name, one in SETS.items() if version or not one.of_release]
    named = {one for name in sets for one in (every if name == _ALL else (name,))}
    unknown = sorted(named - SETS.keys())
    if unknown:
        raise UsageError(f"--set {unknown[0]}: expected {_ALL} or one of {', '.join(SETS)}")
    return (name for name in SETS if name in named)
