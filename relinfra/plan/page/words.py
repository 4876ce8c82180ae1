"""The words of inline tokens."""

from __future__ import annotations

from markdown_it.token import Token

__all__ = ["spoken"]

_SAID = {"text", "code_inline", "text_special"}


def spoken(inline: Token) -> str:
    """Return what a heading or a cell says, without its marks, as plain text."""
    return "".join(token.content for token in inline.children or [] if token.type in _SAID).strip()
