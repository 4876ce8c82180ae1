"""An offline provider that forgets write-only arguments, as a real one does.

Put in the place of the provider `aws_stand_in.py`, with that one beside it as `aws_stand_in_original.py`, it says in
its schema which arguments are write-only, and keeps none of them.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

_WRITE_ONLY = b"\x58\x01"
"""`write_only = true` of an attribute in Terraform's plugin protocol: field 11, which the stubs may not know."""


def _original() -> Any:
    spec = importlib.util.spec_from_file_location("original", Path(__file__).with_name("aws_stand_in_original.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _teach(provider: Any) -> None:
    """Let a provider tell Terraform of write-only arguments, and return them as unset."""
    attribute, walk, plan = provider._attribute, provider._walk, provider.Servicer.PlanResourceChange

    def told(name: str, schema: dict[str, Any]) -> Any:
        made = attribute(name, schema)
        if schema.get("write_only"):
            made.MergeFromString(_WRITE_ONLY)
        return made

    def forgetting(block: Any, value: Any, on_attribute: Any) -> Any:
        return walk(block, value, lambda name, schema, found: _kept(schema, on_attribute(name, schema, found)))

    def planned(self: Any, request: Any, context: Any) -> Any:
        response = plan(self, request, context)
        state = provider._unpack(response.planned_state)
        if state is not None:
            block = self.schema["resource_schemas"][request.type_name]["block"]
            kept = forgetting(block, state, lambda _name, _schema, found: found)
            response.planned_state.CopyFrom(provider._pack(kept))
        return response

    provider._attribute, provider._walk, provider.Servicer.PlanResourceChange = told, forgetting, planned


def _kept(schema: dict[str, Any], value: Any) -> Any:
    return None if schema.get("write_only") else value


if __name__ == "__main__":
    served = _original()
    _teach(served)
    served.serve()
