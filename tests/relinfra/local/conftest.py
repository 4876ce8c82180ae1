from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from relinfra.local import chosen_stage, local_files
from relinfra.matrix import Matrix

SCHEMA = json.loads(Path(__file__).with_name("compose_spec").joinpath("compose-spec.json").read_text("utf-8"))
HEAD = """\
version: 1
project: shop
repository: acme/shop
state: {bucket: acme-shop-tfstate, region: us-east-1}
defaults:
  region: us-east-1
"""

Files = Callable[..., Mapping[str, str]]
Compose = Callable[..., dict[str, Any]]


@pytest.fixture
def files() -> Files:
    """Write the files of the environment `local` of a matrix with these defaults."""

    def write(defaults: str, local: str = "{target: compose}") -> Mapping[str, str]:
        lines = "".join(f"  {line}\n" for line in defaults.splitlines())
        text = f"{HEAD}{lines}environments:\n  local: {local}\n"
        return local_files(chosen_stage(Matrix.parse(text.encode(), "relinfra.yaml")))

    return write


@pytest.fixture
def compose(files: Files) -> Compose:
    """Read the Compose file of such a matrix, which always follows the specification."""

    def read(defaults: str, local: str = "{target: compose}") -> dict[str, Any]:
        content: dict[str, Any] = yaml.safe_load(files(defaults, local)["compose.yaml"])
        Draft202012Validator(SCHEMA).validate(content)
        return content

    return read


def interpolated(value: Any, settings: Mapping[str, str]) -> Any:
    """Fill in variables as Compose does: https://docs.docker.com/reference/compose-file/interpolation/."""
    if isinstance(value, dict):
        return {key: interpolated(inner, settings) for key, inner in value.items()}
    if isinstance(value, list):
        return [interpolated(inner, settings) for inner in value]
    if not isinstance(value, str):
        return value
    return re.sub(
        r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<mark>[-?])(?P<text>[^}]*))?\})",
        lambda match: "$" if match["dollar"] else settings.get(match["name"]) or _otherwise(match),
        value,
    )


def _otherwise(match: re.Match[str]) -> str:
    assert match["mark"] == "-", f"{match['name']} {match['text']}"
    return match["text"]
