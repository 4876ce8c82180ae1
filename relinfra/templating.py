"""Templates of files that other tools read: YAML, Python, plain text."""

from __future__ import annotations

import json

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["templates"]


def templates(package: str) -> Environment:
    """Return the templates of `package`, with marks that YAML, shell and GitHub do not use.

    A value is `[[ value | quoted ]]`, a line of control starts with `%%`; an unknown name is an error.
    """
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=False,  # noqa: S701 - nothing here is HTML, and every free value passes through `quoted`
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        line_statement_prefix="%%",
    )
    environment.filters["quoted"] = _quoted
    return environment


def _quoted(value: str) -> str:
    """Write text as a YAML or JSON string that GitHub takes literally, even where it holds an expression."""
    return json.dumps(value.replace("${{", "${{ '${{' }}"), ensure_ascii=False)
