"""The JSON Schema of a release file, as it lies in this package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SCHEMA_FILE"]

SCHEMA_FILE = Path(__file__).with_name("release.schema.json")
