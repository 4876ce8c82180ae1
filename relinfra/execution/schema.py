"""The JSON Schema of one line of an execution record; `python -m relinfra.execution.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path

from relinfra.execution.file import KINDS
from relinfra.reading.schema import tidy

__all__ = ["SCHEMA_FILE", "main", "schema_text"]

SCHEMA_FILE = Path(__file__).with_name("record.schema.json")
"""The JSON Schema as it lies in this package."""


def schema_text() -> str:
    """Return the content of the schema file."""
    events = [tidy(kind.model_json_schema()) for kind in KINDS.values()]
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Event of an execution record",
        "description": "One line of releases/VERSION.record.jsonl.",
        "oneOf": events,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema into this package."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
