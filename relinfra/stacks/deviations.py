"""Deviations: what was overridden, as the synthesized Terraform has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import App, TerraformStack

__all__ = ["deviations"]

_SHARED = "shared"
"""What is said instead of an environment of a stack that belongs to none, such as that of an account."""


def deviations(app: App, output: Path) -> list[dict[str, Any]]:
    """Return every overridden argument of every stack; `output` is the folder just synthesized."""
    return [
        deviation
        for child in app.node.children
        if isinstance(child, TerraformStack)
        for deviation in _of_stack(child, output)
    ]


def _of_stack(stack: TerraformStack, output: Path) -> Iterator[dict[str, Any]]:
    found = Batch.of(stack).deviations
    if not found:
        return
    name = stack.node.id
    body = json.loads((output / "stacks" / name / "cdk.tf.json").read_text("utf-8"))
    for deviation in found:
        yield {
            "environment": stack.scope.environment if isinstance(stack, EnvironmentStack) else _SHARED,
            "stack": name,
            "address": deviation.address,
            "argument": deviation.argument,
            "value": _value(body, deviation.address, deviation.argument),
            "source": deviation.source,
        }


def _value(body: Any, address: str, argument: str) -> Any:
    """Return what the Terraform holds there, None where nothing is any more."""
    kind, found = "resource", body
    if address.startswith("data."):
        kind, address = "data", address.removeprefix("data.")
    for step in (kind, *address.split("."), *argument.split(".")):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found
