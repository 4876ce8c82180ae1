"""Writing the documents of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.output import DOCUMENTS, DocumentList, refuse_to_overwrite, stacks_digest, write_file, write_files
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.files import FORMATS
from relinfra.plan.kept_ids import KEPT_IDS, read_kept_ids, refuse_new_ids
from relinfra.plan.recorded import read_recorded
from relinfra.plan.render import manifest_file, rendered
from relinfra.plan.sets import SETS
from relinfra.plan.written_files import listed_files, written_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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
    locked: bool = False,
) -> tuple[Path, ...]:
    """Write the sets of documents into `destination`, and return the paths written.

    `all` names every set, those about one release only where it has a version; `against` is a folder synthesized
    before, whose difference is told. Ids that are needed for the first time are kept in `releases/document-ids.json` of
    the repository, or refused where it is `locked`. All documents are written or none, and no file is replaced that
    relinfra did not write. Raises `OutputError`, and `UsageError` where a set is unknown, needs a version or a new id.
    """
    facts = known_facts(cdktf_out, repository=repository, version=version, against=against)
    kept = read_kept_ids(repository, destination)
    ids = kept.copy()
    chosen = tuple(name for name in FORMATS if name in formats)
    named = tuple(_named(sets, version))
    texts: dict[str, str] = {}
    former: set[str] = set()
    listed = DocumentList.read(destination) or DocumentList()
    for name in named:
        plan = plan_of(name, facts, version, ids)
        texts |= {str(path): file.text for path, file in rendered(plan, language, chosen).items()}
        manifest, text = manifest_file(plan, language, chosen)
        texts[str(manifest)] = text
        if (destination / manifest).is_file():
            former.update(listed_files(listed, read_recorded(destination / manifest)))
    if locked:
        refuse_new_ids(kept, ids, named)
    made = listed.with_texts(texts, stacks_digest(cdktf_out), "document", without=former)
    return _written(destination, {**texts, DOCUMENTS: made.text}, repository / KEPT_IDS, "" if ids.empty else ids.text)


def _written(destination: Path, texts: Mapping[str, str], kept: Path, ids: str) -> tuple[Path, ...]:
    """Write ids, then documents: an id that no document has yet does no harm, a document without its id would."""
    refuse_to_overwrite(destination, texts, written_files(destination))
    if ids and not (kept.is_file() and kept.read_text("utf-8") == ids):
        write_file(kept, ids)
    return write_files(destination, texts)


def _named(sets: Sequence[str], version: str | None) -> Iterator[str]:
    every = [name for name, one in SETS.items() if version or not one.of_release]
    named = {one for name in sets for one in (every if name == _ALL else (name,))}
    unknown = sorted(named - SETS.keys())
    if unknown:
        raise UsageError(f"--set {unknown[0]}: expected {_ALL} or one of {', '.join(SETS)}")
    return (name for name in SETS if name in named)
