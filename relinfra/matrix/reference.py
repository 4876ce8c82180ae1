"""The reference of every field of a matrix, in Markdown."""

from __future__ import annotations

from pathlib import Path

from relinfra.matrix.matrix import Matrix
from relinfra.matrix.models import AnyEnvironment
from relinfra.matrix.rules import ANY_SCOPE, MATRIX, SCOPE, rules
from relinfra.reading.fields import bare
from relinfra.reading.reference import models, section

__all__ = ["REFERENCE_FILE", "reference_text"]

REFERENCE_FILE = Path(__file__).parents[2] / "docs" / "matrix.md"

_INTRODUCTION = """\
# The matrix, field by field

`python -m relinfra.matrix.schema` generates this page from the models.

`defaults` lies under every environment, and has the same fields. An environment lies on `defaults`; each entry of its
`regions` lies on the environment. Mappings merge deeply, lists replace, `null` removes. A field without a default must
have a value after that.
"""
_CHECKS = """\
## What is checked beside the fields

Before anything is written, and reporting every mistake at once, relinfra will
"""


def reference_text() -> str:
    """Return the page: one table a model, from the top down."""
    refused = sorted(f"- {(rule.__doc__ or '').splitlines()[0]}" for rule in rules(MATRIX, SCOPE, ANY_SCOPE))
    tops = {bare(AnyEnvironment): "<environment>"}
    sections = (section(model, path) for model, path in models(Matrix, tops))
    return "\n".join([_INTRODUCTION, *sections, _CHECKS, *refused, ""])
