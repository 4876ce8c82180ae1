"""Terraform plans, as `terraform show -json` prints them: what Terraform makes of the stacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relinfra.errors import OutputError
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.json_file import read_json
from relinfra.policy.scan import Scan

__all__ = ["Plan", "plan_problems", "read_plans", "stack_of_plan"]

_REMOTE_STATE = "data.terraform_remote_state."


@dataclass(frozen=True)
class Plan:
    """The plan of one stack: its file, the addresses it was made from, and how many resources it will leave."""

    stack: str
    file: Path
    addresses: frozenset[str]
    resources: int


def read_plans(folder: Path) -> tuple[Plan, ...]:
    """Read every `STACK.plan.json` or `STACK.json` of a folder. Raises `OutputError` where one is no plan."""
    files = sorted(folder.glob("*.json"))
    if not files:
        hint = "write `terraform show -json PLAN > STACK.plan.json` there for each stack"
        raise OutputError(f"{folder}: expected plans, found none; {hint}")
    return tuple(_plan(file) for file in files)


def stack_of_plan(file: str) -> str:
    """Return the stack that a plan is named after."""
    return file.removesuffix(".json").removesuffix(".plan")


def plan_problems(output: Output, plans: tuple[Plan, ...], scan: Scan) -> Iterator[str]:
    """Yield why the plans, or what Checkov read of them, say nothing about the stacks as they are."""
    by_stack = {plan.stack: plan for plan in plans}
    for name, stack in output.stacks.items():
        if name not in by_stack:
            yield f"{name}: has no plan; write `terraform show -json PLAN > {name}.plan.json` beside the others"
        elif by_stack[name].addresses != _addresses(stack):
            yield f"{by_stack[name].file.name}: was not made from the stack as it is now; plan it again"
    for plan in plans:
        if plan.stack not in output.stacks:
            yield f"{plan.file.name}: no stack is called {plan.stack}; a plan is named after its stack"
        elif (seen := scan.blocks.get(plan.file.name, 0)) != plan.resources:
            yield f"{plan.file.name}: {plan.resources} resources are planned, Checkov read {seen}"


def _addresses(stack: Stack) -> frozenset[str]:
    return frozenset(resource.address for resource in stack.resources)


def _plan(file: Path) -> Plan:
    body = read_json(file, "write it with `terraform show -json PLAN`")
    try:
        configured = body["configuration"]["root_module"].get("resources", ())
        planned = list(_planned(body["planned_values"].get("root_module", {})))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{file}: not a plan as `terraform show -json` prints it") from error
    addresses = {resource["address"] for resource in configured}
    return Plan(
        stack=stack_of_plan(file.name),
        file=file,
        addresses=frozenset(address for address in addresses if not address.startswith(_REMOTE_STATE)),
        resources=sum(resource["mode"] == "managed" for resource in planned),
    )


def _planned(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", ())
    for child in module.get("child_modules", ()):
        yield from _planned(child)
