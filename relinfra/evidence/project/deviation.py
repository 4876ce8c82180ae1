"""Deviations: arguments that were set whatever the constructs chose, as the Terraform has them now."""

from __future__ import annotations

import json

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.declared import Deviation
from relinfra.evidence.fact import Json
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.path import Step
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import DeviationFacts, Project

__all__ = ["collect"]


def collect(output: Output, recorder: Recorder) -> None:
    """Collect every deviation, numbered in the order they were made."""
    for index, deviation in enumerate(output.declared.deviations, start=1):
        own = recorder.at(Everything.project).one(Project.deviations, f"{index:03}")
        own.add(DeviationFacts.environment, deviation.environment, deviation.source)
        own.add(DeviationFacts.stack, deviation.stack, deviation.source)
        own.add(DeviationFacts.address, deviation.address, deviation.source)
        own.add(DeviationFacts.argument, deviation.argument, deviation.source)
        _value(output, deviation, own)


def _value(output: Output, deviation: Deviation, recorder: Recorder) -> None:
    """Collect what stands there today; a fact without value says that nothing does any more."""
    source = deviation.source
    place = f"{source.file}:{source.line}" if source.line else source.excerpt
    recorder.add(DeviationFacts.source, place, source)
    stack = output.stacks.get(deviation.stack)
    resource = stack and stack.get(deviation.address)
    found = resource and resource.at(*_steps(deviation.argument))
    if found:
        recorder.add(DeviationFacts.value, _shown(found), found)


def _steps(argument: str) -> tuple[Step, ...]:
    return tuple(int(step) if step.isdecimal() else step for step in argument.split("."))


def _shown(found: Attribute) -> str:
    value: Json = found.value
    return found.text if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
