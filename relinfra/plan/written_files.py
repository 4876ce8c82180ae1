"""Documents that relinfra wrote into a folder: those a manifest there speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from relinfra.errors import OutputError
from relinfra.output import DOCUMENTS, DocumentList
from relinfra.plan import files
from relinfra.plan.kept_ids import read_former_ids
from relinfra.plan.recorded import Recorded, read_recorded

__all__ = ["written_files"]


def written_files(folder: Path) -> Iterator[PurePosixPath]:
    """Yield the path of every file, and of a set with a folder of its own the folder.

    What a run listed and nobody edited since is ours also where the manifest that belongs to it is gone.
    """
    for path in files.written_manifests(folder):
        try:
            yield from _of_set(read_recorded(path))
        except OutputError:  # a file of that name that is somebody else's
            continue
    listed = DocumentList.read(folder)
    if listed is not None:
        yield PurePosixPath(DOCUMENTS)
        yield from (PurePosixPath(name) for name in listed.files if listed.is_as_made(folder, name))
    if read_former_ids(folder) is not None:
        yield PurePosixPath(files.FORMER_IDS)


def _of_set(recorded: Recorded) -> Iterator[PurePosixPath]:
    place = recorded.set, recorded.version
    if files.folder(*place) != PurePosixPath():
        yield files.folder(*place)
    yield files.manifest(*place, recorded.language)
    yield files.page(*place, recorded.language)
    titles = {document for document, _ in recorded.statements}
    yield from (files.document(*place, title, recorded.language) for title in sorted(titles))
