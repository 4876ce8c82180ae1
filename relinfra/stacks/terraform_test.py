"""A `terraform test` beside every stack: it plans without credentials, against a mocked provider.

It proves that the stack plans as it lies there, with whatever a team has put beside it, and that the plan still holds
what was decided at synthesis. `terraform init -backend=false && terraform test` runs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from relinfra.stacks.mocked import mock_data, mock_outputs
from relinfra.stacks.pinned import pinned

__all__ = ["TEST_FILE", "write_tests"]

TEST_FILE = "stack.tftest.json"
_REMOTE_STATE = "terraform_remote_state"
_PLACEHOLDERS = {"number": 1, "bool": False}


def write_tests(output: Path) -> None:
    """Write the test of every stack of a synthesized folder."""
    folders = sorted(path for path in (output / "stacks").iterdir() if path.is_dir())
    bodies = {folder: json.loads((folder / "cdk.tf.json").read_text("utf-8")) for folder in folders}
    by_state = {_state(body["terraform"].get("backend", {})): body for body in bodies.values()}
    for folder, body in bodies.items():
        text = json.dumps(_test(body, by_state), indent=2, ensure_ascii=False) + "\n"
        (folder / TEST_FILE).write_text(text, "utf-8")


def _test(body: Mapping[str, Any], by_state: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    assertions = [{"condition": condition, "error_message": message} for condition, message in pinned(body)]
    test: dict[str, Any] = {
        "mock_provider": {name: _mocks(name, configured, body) for name, configured in body.get("provider", {}).items()}
    }
    if reads := list(_remote_states(body, by_state)):
        test["override_data"] = reads
    if variables := _variables(body):
        test["variables"] = variables
    return {**test, "run": {"plan": {"command": "plan", **({"assert": assertions} if assertions else {})}}}


def _mocks(provider: str, configured: list[Mapping[str, Any]], body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a mock for each configuration of a provider; what it reads is well-formed."""
    data = mock_data(body) if provider == "aws" else {}
    return [
        {
            **({"alias": one["alias"]} if "alias" in one else {}),
            **({"mock_data": data} if data else {}),
        }
        for one in configured
    ]


def _remote_states(body: Mapping[str, Any], by_state: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for name, read in body.get("data", {}).get(_REMOTE_STATE, {}).items():
        source = by_state.get(_state({read["backend"]: read.get("config", {})}))
        if source is not None:
            values = {"outputs": mock_outputs(source)}
            yield {"target": f"data.{_REMOTE_STATE}.{name}", "values": values}


def _variables(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for every variable that has no default."""
    return {
        name: _PLACEHOLDERS.get(variable.get("type", "string"), "test")
        for name, variable in body.get("variable", {}).items()
        if "default" not in variable
    }


def _state(backend: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what tells one state from another: the kind of backend and the place in it."""
    return json.dumps([[kind, *map(config.get, ("bucket", "key", "path"))] for kind, config in backend.items()])
