"""The JSON Schema of a matrix, for editors.

`python -m relinfra.matrix.schema` writes it into this package, and the reference of all fields into `docs/`.
"""

from __future__ import annotations

import json
from typing import Any

from relinfra.matrix.effective import WHOLE_ENVIRONMENT
from relinfra.matrix.matrix import Matrix
from relinfra.matrix.schema_file import SCHEMA_FILE
from relinfra.reading.schema import tidy, told

__all__ = ["SCHEMA_FILE", "json_schema", "main", "schema_text"]

_WHOLE = frozenset({"Bootstrap", "Evidence", "IntendedDifference", "LintWaiver", "State", "Waiver"})
"""Definitions that nothing is merged into, and that are complete where they are written."""

_Schema = dict[str, Any]
_ANNOTATIONS: tuple[str, ...] = ("description", "default", "examples")


def json_schema() -> _Schema:
    """Return the schema of the file as it is written: `defaults`, environments and regions are all partial."""
    schema = tidy(Matrix.model_json_schema())
    definitions = {
        name: definition if name in _WHOLE else _partial(definition) for name, definition in schema.pop("$defs").items()
    }
    environment = definitions["Environment"]
    del environment["properties"]["name"]
    definitions["Region"] = _region(environment)
    _point(environment["properties"]["regions"], "#/$defs/Region")
    defaults = {"$ref": "#/$defs/Environment", "description": "What lies under every environment."}
    whole: _Schema = told(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **schema,
            "properties": dict(sorted({**schema["properties"], "defaults": defaults}.items())),
            "$defs": dict(sorted(definitions.items())),
        }
    )
    return whole


def schema_text() -> str:
    """Return the content of the schema file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _partial(definition: _Schema) -> _Schema:
    """Return a mapping that merging completes: no key is required, and null removes any."""
    properties = {key: _removable(value) for key, value in definition["properties"].items()}
    return {**{key: value for key, value in definition.items() if key != "required"}, "properties": properties}


def _removable(value: _Schema) -> _Schema:
    """Return a value that null removes; of a table, each entry too."""
    alternatives = value.get("anyOf", [])
    if {"type": "null"} in alternatives:
        return value
    entries = value.get("additionalProperties")
    if isinstance(entries, dict):
        value = {**value, "additionalProperties": _removable(entries)}
    told = {key: value[key] for key in _ANNOTATIONS if key in value}
    bare = {key: item for key, item in value.items() if key not in _ANNOTATIONS}
    return {**told, "anyOf": [bare, {"type": "null"}]}


def _region(environment: _Schema) -> _Schema:
    """Return what a further region may say for itself."""
    properties = environment["properties"].items()
    own = {key: value for key, value in properties if key not in WHOLE_ENVIRONMENT}
    return {**environment, "description": "What differs in one region.", "properties": own}


def _point(table: _Schema, definition: str) -> None:
    """Let the entries of a table be something else."""
    table["anyOf"][0]["additionalProperties"]["anyOf"][0]["$ref"] = definition


def main() -> None:
    """Write the schema and, in a checkout of the project, the reference of all fields."""
    from relinfra.matrix.reference import REFERENCE_FILE, reference_text  # noqa: PLC0415 - it knows the schema

    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    if REFERENCE_FILE.parent.is_dir():
        REFERENCE_FILE.write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
