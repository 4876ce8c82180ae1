"""Closing a release: its documents are frozen with the facts that prove them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from relinfra.errors import OutputError, UsageError
from relinfra.output import DocumentList, write_files
from relinfra.plan import files
from relinfra.plan.build import known_facts
from relinfra.plan.closed import closed_text
from relinfra.plan.manifest import recorded_fact
from relinfra.plan.recorded import read_recorded, read_text
from relinfra.plan.release_state import recorded
from relinfra.plan.verify import verify_plan
from relinfra.release import CLOSED, FROZEN_FACTS, closed_folder, closed_releases, known_release
from relinfra.visible import visible_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from relinfra.evidence import Facts
    from relinfra.plan.recorded import Recorded
    from relinfra.plan.verification import Verification
    from relinfra.release import Version

__all__ = ["close_release"]

_OVER = ("released", "rolled_back")
"""States in which a release is over."""


def close_release(
    version: str, documents: Path, cdktf_out: Path, *, repository: Path, against: Path | None = None
) -> tuple[Verification, tuple[Path, ...]]:
    """Freeze the documents in `documents` that are about a release, in `releases/VERSION/` of the repository.

    Return whether they hold today, and the paths written: none where they do not, since what is frozen must be true.
    Raises `UsageError` where the release has no file or is closed already, `OutputError` where it has no documents.
    """
    checked = known_release(repository, version)
    if checked in closed_releases(repository):
        raise UsageError(f"release {checked}: is closed already; its documents lie in releases/{checked}/")
    sets = [one for one in map(read_recorded, files.written_manifests(documents)) if one.version == checked]
    texts = _documents(documents, checked, sets)
    verification = verify_plan(documents, cdktf_out, repository=repository, against=against)
    own = verification.where(lambda one: one.file in texts)
    if not own.ok:
        return own, ()
    compared = [one for one in sets if one.compared]
    former = (against or _former(documents, compared, repository)) if compared else None
    known = known_facts(cdktf_out, repository=repository, version=checked, against=former)
    state = known.execution.state
    if recorded(known) and state and state.value not in _OVER:
        hint = "write down how it ended with `relinfra record`, and its documents anew"
        raise UsageError(f"release {checked}: is {state.value.replace('_', ' ')} by its record, and not over; {hint}")
    frozen = {**texts, FROZEN_FACTS: _facts_text(known, sets)}
    closed = {**frozen, CLOSED: closed_text(checked, frozen)}
    return own, write_files(closed_folder(repository, checked), closed)


def _former(documents: Path, sets: Sequence[Recorded], repository: Path) -> Path | None:
    """Return the folder of the stacks that the sets compare with, as the list of documents names it."""
    listed = DocumentList.read(documents) or DocumentList()
    names = (str(files.manifest(one.set, one.version, one.language)) for one in sets)
    former = next((one for one in map(listed.compared_with, names) if one), None)
    return former.found(repository) if former else None


def _facts_text(known: Facts, sets: Sequence[Recorded]) -> str:
    """Return every fact that is known, and those that documents derive from them, such as the weight of a risk."""
    derived = {id_: fact for one in sets for id_, fact in one.facts.items()}
    facts = derived | {id_: recorded_fact(fact) for id_, fact in known.items()}
    body = {"format": 1, "facts": [facts[id_] for id_ in sorted(facts)]}
    return visible_json(json.dumps(body, indent=2, ensure_ascii=False)) + "\n"


def _documents(documents: Path, version: Version, sets: Sequence[Recorded]) -> Mapping[str, str]:
    """Return the files of every set about a release."""
    listed = DocumentList.read(documents) or DocumentList()
    manifests = (files.manifest(one.set, one.version, one.language) for one in sets)
    paths = sorted({path for manifest in manifests for path in listed.of_set(str(manifest))})
    if not paths:
        hint = f"write them with `relinfra plan --release {version} --set all`"
        raise OutputError(f"{documents}: expected documents of release {version}, found none; {hint}")
    return {path: read_text(documents / path) for path in paths}
