"""The plan of a synthesized stack, as Terraform makes it where nothing was applied yet.

A stand-in of `terraform plan`, so that each break of each rule can be planned: what is not set is null or empty, what
refers to a literal of the stack has its value, and any other expression is known after apply, and left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from relinfra_constructs.aws import schema

__all__ = ["expressions_of", "planned_values"]

_UNKNOWN = object()
_META = frozenset({"//", "lifecycle", "depends_on", "provider", "count", "for_each", "provisioner"})
_EXPRESSION = re.compile(r"(?<!\$)\$\{([^}]*)\}")
_REFERENCE = re.compile(r"(aws_\w+)\.([\w-]+)\.(\w+)")


def expressions_of(body: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what a plan says of the expressions of each resource, by type and name."""
    return {
        (kind, name): {argument: _expression(value) for argument, value in conf.items() if argument not in _META}
        for kind, name, conf in _resources(body)
    }


def planned_values(body: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the values planned for each resource, by type and name."""
    return {
        (kind, name): _block(conf, schema.load()["resources"].get(kind, {}), body)
        for kind, name, conf in _resources(body)
    }


def _resources(body: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for kind, named in body["resource"].items():
        for name, conf in named.items():
            yield kind, name, conf


def _block(conf: Mapping[str, Any], known: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    computed = known.get("computed", ())
    values = {name: None for name in known.get("attributes", {}) if name not in computed}
    values |= {name: [] for name in known.get("blocks", {})}
    for name, value in conf.items():
        if name in known.get("blocks", {}):
            blocks = value if isinstance(value, list) else [value]
            values[name] = [_block(one, known["blocks"][name], body) for one in blocks]
        elif name not in _META:
            values[name] = _value(value, body)
    return {name: value for name, value in values.items() if value is not _UNKNOWN}


def _value(value: Any, body: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return _text(value, body)
    if isinstance(value, list):
        found = [_value(one, body) for one in value]
        return [None if one is _UNKNOWN else one for one in found]
    if isinstance(value, Mapping):
        found = {name: _value(one, body) for name, one in value.items()}
        return {name: one for name, one in found.items() if one is not _UNKNOWN}
    return value


def _text(text: str, body: Mapping[str, Any]) -> Any:
    """Return a text whose references are all to literals of the stack, with these."""
    for expression in _EXPRESSION.findall(text):
        found = _REFERENCE.fullmatch(expression)
        conf = body["resource"].get(found[1], {}).get(found[2], {}) if found else {}
        value = conf.get(found[3]) if found else None
        if not isinstance(value, str | int) or _EXPRESSION.search(str(value)):
            return _UNKNOWN
        text = text.replace(f"${{{expression}}}", str(value))
    return text


def _expression(value: Any) -> Any:
    """Return what a plan says of an argument's expression: the references in it, at every depth of blocks."""
    if isinstance(value, Mapping):
        return {name: _expression(one) for name, one in value.items()}
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return [_expression(one) for one in value]
    found = [".".join(one) for one in _REFERENCE.findall(json.dumps(value)) if "${" in json.dumps(value)]
    return {"references": found} if found else {"constant_value": value}
