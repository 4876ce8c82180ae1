"""Mermaid fences as figures: the picture of the diagram, and the paragraph after it as its caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

__all__ = ["PICTURE", "with_figures"]

PICTURE = "picture"
"""The type of a token whose content is HTML of our own."""


def with_figures(tokens: Sequence[Token], pictures: Sequence[str]) -> list[Token]:
    """Return the tokens of a document with its pictures in the place of their fences."""
    return list(_figures(tokens, iter(pictures)))


def _figures(tokens: Sequence[Token], pictures: Iterator[str]) -> Iterator[Token]:
    captioned = False
    for index, token in enumerate(tokens):
        if token.type == "fence" and token.info == "mermaid":
            captioned = index + 1 < len(tokens) and tokens[index + 1].type == "paragraph_open"
            yield _html(f"<figure>\n{next(pictures)}\n")
            if not captioned:
                yield _html("</figure>\n")
        elif captioned and token.type == "paragraph_open":
            token.tag = "figcaption"
            yield token
        elif captioned and token.type == "paragraph_close":
            token.tag, captioned = "figcaption", False
            yield token
            yield _html("</figure>\n")
        else:
            yield token


def _html(content: str) -> Token:
    return Token(PICTURE, "", 0, content=content, block=True)
