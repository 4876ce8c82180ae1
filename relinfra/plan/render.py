"""A set of documents as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from relinfra.plan import files
from relinfra.plan.catalogue import load
from relinfra.plan.manifest import as_text, manifest
from relinfra.plan.markdown import Rendered, render
from relinfra.plan.model import Document, Plan
from relinfra.plan.pictures import anchor, pictures
from relinfra.plan.programs import program_of

__all__ = ["File", "rendered"]


@dataclass(frozen=True)
class File:
    """One file of a set: its text, and the document that each line of it tells of where that is known.

    One that only `follows` from the documents and the manifest says nothing that they do not say.
    """

    text: str
    follows: bool = field(default=False, kw_only=True)
    document: Document | None = None
    statements: tuple[tuple[str, ...], ...] = field(default=())


def rendered(plan: Plan, language: str, formats: tuple[str, ...]) -> Mapping[PurePosixPath, File]:
    """Return every file of a set but its manifest, which `manifest_file` gives."""
    here = files.folder(plan.set, plan.version)
    found = {here / path: File(text) for path, text in sorted(plan.records.items())}
    texts = {document.name: render(document, language) for document in plan.documents}
    if "md" in formats:
        found |= {_path(plan, one, language): _file(one, texts[one.name]) for one in plan.documents}
        found |= {
            _path(plan, one, language).with_suffix(".sh"): File(program_of(one, language), follows=True)
            for one in plan.documents
            if one.procedure
        }
    if "html" in formats:
        found[files.page(plan.set, plan.version, language)] = File(_page(plan, language, texts), follows=True)
    return found


def manifest_file(plan: Plan, language: str, formats: tuple[str, ...]) -> tuple[PurePosixPath, str]:
    """Return the path and the text of the manifest."""
    return files.manifest(plan.set, plan.version, language), as_text(manifest(plan, language, formats))


def _page(plan: Plan, language: str, texts: Mapping[str, Rendered]) -> str:
    from relinfra.plan.page import Part, page  # noqa: PLC0415 - markdown-it is not loaded where no page is written

    catalogue = load(language)
    title = catalogue.words(f"page.title.{plan.set}")
    named = f"{title} {plan.version}" if plan.version else title
    parts = [Part(anchor(one), texts[one.name].text, pictures(one, language), one.sheet) for one in plan.documents]
    return page(named, language, parts)


def _path(plan: Plan, document: Document, language: str) -> PurePosixPath:
    return files.document(plan.set, plan.version, document.name, language)


def _file(document: Document, text: Rendered) -> File:
    return File(text.text, document, text.statements)
