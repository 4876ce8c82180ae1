"""Two outputs that differ in what a test says."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any, cast

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.collect import consequences_of
from relinfra.evidence import Output
from relinfra.evidence.stack import Stack

Edit = Callable[[dict[str, Any]], None]


def edited(output: Output, stack: str, edit: Edit) -> Output:
    """Return an output with the resources of one stack edited, the output itself left alone."""
    was = output.stacks[stack]
    body = copy.deepcopy(was.body)
    edit(cast("dict[str, Any]", body["resource"]))
    now = Stack(was.name, was.dependencies, body, was.versions)
    return Output(output.cdktf_version, {**output.stacks, stack: now}, output.declared)


def found(former: Output, present: Output) -> set[tuple[str, str, str]]:
    """Return every change as address, kind and why."""
    return {(one.address, one.kind, one.why) for one in changes(former, present)}


def changes(former: Output, present: Output) -> list[Consequence]:
    """Return every change."""
    return list(consequences_of(Between(former, present)))


def put(body: dict[str, Any], path: Iterable[str | int], value: object) -> None:
    """Set what stands at a path, making the blocks that lead there; None removes it."""
    *steps, last = path
    here: Any = body
    for step in steps:
        if isinstance(here.get(step), list) and here[step] and isinstance(here[step][0], dict):
            here = here[step][0]
        else:
            here = here.setdefault(step, {})
    if value is None:
        here.pop(last, None)
    else:
        here[last] = value
