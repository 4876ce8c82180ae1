"""Changing one attribute of a synthesized stack, wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from relinfra.domain.versions_file import VERSIONS_FILE, read_versions, versions_text
from relinfra.evidence import TerraformEvidence
from relinfra.evidence.path import Step, parsed

__all__ = ["mutate"]


def mutate(cdktf_out: Path, evidence: TerraformEvidence) -> Path:
    """Change what stands at the place an evidence names; return the file that was changed."""
    stack = cdktf_out / "stacks" / evidence.stack
    if evidence.address == "terraform":
        return _mutate_versions(stack / VERSIONS_FILE)
    file = stack / "cdk.tf.json"
    body: Any = json.loads(file.read_text())
    where, path = _place(body, evidence.address)
    _change(where, path, parsed(evidence.attribute))
    file.write_text(json.dumps(body, indent=2))
    return file


def _mutate_versions(file: Path) -> Path:
    required = read_versions(file.read_text())["terraform"]["required_version"]
    file.write_text(versions_text(_other(required)))
    return file


def _place(body: Any, address: str) -> tuple[Any, Step]:
    """Return the mapping that holds an address, and its key there."""
    words = address.split(".")
    data = words[0] == "data"
    root = body["data"] if data else body.get("resource", {})
    kind, name = words[1:3] if data else (words[0], words[-1])
    if kind in root and name in root[kind]:
        return root[kind], name
    for word in words[:-1]:
        body = body[word]
    return body, words[-1]


def _change(holder: Any, key: Step, path: tuple[Step, ...]) -> None:
    """Follow the path below `holder[key]`, through lone blocks and JSON text, and change what ends it."""
    value = holder[key]
    if not path:
        holder[key] = _other(value)
    elif isinstance(value, str):
        inner = [json.loads(value)]
        _change(inner, 0, path)
        holder[key] = json.dumps(inner[0])
    elif isinstance(value, list) and isinstance(path[0], str):
        _change(value, 0, path)
    else:
        _change(value, path[0], path[1:])


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return str(int(value) + 1) if value.isdecimal() else f"{value}x"
    if isinstance(value, list):
        return value[:-1] or ["other"]
    return {**value, "other": "x"}
