"""What a rule says is to be set can be set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from relinfra.policy.contract_rules import contract_rules

ROOT = Path(__file__).parents[3]
SCHEMA: Mapping[str, Any] = json.loads((ROOT / "relinfra" / "matrix" / "relinfra.schema.json").read_text("utf-8"))
ENVIRONMENT = ("environments", "KEY")
PARTS = ("services", "databases", "buckets")


def _alternatives(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every schema that a node may be."""
    while "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    yield node
    for one in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
        yield from _alternatives(one)


def _below(nodes: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """Return what lies below nodes at a name; `KEY` is any key."""
    found = []
    for node in (alternative for one in nodes for alternative in _alternatives(one)):
        fields = node.get("properties", {})
        keyed = [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
        found += [fields[name]] if name in fields else [one for one in keyed if name == "KEY" and isinstance(one, dict)]
    return found


def _at(nodes: Sequence[Mapping[str, Any]], *path: str) -> list[Mapping[str, Any]]:
    for name in path:
        nodes = _below(nodes, name)
    return list(nodes)


def test_a_field_that_a_remedy_names_is_one_of_the_matrix() -> None:
    """Of the matrix, an environment, a service, database or bucket; what begins as none of these is not ours."""
    environment = _at([SCHEMA], *ENVIRONMENT)
    roots = [[SCHEMA], environment, *(_at(environment, part, "KEY") for part in PARTS)]
    named = [(rule.policy, name) for rule in contract_rules() for name in re.findall(r"`([\w.]+)`", rule.remedy)]
    ours = [(policy, name.split(".")) for policy, name in named if any(_at(one, name.split(".")[0]) for one in roots)]

    assert len(ours) > len(named) / 2
    assert [(policy, ".".join(path)) for policy, path in ours if not any(_at(one, *path) for one in roots)] == []
