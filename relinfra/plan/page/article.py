"""One document as an article of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from relinfra.plan.catalogue import Catalogue
from relinfra.plan.page.elements import Elements
from relinfra.plan.page.figures import with_figures
from relinfra.plan.page.tables import with_heads
from relinfra.plan.page.words import spoken

__all__ = ["Article", "Heading", "Part", "article"]

_LISTED = 2


@dataclass(frozen=True)
class Part:
    """A document: its id in the page, its Markdown, and the pictures of its Mermaid fences in order.

    A `sheet` stands on one page when it is printed.
    """

    anchor: str
    markdown: str
    pictures: tuple[str, ...] = ()
    sheet: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading for the table of contents: its id, and its text as HTML."""

    id: str
    text: str


@dataclass(frozen=True)
class Article:
    """A document as HTML, what stands above it, its title and the headings of its sections."""

    anchor: str
    opening: str
    html: str
    title: Heading
    sections: tuple[Heading, ...]
    sheet: bool


def article(part: Part, catalogue: Catalogue, *, depth: int) -> Article:
    """Return a document whose title has the level `depth` + 1 in the page."""
    parser = _parser()
    environment = {"docId": f"-{part.anchor}", "words": catalogue, "depth": depth}
    tokens = with_heads(with_figures(parser.parse(part.markdown, environment), part.pictures))
    headings = _anchored(tokens, part.anchor, depth)
    titles = [heading for level, heading in headings if level == 1] or [Heading(part.anchor, part.anchor)]
    sections = tuple(heading for level, heading in headings if level == _LISTED)
    begins = next((index + 1 for index, token in enumerate(tokens) if token.type == "heading_close"), 0)
    opening, html = (
        parser.renderer.render(some, parser.options, environment) for some in (tokens[:begins], tokens[begins:])
    )
    return Article(part.anchor, opening, html, titles[0], sections, part.sheet)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True}).use(footnote_plugin)
    parser.renderer = Elements(parser)
    return parser


def _anchored(tokens: Sequence[Token], anchor: str, depth: int) -> list[tuple[int, Heading]]:
    """Give every heading an id and its level in the page, and return them with their levels in the document."""
    found: list[tuple[int, Heading]] = []
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open":
            level = int(opening.tag[1])
            id_ = f"{anchor}-{len(found)}" if found else f"{anchor}-title"
            opening.attrSet("id", id_)
            opening.tag = closing.tag = f"h{level + depth}"
            found.append((level, Heading(id_, spoken(inline))))
    return found
