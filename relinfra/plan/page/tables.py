"""Cells that know the heading of their column: a phone shows each row by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from relinfra.plan.page.words import spoken

__all__ = ["with_heads"]


def with_heads(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a document, each cell of a table with the heading of its column as `data-head`."""
    heads: list[str] = []
    columns: Iterator[str] = iter(())
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            heads = []
        elif token.type == "th_open":
            heads.append(spoken(tokens[index + 1]))
        elif token.type == "tr_open":
            columns = iter(heads)
        elif token.type == "td_open":
            token.attrSet("data-head", next(columns, ""))
    return list(tokens)
