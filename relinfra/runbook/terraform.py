"""Terraform brought in line: its state forgets what was replaced, and takes in what replaced it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

from relinfra.evidence import Fact, TerraformEvidence, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import named
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["forgotten", "grouped", "images", "in_line", "place"]


def place(fact: Fact) -> tuple[str, str] | None:
    """Return the stack and the address of the resource that a fact is read from, None for another proof."""
    first = fact.evidence[0]
    return (first.stack, first.address) if isinstance(first, TerraformEvidence) else None


def in_line(stage: Stage, names: Sequence[Fact], others: Sequence[str] = ()) -> tuple[Step, ...]:
    """Return how the stacks of resources take in those that now bear their names, and plan nothing more.

    The state knows a database by an id that no name changes, so that it would follow the damaged one: a stack forgets
    and takes in all that were replaced before it plans. What the import cannot read, such as what happens when it is
    destroyed, the next apply writes down; it may destroy nothing. Whatever reads those stacks, or the `others` in which
    something is made anew, is applied once after them.
    """
    stacks = grouped(names)
    if stacks is None:
        return (Step("in_line_people", Kind.DECIDE, given={"names": tuple(names)}),)
    steps = [step for stack, known in stacks.items() for step in _taken_in(stack, known)]
    return (*steps, *_dependents(stage, {*stacks, *others}, set(stacks)))


def grouped(names: Sequence[Fact]) -> dict[str, dict[str, Fact]] | None:
    """Return the facts by stack and by the address of the resource, None where that of one, or any fact, lacks."""
    stacks: dict[str, dict[str, Fact]] = {}
    for name in names:
        found = place(name)
        if found is None:
            return None
        stacks.setdefault(found[0], {})[found[1]] = name
    return stacks or None


def forgotten(stack: str, known: Mapping[str, Fact]) -> tuple[Step, ...]:
    """Return how the state of a stack forgets what stands at the addresses."""
    given: dict[str, Given] = {"stack": stack, "names": tuple(known.values())}
    own: list[dict[str, Given]] = [{"stack": stack, "address": one, "name": name} for one, name in known.items()]
    return (
        Step("initialized", Kind.ACT, "terraform_init", given),
        *(Step("forgotten", Kind.ACT, "state_rm", one) for one in own),
    )


def _taken_in(stack: str, known: Mapping[str, Fact]) -> tuple[Step, ...]:
    given: dict[str, Given] = {"stack": stack, "names": tuple(known.values())}
    own: list[dict[str, Given]] = [{"stack": stack, "address": one, "name": name} for one, name in known.items()]
    return (
        *forgotten(stack, known),
        *(Step("taken_in", Kind.ACT, "state_import", one) for one in own),
        Step("destroys_nothing", Kind.DEMAND, "plan_destroys", given, "0"),
        Step("applied", Kind.ACT, "apply_plan", given),
        Step("plans_nothing", Kind.DEMAND, "plan_exit", given, "0"),
    )


def _dependents(stage: Stage, roots: set[str], done: set[str]) -> tuple[Step, ...]:
    """Return the apply of the stacks that read the `roots`: the secret of a restored database is a new one."""
    project = Everything(stage.facts, "").project
    reads = {one.key: set(value_of(one.depends_on) or ()) for one in project.stacks}
    reading = {name for name, depends in reads.items() if depends & roots} - done
    order = TopologicalSorter({name: reads[name] & reading for name in sorted(reading)})
    given = [{"stack": name, "reads": min(reads[name] & roots)} for name in order.static_order()]
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
