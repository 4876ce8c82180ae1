"""Renames that no `moved` block can follow: another environment, project or bucket of states."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.lockfile.lock import Kept, Lock, LockedStack

__all__ = ["moved_lock", "procedure_of_bucket", "procedure_of_name", "renamed"]

_FOLDER = "out/cdktf.out/stacks"


def renamed(name: str, former: str, present: str) -> str | None:
    """Return the name of a stack after what it begins with was renamed; None where it does not begin so."""
    if name == former or name.startswith(f"{former}-"):
        return f"{present}{name.removeprefix(former)}"
    return None


def moved_lock(lock: Lock, former: str, present: str) -> tuple[Lock, tuple[str, ...]]:
    """Return the lock after states were moved, and the stacks that were; `former` and `present` begin their names.

    Or both are the beginning of where states lie, such as `s3://acme-tfstate`.
    """
    moved: dict[str, str] = {}
    stacks: dict[str, LockedStack] = {}
    project = present if lock.project == former else lock.project
    for name, stack in lock.stacks.items():
        new, update = _moved(lock, name, stack, former, present)
        if update:
            moved[name] = new
        stacks[new] = stack.model_copy(update=update)
    found = {name: stack.model_copy(update={"resources": _pointing(stack, moved)}) for name, stack in stacks.items()}
    return lock.model_copy(update={"project": project, "stacks": found}), tuple(moved)


def _pointing(stack: LockedStack, moved: Mapping[str, str]) -> dict[str, dict[str, Kept]]:
    """Return the resources of a stack; what points into a stack that has another name points there."""
    return {
        address: {argument: _pointed(value, moved) for argument, value in arguments.items()}
        for address, arguments in stack.resources.items()
    }


def _pointed(value: Kept, moved: Mapping[str, str]) -> Kept:
    stack, slash, rest = value.partition("/") if isinstance(value, str) else ("", "", "")
    return f"{moved[stack]}/{rest}" if slash and stack in moved else value


def _moved(lock: Lock, name: str, stack: LockedStack, former: str, present: str) -> tuple[str, dict[str, str]]:
    if "://" in former:
        if stack.state != former and not stack.state.startswith(f"{former}/"):
            return name, {}
        return name, {"state": f"{present}{stack.state.removeprefix(former)}"}
    new = renamed(name, former, present)
    if new is None:
        return name, {}
    project = present if lock.project == former else lock.project
    state = stack.state.replace(f"/{lock.project}/{name}.", f"/{project}/{new}.")
    own = f"{lock.project}-{stack.environment}"
    environment = present.removeprefix(f"{lock.project}-") if own == former else stack.environment
    return new, {"state": state, "environment": environment}


def procedure_of_name(lock: Lock, former: str, present: str) -> Iterator[str]:
    """Yield how the states of stacks get to stacks of another name; both names begin those of the stacks."""
    names = [(name, new) for name in lock.stacks if (new := renamed(name, former, present))]
    yield f"To rename {former} to {present} all the same, while nothing is deployed:"
    yield "1. With the name as it was (`git stash`), synthesize, and read each state:"
    for name, _ in names:
        yield f"     terraform -chdir={_FOLDER}/{name} init"
        yield f"     terraform -chdir={_FOLDER}/{name} state pull > {name}.tfstate"
    yield "2. With the new name (`git stash pop`), tell the lock, and synthesize:"
    yield f"     relinfra lock move {former} {present}"
    yield "     relinfra synth"
    yield "   Names in AWS begin with the old name. What AWS cannot rename is refused now, one by one: keep each name"
    yield "   by an entry of `overrides`, or copy the data and let it go by `relinfra lock forget`."
    yield "3. Write each state to its new place:"
    for name, new in names:
        yield f"     terraform -chdir={_FOLDER}/{new} init"
        yield f'     terraform -chdir={_FOLDER}/{new} state push "$PWD/{name}.tfstate"'
    yield "4. `terraform plan` of each may destroy nothing that holds data. Then remove the files and the old states."


def procedure_of_bucket(lock: Lock, names: Collection[str], former: str, present: str) -> Iterator[str]:
    """Yield how the states of stacks get into another bucket; both are beginnings of where they lie."""
    there = {name: stack.state for name, stack in lock.stacks.items() if stack.state.startswith(f"{former}/")}
    whole = set(names) == set(there)
    keys = [""] if whole else [state.removeprefix(former) for name, state in there.items() if name in names]
    yield f"To move the states from {former} to {present}, while nothing is deployed:"
    yield "1. With the bucket as it was (`git stash`), synthesize, and let Terraform know it:"
    yield from (f"     terraform -chdir={_FOLDER}/{name} init" for name in names)
    yield "2. With the new bucket, which exists already (`git stash pop`), tell the lock, and synthesize:"
    yield from (f"     relinfra lock move {former}{key} {present}{key}" for key in keys)
    yield "     relinfra synth"
    yield "3. Let Terraform copy each state:"
    yield from (f"     terraform -chdir={_FOLDER}/{name} init -migrate-state" for name in names)
    yield "4. `terraform plan` of each has to say that there are no changes. Then remove the old states."
