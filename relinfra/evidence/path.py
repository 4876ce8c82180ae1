"""Paths into a block of Terraform, as text and as steps."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

__all__ = ["Step", "parsed", "written"]

Step: TypeAlias = str | int
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_STEP = re.compile(r'\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def written(path: tuple[Step, ...]) -> str:
    """Write a path as Terraform would: `load_balancer[0].container_port`, `tags["a.b"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step)}]"
    return text


def parsed(text: str) -> tuple[Step, ...]:
    """Read back what `written` wrote."""
    steps: list[Step] = []
    for name, index, quoted in _STEP.findall(text):
        steps.append(int(index) if index else json.loads(quoted) if quoted else name)
    return tuple(steps)
