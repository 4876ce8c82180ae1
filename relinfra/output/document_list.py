"""`documents.json`: the list of what relinfra made in a folder of documents and reports, with digests.

Without it a document could disappear, lose its proof or outlive the stacks it tells of, and nobody would notice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from relinfra.errors import OutputError
from relinfra.json_file import described, find_json, json_or_empty, wrong_part
from relinfra.output.listing import DECLARATION, FILES, digest
from relinfra.output.listing import digests as digests_of
from relinfra.real_path import name_inside, real

__all__ = ["DOCUMENTS", "DocumentList", "FormerStacks", "ListedFile", "stacks_digest"]

DOCUMENTS = "documents.json"

ListedKind = Literal["document", "report"]

_FORMAT = 1
_AGAIN = "move it away, and write the documents again"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FormerStacks:
    """The stacks that documents compare with: their folder as seen from the repository, and the digest they had."""

    folder: str
    stacks: str

    @classmethod
    def of(cls, folder: Path, repository: Path) -> FormerStacks:
        """Return those in a folder, as they are now."""
        seen = Path(os.path.relpath(real(folder), real(repository))).as_posix()
        return cls(seen, stacks_digest(folder))

    def found(self, repository: Path) -> Path | None:
        """Return their folder; None where it is gone, or holds other stacks by now."""
        folder = repository / self.folder
        synthesized = (folder / _MANIFEST).is_file()  # what is none of those may be a whole disk
        return folder if synthesized and stacks_digest(folder) == self.stacks else None


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as it was made: a document or a policy report, its SHA-256, and that of the stacks it tells of.

    `manifest` is the path of the manifest that a document belongs to: that of its set in its language. `against` are
    the stacks that the run was given to compare with, where there were any.
    """

    kind: ListedKind
    sha256: str
    stacks: str
    manifest: str = ""
    against: FormerStacks | None = None


@dataclass(frozen=True)
class DocumentList:
    """Every file that relinfra made in a folder, by its path there."""

    files: Mapping[str, ListedFile] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> DocumentList | None:
        """Return the list of a folder, None where there is none. Raises `OutputError` for what is no such list."""
        path = folder / DOCUMENTS
        body = find_json(path, _AGAIN)
        if body is None:
            return None
        try:
            if body["version"] != _FORMAT:
                raise ValueError(f"version {described(body['version'])}")
            return cls({name_inside(name): _listed(one) for name, one in body[FILES].items()})
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            said = f"is no list of documents that this relinfra wrote ({wrong_part(error)})"
            raise OutputError(f"{path}: {said}; {_AGAIN}") from error

    def with_reports(self, texts: Mapping[str, str], stacks: str) -> DocumentList:
        """Return the list after a run wrote its reports, which tell of `stacks`: they are all there are."""
        kept = {name: one for name, one in self.files.items() if one.kind != "report"}
        return DocumentList(kept | {name: ListedFile("report", _sha256(text), stacks) for name, text in texts.items()})

    def with_sets(
        self, sets: Mapping[str, Mapping[str, str]], stacks: str, against: FormerStacks | None = None
    ) -> DocumentList:
        """Return the list after a run wrote sets, by their manifest the texts of each, which tell of `stacks`.

        What it had of these sets besides is given up.
        """
        kept = {name: one for name, one in self.files.items() if one.manifest not in sets}
        made = {
            name: ListedFile("document", _sha256(text), stacks, manifest, against)
            for manifest, texts in sets.items()
            for name, text in texts.items()
        }
        return DocumentList(kept | made)

    def compared_with(self, manifest: str) -> FormerStacks | None:
        """Return the stacks that the set of a manifest was written to compare with; None where the list has none."""
        return next((one.against for one in self.files.values() if one.manifest == manifest), None)

    def of_set(self, manifest: str) -> Iterator[str]:
        """Yield the documents that belong to a manifest."""
        return (name for name, one in self.files.items() if one.manifest == manifest)

    def beyond(self, other: DocumentList) -> dict[str, str]:
        """Return what `other` does not have: by their path, the SHA-256 of files as they were made."""
        return {name: one.sha256 for name, one in self.files.items() if name not in other.files}

    def without_lost_sets(self, folder: Path) -> DocumentList:
        """Return the list without the sets of which no file is left: whoever removed all of one gave it up."""
        left = {one.manifest for name, one in self.files.items() if (folder / name).is_file()}
        return DocumentList(
            {name: one for name, one in self.files.items() if one.kind == "report" or one.manifest in left}
        )

    def is_as_made(self, folder: Path, path: str) -> bool:
        """Whether a file is byte for byte what relinfra made; false for one that is not listed."""
        listed = self.files.get(path)
        return listed is not None and (folder / path).is_file() and digest(folder / path) == listed.sha256

    @property
    def text(self) -> str:
        """The list as JSON. The same files give the same bytes."""
        files = {name: _body(one) for name, one in sorted(self.files.items())}
        return json.dumps({"version": _FORMAT, FILES: files}, indent=2, ensure_ascii=False) + "\n"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stacks_digest(folder: Path) -> str:
    """Return one digest of all that a synthesized folder holds; comments and the order in the matrix do not count."""
    declared = _declared(folder)
    files = declared.get(FILES)
    matrix = declared.get("matrix")
    body = {
        FILES: files if isinstance(files, dict) and files else _undeclared(folder),
        "values": matrix.get("effective") if isinstance(matrix, dict) else None,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _undeclared(folder: Path) -> dict[str, str]:
    """Return the digests of a folder that has no listing of its own."""
    return {path: value for path, value in digests_of(folder).items() if path != DECLARATION}


def _declared(folder: Path) -> Mapping[str, object]:
    return json_or_empty(folder / DECLARATION)


def _body(one: ListedFile) -> dict[str, object]:
    """Return an entry as it is written: most runs compare with nothing, and say nothing of it."""
    return {key: value for key, value in asdict(one).items() if value is not None}


def _listed(one: Mapping[str, object]) -> ListedFile:
    kind: ListedKind = "report" if one["kind"] == "report" else "document"
    former = one.get("against")
    against = FormerStacks(str(former["folder"]), str(former["stacks"])) if isinstance(former, dict) else None
    return ListedFile(kind, str(one["sha256"]), str(one["stacks"]), str(one.get("manifest", "")), against)
