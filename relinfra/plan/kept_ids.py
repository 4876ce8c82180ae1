"""`releases/document-ids.json`: the ids given so far, which keep their meaning as long as the file is committed."""

from __future__ import annotations

from pathlib import Path

from relinfra.errors import OutputError, UsageError
from relinfra.output import write_file
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.files import FORMER_IDS
from relinfra.plan.recorded import read_text

__all__ = ["KEPT_IDS", "keep_ids", "read_former_ids", "read_kept_ids", "refuse_new_ids"]

KEPT_IDS = f"releases/{FORMER_IDS}"
"""Where the ids lie in a repository."""

_SHOWN = 5


def read_kept_ids(repository: Path, documents: Path) -> DocumentIds:
    """Return the ids of a repository, none where there are none yet. Raises `OutputError` for what holds none.

    For one release more, those that the version before kept beside the documents are taken over.
    """
    kept = _read(repository / KEPT_IDS)
    return kept or read_former_ids(documents) or DocumentIds()


def read_former_ids(documents: Path) -> DocumentIds | None:
    """Return the ids that the version before kept beside the documents, None where there are none."""
    return _read(documents / FORMER_IDS)


def keep_ids(repository: Path, ids: DocumentIds) -> None:
    """Write the ids into a repository, where they are others than it has. Raises `OutputError`."""
    path = repository / KEPT_IDS
    if not ids.empty and not (path.is_file() and read_text(path) == ids.text):
        write_file(path, ids.text)


def refuse_new_ids(kept: DocumentIds, needed: DocumentIds, options: str) -> None:
    """Raise `UsageError` where documents, written with `options`, need an id that was not given yet."""
    new = needed.beyond(kept)
    if new:
        named = ", ".join(new[:_SHOWN]) + (f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else "")
        raise UsageError(
            f"{KEPT_IDS}: has no id for {named}; "
            f"run `relinfra build{options}` without --locked where you can commit, and commit that file"
        )


def _read(path: Path) -> DocumentIds | None:
    if not path.exists():
        return None
    try:
        return DocumentIds.parse(read_text(path))
    except (ValueError, RecursionError) as error:
        hint = "restore it, since ids are stable only as long as it is kept"
        raise OutputError(f"{path}: holds no ids of documents ({error}); {hint}") from error
