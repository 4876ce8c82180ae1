"""The diagrams of a document as pictures."""

from __future__ import annotations

from relinfra.plan.catalogue import load
from relinfra.plan.diagrams import svg
from relinfra.plan.markup import plain
from relinfra.plan.model import Diagram, Document, Line

__all__ = ["anchor", "pictures"]


def anchor(document: Document) -> str:
    """Return the id a document has in a page; the ids of all that is in it begin with it."""
    return document.name.replace("/", "-")


def pictures(document: Document, language: str) -> tuple[str, ...]:
    """Return every diagram as SVG, in reading order."""
    catalogue = load(language)

    def written(line: Line) -> str:
        return plain(" ".join(map(catalogue.text, line)))

    found = (block for section in document.sections for block in section.blocks if isinstance(block, Diagram))
    return tuple(
        svg(one.drawing.written(written), title=written(one.caption), id=f"{anchor(document)}-figure-{number}")
        for number, one in enumerate(found, start=1)
    )
