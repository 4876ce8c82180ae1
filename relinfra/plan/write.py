"""Writing the documents of a plan."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from relinfra.errors import OutputError, ReleaseError, UsageError
from relinfra.output import DOCUMENTS, DocumentList, FormerStacks, refuse_to_overwrite, stacks_digest, write_files
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.files import FORMATS
from relinfra.plan.kept_ids import keep_ids, read_kept_ids, refuse_new_ids
from relinfra.plan.render import manifest_file, rendered
from relinfra.plan.sets import SETS
from relinfra.plan.written_files import written_files
from relinfra.release import chosen_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["give_every_id", "named_sets", "write_plan"]

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
    relinfra did not write. Of what a former run wrote of the same sets in that language, files that this one does not
    write are removed, but for those that were edited. Raises `OutputError`, and `UsageError` where a set is unknown,
    needs a version or a new id.
    """
    facts = known_facts(cdktf_out, repository=repository, version=version, against=against)
    kept = read_kept_ids(repository, destination)
    ids = kept.copy()
    chosen = tuple(name for name in FORMATS if name in formats)
    named = tuple(named_sets(sets, version))
    written: dict[str, dict[str, str]] = {}
    for name in named:
        plan = plan_of(name, facts, version, ids)
        manifest, text = manifest_file(plan, language, chosen)
        files = {str(path): file.text for path, file in rendered(plan, language, chosen).items()}
        written[str(manifest)] = {**files, str(manifest): text}
    if locked:
        refuse_new_ids(kept, ids, _options(named, version, against))
    refuse_to_overwrite(destination, chain(*written.values()), written_files(destination))
    keep_ids(repository, ids)  # before documents: an id without a document does no harm
    former = FormerStacks.of(against, repository) if against else None
    return _written(destination, written, stacks_digest(cdktf_out), former)


def give_every_id(cdktf_out: Path, documents: Path, *, repository: Path, version: str | None = None) -> None:
    """Keep the ids that any set needs of a release and of the newest, so that CI finds them when they are committed.

    Where they cannot be kept, or the newest release is still wrong, whoever writes its documents is told.
    """
    with suppress(OutputError, ReleaseError):
        ids = read_kept_ids(repository, documents).copy()
        for one in dict.fromkeys((version, chosen_release(repository, "newest") or version)):
            facts = known_facts(cdktf_out, repository=repository, version=one)
            for name in named_sets((_ALL,), one):
                plan_of(name, facts, one, ids)
        keep_ids(repository, ids)


def _options(sets: Sequence[str], version: str | None, against: Path | None) -> str:
    """Return the options that documents are written with, as they are typed."""
    named = [_ALL] if set(sets) == set(named_sets((_ALL,), version)) else sets
    release = (f"--release {version}",) if version else ()
    compared = (f"--against {against}",) if against else ()
    return "".join(f" {one}" for one in (*release, *(f"--set {name}" for name in named), *compared))


def _written(
    destination: Path, sets: Mapping[str, Mapping[str, str]], stacks: str, against: FormerStacks | None
) -> tuple[Path, ...]:
    former = DocumentList.read(destination) or DocumentList()
    made = former.without_lost_sets(destination).with_sets(sets, stacks, against)
    texts = {name: text for files in sets.values() for name, text in files.items()}
    return write_files(destination, {**texts, DOCUMENTS: made.text}, given_up=former.beyond(made))


def named_sets(sets: Sequence[str], version: str | None = None) -> Iterator[str]:
    """Return each set that is named, or by `all`, once and in order. Raises `UsageError` for one there is not."""
    every = [name for name, one in SETS.items() if version or not one.of_release]
    named = {one for name in sets for one in (every if name == _ALL else (name,))}
    unknown = sorted(named - SETS.keys())
    if unknown:
        raise UsageError(f"--set {unknown[0]}: expected {_ALL} or one of {', '.join(SETS)}")
    return (name for name in SETS if name in named)
