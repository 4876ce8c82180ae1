"""Stacks as they were built: what states hold of them, in the words of the configuration where both mean the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relinfra.comparison.states import former_of_states, read_states
from relinfra.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence.output import Output

__all__ = ["as_built", "without_state"]


def as_built(output: Output, states: Path) -> Output:
    """Return an output in which every stack with a `STACK.state.json` in a folder is what that state holds.

    A resource that is not there is gone, one that nobody configured stands there, and every configured argument has the
    value that it really has; what a reference leads to and no state tells is taken to agree, and what is sensitive is
    covered. Raises `UsageError` for the state of a stack that is none, `OutputError` for what is no state.
    """
    held = read_states(states)
    if strangers := sorted(held.keys() - output.stacks.keys()):
        known = ", ".join(output.stacks)
        raise UsageError(f"{states}: expected states of stacks, one of {known}, found one of {strangers[0]}")
    real, _ = former_of_states(held, output)
    built = {name: replace(one, dependencies=output.stacks[name].dependencies) for name, one in real.stacks.items()}
    return replace(output, stacks={**output.stacks, **built})


def without_state(output: Output, states: Path) -> tuple[str, ...]:
    """Return the stacks of which a folder has no state."""
    return tuple(sorted(output.stacks.keys() - read_states(states).keys()))
