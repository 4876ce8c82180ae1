"""Making an agreement of the plans of an environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from relinfra.agreement.agreement import AgreedStack, Agreement
from relinfra.agreement.applied import folder_digest
from relinfra.agreement.plan_file import StackPlan, read_plan
from relinfra.comparison.between import Between
from relinfra.errors import OutputError, UsageError
from relinfra.evidence import Output, Stack, read_output

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence.fact import Json

__all__ = ["agreed_actions", "stacks_of"]

_READS = re.compile(r"data\.terraform_remote_state\.([A-Za-z0-9_-]+)\.outputs\.([A-Za-z0-9_-]+)")
_SUFFIX = ".plan.json"


def agreed_actions(
    folder: Path,
    plans: Path,
    environment: str,
    *,
    at: datetime,
    stacks: Sequence[str] | None = None,
    awaiting: Sequence[str] = (),
    inputs: Mapping[str, str] | None = None,
) -> Agreement:
    """Return what the plans in a folder (`STACK.plan.json`) would do to an environment of a synthesized folder.

    `stacks` are those that were planned, all of the environment without them; `awaiting` are those that could
    not be, since what they read from is not there yet. Raises `UsageError` where the environment or a stack is not
    known, `OutputError` where a plan is missing or cannot be compared.
    """
    output = read_output(folder)
    order = stacks_of(output, environment)
    asked = order if stacks is None else list(stacks)
    if strangers := sorted({*asked, *awaiting} - set(order)):
        raise UsageError(f"{strangers[0]}: expected stacks of {environment}, which are {', '.join(order)}")
    read = {name: _plan(output, plans, name) for name in order if name in asked and name not in awaiting}
    changed = {name: set(plan.outputs) for name, plan in read.items()}
    agreed = (
        _awaiting(output, name) if name in awaiting else _agreed(output.stacks[name], output, read[name], changed)
        for name in order
        if name in asked
    )
    return Agreement(environment, at, folder_digest(folder), tuple(agreed), dict(sorted((inputs or {}).items())))


def stacks_of(output: Output, environment: str) -> list[str]:
    """Return the stacks of an environment in the order in which they are applied. Raises `UsageError` for none.

    Those that wait for the day on which a region is lost are none of them: people apply them, by the runbook.
    """
    found = [name for name, stack in output.stacks.items() if stack.label("environment") == environment]
    if not found:
        known = sorted({stack.label("environment") for stack in output.stacks.values()} - {""})
        raise UsageError(f"{environment}: expected an environment with stacks: {', '.join(known) or 'there is none'}")
    declared = output.declared.stacks_of(environment)
    order = [name for name in declared if name in output.stacks] or found
    return [name for name in order if not output.stacks[name].on_the_day]


def _plan(output: Output, plans: Path, name: str) -> StackPlan:
    file = plans / f"{name}{_SUFFIX}"
    if not file.is_file():
        raise OutputError(f"{file}: missing; write `terraform show -json PLAN` there, or name {name} as awaiting")
    return read_plan(file, live=Between(output, output).live(name))


def _awaiting(output: Output, name: str) -> AgreedStack:
    stack = output.stacks[name]
    creates = tuple(one.address for one in stack.resources if not one.type.startswith("data."))
    return AgreedStack(name, awaits=tuple(sorted(set(_sources(stack).values()))), creates=creates)


def _agreed(stack: Stack, output: Output, plan: StackPlan, changed: Mapping[str, set[str]]) -> AgreedStack:
    sources = _sources(stack)
    follows: dict[str, dict[str, str]] = {}
    for one in stack.resources:
        body = one.body if isinstance(one.body, dict) else {}
        for argument, value in body.items():
            for label, name in _read(value):
                source = sources.get(label, "")
                if name in changed.get(source, ()) and source in output.stacks:
                    follows.setdefault(one.address, {})[argument] = source
    return AgreedStack(stack.name, plan.actions, follows=follows)


def _read(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from _READS.findall(value)
    elif isinstance(value, (list, tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _read(one)


def _sources(stack: Stack) -> dict[str, str]:
    """Return the stacks whose states are read, by the name of the data source."""
    data = stack.body.get("data")
    states = data.get("terraform_remote_state") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for label, body in states.items() if isinstance(states, dict) else ():
        config = body.get("config") if isinstance(body, dict) else None
        key = (config.get("key") or config.get("path")) if isinstance(config, dict) else None
        if isinstance(key, str):
            found[label] = key.rpartition("/")[2].removeprefix("terraform.").removesuffix(".tfstate")
    return found
