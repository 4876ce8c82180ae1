"""The JSON Schema of a release file, for editors, and the reference of its fields.

`python -m relinfra.release.schema` writes the schema into this package and the reference into `docs/`.
"""

from __future__ import annotations

import json
from pathlib import Path

from relinfra.reading.reference import models, section
from relinfra.reading.schema import tidy, told
from relinfra.release.calendar import OFFSETS
from relinfra.release.models import Release
from relinfra.release.schema_file import SCHEMA_FILE

__all__ = ["REFERENCE_FILE", "SCHEMA_FILE", "main", "reference_text", "schema_text"]

REFERENCE_FILE = Path(__file__).parents[2] / "docs" / "release.md"

_INTRODUCTION = """\
# The release file, field by field

`python -m relinfra.release.schema` generates this page from the models.

`releases/VERSION.yaml`, beside the matrix, says what only people know of a release: why it is made, when, by whom, what
it contains, what was tried. Everything but `version` may be left out; what is missing becomes an open question in the
documents. With `# yaml-language-server: $schema=release.schema.json` as its first line, editors complete, check and
explain it; `relinfra init` writes that schema beside it.

The days of a release follow from `date`: {days}. A day that falls on a weekend, and a deployment that falls into a
freeze, moves away from the release: earlier before it, later after it.
"""


def schema_text() -> str:
    """Return the content of the schema file."""
    schema = told(tidy(Release.model_json_schema()))
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def reference_text() -> str:
    """Return the reference page: one table a model, from the top down."""
    days = ", ".join(f"{name.replace('_', ' ')} T{offset:+d}" for name, offset in OFFSETS.items())
    sections = (section(model, path) for model, path in models(Release))
    return "\n".join([_INTRODUCTION.format(days=days), *sections])


def main() -> None:
    """Write the schema and, in a checkout of the project, the reference of all fields."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    if REFERENCE_FILE.parent.is_dir():
        REFERENCE_FILE.write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
