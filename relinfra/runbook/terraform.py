"""Terraform brought in line: its state forgets what was replaced, and takes in what replaced it."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter

from relinfra.evidence import Fact, TerraformEvidence, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import named
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["images", "in_line", "place"]


def place(fact: Fact) -> tuple[str, str] | None:
    """Return the stack and the address of the resource that a fact is read from, None for another proof."""
    first = fact.evidence[0]
    return (first.stack, first.address) if isinstance(first, TerraformEvidence) else None


def in_line(stage: Stage, names: Sequence[Fact]) -> tuple[Step, ...]:
    """Return how the stack of resources takes in those that now bear their names, and plans nothing more.

    The state knows a database by an id that no name changes, so that it would follow the damaged one. What the import
    cannot read, such as what happens when it is destroyed, the next apply writes down; it may destroy nothing.
    """
    known = [(name, found) for name in names if (found := place(name))]
    if len(known) != len(names) or not known:
        return (Step("in_line_people", Kind.DECIDE, given={"names": tuple(names)}),)
    stack = known[0][1][0]
    given: dict[str, Given] = {"stack": stack, "names": tuple(names)}
    steps = [Step("initialized", Kind.ACT, "terraform_init", given)]
    for name, (_, address) in known:
        own: dict[str, Given] = {"stack": stack, "address": address, "name": name}
        steps += [Step("forgotten", Kind.ACT, "state_rm", own), Step("taken_in", Kind.ACT, "state_import", own)]
    steps += [
        Step("destroys_nothing", Kind.DEMAND, "plan_destroys", given, "0"),
        Step("applied", Kind.ACT, "apply_plan", given),
        Step("plans_nothing", Kind.DEMAND, "plan_exit", given, "0"),
    ]
    return (*steps, *_dependents(stage, stack))


def _dependents(stage: Stage, stack: str) -> tuple[Step, ...]:
    """Return the apply of the stacks that read that one: the secret of a restored database is a new one."""
    project = Everything(stage.facts, "").project
    reads = {one.key: set(value_of(one.depends_on) or ()) for one in project.stacks}
    reading = {name for name, depends in reads.items() if stack in depends}
    order = TopologicalSorter({name: reads[name] & reading for name in sorted(reading)})
    given = [{"stack": name, "reads": stack} for name in order.static_order()]
    return (*images(stage), *(Step("dependent", Kind.ACT, "apply_stack", one) for one in given))


def images(stage: Stage) -> tuple[Step, ...]:
    """Return how the images that run now are read, so that an apply by hand deploys no other."""
    steps = []
    for service in stage.services:
        variable, image = service.image_variable, service.image
        if variable and image and not image.value.startswith("${"):
            given = {**named(stage, service), "image": image}
            steps.append(Step("tag", Kind.LEARN, "running_tag", given, variable=f"TF_VAR_{variable.value}"))
    return tuple(steps)
