"""Deviations: arguments that were set whatever the constructs chose, as the Terraform has them now."""

from __future__ import annotations

import json

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.declared import Deviation
from relinfra.evidence.fact import Json
from relinfra.evidence.output import Output
from relinfra.evidence.path import Step
from relinfra.evidence.sheet import Sheet

__all__ = ["collect"]


def collect(output: Output, sheet: Sheet) -> None:
    """Collect every deviation, numbered in the order they were made."""
    for index, deviation in enumerate(output.declared.deviations, start=1):
        own = sheet.at(f"deviation.{index:03}")
        for name in ("environment", "stack", "address", "argument"):
            own.add(name, str(getattr(deviation, name)), deviation.source)
        _value(output, deviation, own)


def _value(output: Output, deviation: Deviation, sheet: Sheet) -> None:
    """Collect what stands there today; a fact without value says that nothing does any more."""
    source = deviation.source
    place = f"{source.file}:{source.line}" if source.line else source.excerpt
    sheet.add("source", place, source)
    stack = output.stacks.get(deviation.stack)
    resource = stack and stack.get(deviation.address)
    found = resource and resource.at(*_steps(deviation.argument))
    if found:
        sheet.add("value", _shown(found), found)


def _steps(argument: str) -> tuple[Step, ...]:
    return tuple(int(step) if step.isdecimal() else step for step in argument.split("."))


def _shown(found: Attribute) -> str:
    value: Json = found.value
    return found.text if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
