"""The file of an agreement: JSON that anybody may read, made in one job and held against plans in another."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from relinfra.agreement.action import ChangedValue, Kind, PlannedAction
from relinfra.agreement.agreement import AgreedStack, Agreement
from relinfra.agreement.shown_value import ShownValue
from relinfra.errors import OutputError
from relinfra.json_file import described, read_json
from relinfra.visible import visible_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["agreement_text", "read_agreement"]

_VERSION = 1


def agreement_text(agreement: Agreement) -> str:
    """Return an agreement as JSON. The same plans at the same time give the same bytes."""
    body = {"version": _VERSION, **asdict(agreement), "made": agreement.made.isoformat()}
    return visible_json(json.dumps(body, indent=1, ensure_ascii=False) + "\n")


def read_agreement(file: Path) -> Agreement:
    """Read an agreement. Raises `OutputError` where it is none."""
    body = read_json(file, "write it with `relinfra agree list --output`")
    try:
        if body["version"] != _VERSION:
            found = described(body["version"])
            raise OutputError(f"{file}: expected an agreement of version {_VERSION}, found {found}")
        made = datetime.fromisoformat(body["made"])
        if made.tzinfo is None:
            raise ValueError("no zone")
        stacks = tuple(_stack(one) for one in body["stacks"])
        return Agreement(str(body["environment"]), made, str(body["digest"]), stacks, dict(body["inputs"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{file}: not an agreement as `relinfra agree list` writes it") from error


def _stack(body: dict[str, Any]) -> AgreedStack:
    actions = tuple(_action(one) for one in body["actions"])
    follows = {str(address): dict(arguments) for address, arguments in body["follows"].items()}
    return AgreedStack(str(body["name"]), actions, tuple(body["awaits"]), tuple(body["creates"]), follows)


def _action(body: dict[str, Any]) -> PlannedAction:
    values = tuple(
        ChangedValue(str(one["path"]), ShownValue(**one["before"]), ShownValue(**one["after"]))
        for one in body["values"]
    )
    return PlannedAction(**{**body, "kind": Kind(body["kind"]), "values": values})
