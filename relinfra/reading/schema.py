"""The JSON Schema of a model, as an editor needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["AlsoText", "tidy", "told"]


@dataclass(frozen=True, slots=True)
class AlsoText:
    """The annotation of a mapping for which text may stand too: editors accept both."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of either."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def told(value: Any) -> Any:
    """Say in each description, and beside it in Markdown, what applies where nothing is written.

    yaml-language-server shows the Markdown, but of a value that null removes the description.
    """
    if isinstance(value, list):
        return [told(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: told(item) for key, item in value.items()}
    if "enumDescriptions" in found:
        found["markdownEnumDescriptions"] = found["enumDescriptions"]
    if isinstance(value.get("description"), str):
        default = _default(value.get("default"))
        text = value["description"]
        found["description"] = f"{text} Default: `{default}`." if default else text
        found["markdownDescription"] = f"{text}\n\nDefault: `{default}`." if default else text
    return found


def _default(value: Any) -> str:
    """Return a default as YAML writes it on one line; nothing where it is empty, or a mapping with its own."""
    if value is None or isinstance(value, dict) or value == []:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def tidy(value: Any) -> Any:
    """Say of keys what pydantic says only of values, and drop the titles it derives from names."""
    if isinstance(value, list):
        return [tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: tidy(item) for key, item in value.items() if not (key == "title" and isinstance(item, str))}
    if patterns := kept.pop("patternProperties", None):
        ((pattern, entries),) = patterns.items()
        kept["propertyNames"] = {"pattern": pattern, **kept.get("propertyNames", {})}
        kept["additionalProperties"] = entries
    if kept.get("type") == "object" and "minLength" in kept:
        kept["minProperties"] = kept.pop("minLength")
    return kept
