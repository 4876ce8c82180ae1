"""States of Terraform, `STACK.state.json` as `terraform show -json` prints one, as the former side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from relinfra.comparison.between import managed
from relinfra.comparison.configured import Known, as_configured, masked
from relinfra.errors import OutputError
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.json_file import read_json

if TYPE_CHECKING:
    from relinfra.evidence.fact import Json

__all__ = ["State", "former_of_states", "read_states"]

_SUFFIX = ".state.json"

State = Mapping[str, Mapping[str, Any]]
"""The managed resources of a state by address, each with its values and which of them are sensitive."""


def read_states(folder: Path) -> dict[str, State]:
    """Read every `STACK.state.json` of a folder.

    Raises `OutputError` where there is none, or one is no state.
    """
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    if not files:
        hint = f"write `terraform show -json > STACK{_SUFFIX}` there for each stack"
        raise OutputError(f"{folder}: expected states, found none; {hint}")
    return {file.name.removesuffix(_SUFFIX): _read(file) for file in files}


def former_of_states(states: Mapping[str, State], present: Output) -> tuple[Output, Output]:
    """Return what the states hold of what an output configures, and the part of the output that they speak of.

    Of a resource in both, only configured arguments are compared: whatever else a state has, AWS or the provider chose.
    """
    kept = {name: stack for name, stack in present.stacks.items() if name in states}
    former = {name: _stack(name, state, kept.get(name)) for name, state in states.items()}
    return replace(present, stacks=former), replace(present, stacks=kept)


def _read(file: Path) -> State:
    body = read_json(file, "write it with `terraform show -json`")
    try:
        if "planned_values" in body:
            raise OutputError(
                f"{file}: expected a state, found a plan; show the state: `terraform show -json`, no file"
            )
        root = body["values"]["root_module"] if body["format_version"] and "values" in body else {}
        return {one["address"]: one for one in root.get("resources", ()) if one["mode"] == "managed"}
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{file}: not a state as `terraform show -json` prints it") from error


def _stack(name: str, state: State, present: Stack | None) -> Stack:
    resources: dict[str, dict[str, Json]] = {}
    configured = {one.address: one for one in managed(present)} if present else {}
    known = Known({address: one["values"] for address, one in state.items()}, present)
    for address, one in state.items():
        now = configured.get(_plain(address))
        held, secret = cast("Json", one["values"]), one.get("sensitive_values")
        body = as_configured(now.body, held, secret, known) if now else masked(held, secret)
        type_, _, label = _plain(address).partition(".")
        resources.setdefault(type_, {})[label] = body
    body = dict(present.body) if present else {}
    return Stack(name, (), {**body, "resource": cast("Json", resources)}, present.versions if present else {})


def _plain(address: str) -> str:
    """Return an address without the index of `count` and `for_each`, which our stacks do not use."""
    return address.partition("[")[0]
