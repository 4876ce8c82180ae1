"""Plans as `terraform show -json` prints them, made of a few words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["change", "plan"]


def change(address: str, actions: str, before: Any = None, after: Any = None, **told: Any) -> dict[str, Any]:
    """Return a change of a resource; `told` is what Terraform says besides, such as `after_unknown`."""
    outer = {key: told.pop(key) for key in ("previous_address", "deposed") if key in told}
    type_ = address.partition(".")[0]
    sides = {"actions": actions.split(), "before": before, "after": after, **told}
    return {"address": address, "mode": "managed", "type": type_, "change": sides, **outer}


def plan(file: Path, *changes: dict[str, Any], **told: Any) -> Path:
    """Write a plan of these changes and return its file."""
    body = {"format_version": "1.2", "planned_values": {}, "resource_changes": list(changes), **told}
    file.write_text(json.dumps(body))
    return file
