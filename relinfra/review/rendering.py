"""A difference in the formats it can be read in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from relinfra.review.difference import Difference
from relinfra.review.document import as_document
from relinfra.review.markdown import as_markdown
from relinfra.review.table import as_table

__all__ = ["FORMATS", "render"]

_RENDERERS: Mapping[str, Callable[[Difference], str]] = {
    "table": as_table,
    "json": as_document,
    "markdown": as_markdown,
}
FORMATS = tuple(_RENDERERS)
"""For a terminal, for programs, for a pull request."""


def render(difference: Difference, form: str) -> str:
    """Return a difference as text, with the end of its last line."""
    return _RENDERERS[form](difference)
