"""Terraform JSON as it stands in a file: Checkov evaluates texts in it before rules have them.

Checkov takes texts for expressions: of `postgres://h/db?sslmode=require`, `a || b` or `say "hi"` it hands on something
else. A contract is compared with what was written, not with that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["is_contracted", "parsed", "read_blocks"]

# https://developer.hashicorp.com/terraform/language/syntax/json
ENDING = ".tf.json"
DOCUMENTS = ("{", "[")


def read_blocks(file: str) -> Mapping[str, Any]:
    """Return the body of a file of Terraform JSON; an empty one where it is another file, or cannot be read."""
    if not file.endswith(ENDING):
        return {}
    with suppress(OSError, ValueError):
        body = json.loads(Path(file).read_text("utf-8"))
        return body if isinstance(body, Mapping) else {}
    return {}


def is_contracted(conf: object) -> bool:
    """Return whether a block has a contract beside its arguments."""
    comment = conf.get("//") if isinstance(conf, Mapping) else None
    return isinstance(comment, Mapping) and isinstance(comment.get("contract"), Mapping)


def parsed(value: Any) -> Any:
    """Return arguments as rules take them: JSON in a text is what it says; texts within it stay as they are."""
    if isinstance(value, Mapping):
        return {key: inner if key == "//" else parsed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [parsed(one) for one in value]
    if isinstance(value, str) and value.startswith(DOCUMENTS):
        with suppress(ValueError):
            return json.loads(value)
    return value
