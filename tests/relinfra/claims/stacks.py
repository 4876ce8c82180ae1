"""The synthesized shop with its resources changed, as facts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from relinfra.evidence import Facts, Output, Repository, collect_facts

__all__ = ["Body", "Change", "changed"]

Body = dict[str, Any]
Change = Callable[[Body], object]
"""What to do to a stack, whose resources are at `resource`."""


def changed(output: Output, changes: Mapping[str, Change]) -> Facts:
    """Return the facts of an output after changes of its stacks, by the name of each."""
    stacks = dict(output.stacks)
    for name, change in changes.items():
        body: Any = copy.deepcopy(stacks[name].body)
        change(body)
        stacks[name] = replace(stacks[name], body=body)
    return collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))
