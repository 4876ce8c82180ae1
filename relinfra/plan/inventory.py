"""Whether a folder holds the documents and reports that relinfra made there: all of them, and no others of its mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.output import DOCUMENTS, DocumentList
from relinfra.plan.difference import Difference
from relinfra.plan.moves import FOOTNOTE
from relinfra.plan.sets import SETS

if TYPE_CHECKING:
    from collections.abc import Set

    from relinfra.plan.difference import Kind

__all__ = ["Inventory"]

_REPORTS = "policy-report.*"
_MANIFEST = '{\n  "schema_version": '
_PAGE = '<meta name="generator" content="relinfra">'
_BEGINNING = 2_000


@dataclass(frozen=True)
class Inventory:
    """An inventory of `folder` beside the list of what was made there; `stacks` is the digest of today's."""

    folder: Path
    listed: DocumentList | None
    stacks: str

    def differences(self, sets: Set[str]) -> Iterator[Difference]:
        """Yield every file that is gone, unlisted, outdated, edited, or in no set; `sets` are the files of all sets."""
        marked = sorted(self.marked)
        if self.listed is None:
            if marked:
                yield _of(DOCUMENTS, "gone")
            return
        for path, one in self.listed.files.items():
            if not (self.folder / path).is_file():
                yield _of(path, "gone")
            elif one.kind == "report":
                yield from self._report(path, self.listed)
            elif path not in sets:
                yield _of(path, "unproven")
        yield from (_of(path, "unlisted") for path in marked if path not in self.listed.files)

    @property
    def marked(self) -> Iterator[str]:
        """The files that relinfra made, as far as one can see from what is in them."""
        for path in self._looked_at():
            if path.match(_REPORTS) or (path.suffix in _MARKS and _MARKS[path.suffix](path)):
                yield path.relative_to(self.folder).as_posix()

    def _report(self, path: str, listed: DocumentList) -> Iterator[Difference]:
        if not listed.is_as_made(self.folder, path):
            yield _of(path, "edited")
        if listed.files[path].stacks != self.stacks:
            yield _of(path, "outdated")

    def _looked_at(self) -> Iterator[Path]:
        """Yield the files at the top, and those in the folders of sets."""
        folders = {one.folder.format(version="*") for one in SETS.values()}
        for folder in sorted(folders):
            found = self.folder.glob(f"{folder}/**/*") if folder else self.folder.glob("*")
            yield from (path for path in sorted(found) if path.is_file())


def _of(path: str, kind: Kind) -> Difference:
    return Difference(kind, path, None, "", "", "", "")


def _is_markdown(path: Path) -> bool:
    return any(map(FOOTNOTE.match, path.read_text("utf-8", errors="replace").split("\n")))


def _is_manifest(path: Path) -> bool:
    return _beginning(path).startswith(_MANIFEST)


def _is_page(path: Path) -> bool:
    return _PAGE in _beginning(path)


def _beginning(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(_BEGINNING)


_MARKS = {".md": _is_markdown, ".json": _is_manifest, ".html": _is_page}
