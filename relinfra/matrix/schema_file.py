"""The JSON Schema of a matrix, as it lies in this package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SCHEMA_FILE"]

SCHEMA_FILE = Path(__file__).with_name("relinfra.schema.json")
