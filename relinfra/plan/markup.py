"""Markdown that shows any text as it is: no name can break a table, open a tag or start a template."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from relinfra.visible import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["Markup", "cell", "code", "command_code", "escape", "fence", "link", "plain"]

_SPECIAL = re.compile(r"[\\`*\[\]<>&|~#@]|\{\{|\}\}|\{%|%\}|\$\{|(?<![^\W_])_|_(?![^\W_])|https?(?=:)|www(?=\.)")
_UNSAFE_IN_CODE = re.compile(r"[`|\\]|\{\{|\{%|^\s|\s$")
_SIGNS = re.compile(r"[!#$&*:<>@\[\\\]_`{|}~]")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/%=?&+,;:@-]*)?")
_SHOWN = {"text", "code_inline", "text_special"}


class Markup(str):
    """Text that is Markdown already."""

    __slots__ = ()


def escape(text: str) -> str:
    """Return plain text as Markdown that shows it."""
    return _SPECIAL.sub(lambda match: "".join(_entity(char) for char in match[0]), visible(text))


def code(text: str) -> str:
    """Return text as inline code. Backticks cannot hold everything, least of all in a table; entities can."""
    shown = visible(text)
    if shown and not _UNSAFE_IN_CODE.search(shown):
        return f"`{shown}`"
    return f"<code>{_SIGNS.sub(lambda match: _entity(match[0]), shown)}</code>"


def command_code(text: str) -> str:
    """Return a command as inline code that is copied as it stands; a table cannot hold one with a pipe so."""
    shown = visible(text)
    ticks = "`" * (max(map(len, re.findall(r"`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{space}{shown}{space}{ticks}"


def cell(text: str) -> str:
    """Return Markdown as it stands in a table."""
    return text.replace("|", "&#124;").replace("\n", " ")


def link(text: str) -> str:
    """Return a web address as a link; anything else as plain text."""
    return f"<{text}>" if _ADDRESS.fullmatch(text) else escape(text)


def fence(text: str) -> str:
    """Return a fence longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def plain(markdown: str) -> str:
    """Return the text that a reader sees of Markdown on one line."""
    tokens = _parser().parseInline(markdown)[0].children or []
    return "".join(" " if token.content == "<br>" else token.content for token in tokens if _is_shown(token))


def _is_shown(token: Token) -> bool:
    return token.type in _SHOWN or token.content == "<br>"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - it is not loaded for documents without diagrams

    return MarkdownIt("gfm-like", {"linkify": False, "html": True})


def _entity(char: str) -> str:
    return f"&#{ord(char)};"
