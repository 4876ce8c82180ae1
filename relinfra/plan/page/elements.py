"""HTML of a document's elements, where that is not what Markdown usually becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

__all__ = ["Elements"]

_OURS = {"<code>", "</code>", "<br>"}
_BOX = re.compile(r"\[([ x])\] ")


class Elements(RendererHTML):
    """Tables that scroll by themselves, boxes that are ticked, marks and proofs that lead to one another.

    The environment holds the `words` of the language, the `docId` that marks begin with, and the `depth` of headings.
    """

    def picture(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        """Return our own HTML as it is."""
        return tokens[index].content

    def html_inline(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        """Return the elements that our Markdown has; any other is text."""
        content = tokens[index].content
        return content if content in _OURS else escapeHtml(content)

    def html_block(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        """Return HTML as text: our Markdown has no blocks of it."""
        return f"<p>{escapeHtml(tokens[index].content)}</p>\n"

    def table_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return a table in a region of its own, which scrolls where the table is wider than the page."""
        name = escapeHtml(env["words"].words("page.table"))
        return f'<div class="table" role="group" aria-label="{name}" tabindex="0">\n<table>\n'

    def table_close(self, *_: Any) -> str:
        """Return the end of both."""
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        """Return a heading that says of what."""
        return '<th scope="col">'

    def fence(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        """Return commands and excerpts, which scroll by themselves."""
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[index].content)}</code></pre>\n'

    def text(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return text; a box at its beginning is ticked or not."""
        content = tokens[index].content
        box = _BOX.match(content) if index == 0 else None
        if box is None:
            return escapeHtml(content)
        done = box[1] == "x"
        name = escapeHtml(env["words"].words("page.done" if done else "page.open"))
        sign = "\N{BALLOT BOX WITH CHECK}" if done else "\N{BALLOT BOX}"
        return f'<span class="box" role="img" aria-label="{name}">{sign}</span> {escapeHtml(content[box.end() :])}'

    def footnote_ref(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return a mark: the number of its proof."""
        meta = tokens[index].meta
        number, mention = meta["id"] + 1, meta["subId"] + 1
        name = escapeHtml(env["words"].words("page.mention", number=number))
        own, proof = f"ref{env['docId']}-{number}-{mention}", f"note{env['docId']}-{number}"
        return f'<sup><a class="mark" id="{own}" href="#{proof}" aria-label="{name}">{number}</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return the beginning of the proofs."""
        level, title = env["depth"] + 2, escapeHtml(env["words"].words("page.evidence"))
        own = f"evidence{env['docId']}"
        return f'<div class="evidence">\n<h{level} id="{own}">{title}</h{level}>\n<ol>\n'

    def footnote_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return the beginning of a proof."""
        return f'<li id="note{env["docId"]}-{tokens[index].meta["id"] + 1}">'

    def footnote_close(self, *_: Any) -> str:
        """Return the end of a proof."""
        return "</li>\n"

    def footnote_block_close(self, *_: Any) -> str:
        """Return the end of the proofs."""
        return "</ol>\n</div>\n"

    def footnote_anchor(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """Return the way back to one mention of a proof."""
        meta = tokens[index].meta
        number, mention = meta["id"] + 1, meta["subId"] + 1
        name = escapeHtml(env["words"].words("page.back", number=mention, note=number))
        sign = "\N{LEFTWARDS ARROW WITH HOOK}\N{VARIATION SELECTOR-15}" if mention == 1 else str(mention)
        return f' <a class="back" href="#ref{env["docId"]}-{number}-{mention}" aria-label="{name}">{sign}</a>'
