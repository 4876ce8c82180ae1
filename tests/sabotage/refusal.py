"""Changes that Terraform refuses before it touches anything: they stop a release and deceive nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from relinfra_constructs.aws.schema import argument_problems, load
from tests.sabotage.mutation import TYPED, Mutation

__all__ = ["is_refused"]

META = {"//", "count", "depends_on", "lifecycle", "provider", "provisioner", "for_each", "timeouts"}
SECTIONS = {"resource": "resources", "data": "data"}
NEEDED = {"region", "bucket", "key", "source"}
"""Settings of a backend and a provider without which `terraform init` asks or fails."""


def is_refused(mutation: Mutation, body: Mapping[str, Any]) -> bool:
    """Return whether Terraform refuses the stack: an argument is missing, or what is referred to is gone."""
    part, *steps = mutation.values[0][0]
    if part not in TYPED:
        return mutation.change == "removed" and steps[-1] in NEEDED
    kind, name = map(str, steps[:2])
    after = mutation.applied(body)
    block = after[part].get(kind, {}).get(name)
    if block is None or "count" in block:
        return _is_referred(f"{TYPED[part]}{kind}.{name}", after)
    schema = load()[SECTIONS[part]].get(kind)
    return bool(schema) and _problems(schema, block) > _problems(schema, body[part][kind][name])


def _problems(schema: Any, block: Mapping[str, Any]) -> int:
    arguments = {name: value for name, value in block.items() if name not in META}
    return sum(1 for _ in argument_problems(schema, arguments))


def _is_referred(address: str, body: Mapping[str, Any]) -> bool:
    parts = {name: body.get(name) for name in ("resource", "data", "output", "locals", "provider")}
    return bool(re.search(rf"(?<![\w.]){re.escape(address)}(?![\w-])", json.dumps(parts)))
