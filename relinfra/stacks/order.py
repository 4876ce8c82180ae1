"""In which order the stacks of an environment are deployed: ours and the team's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import App

__all__ = ["stacks_by_environment"]


def stacks_by_environment(app: App, output: Path) -> dict[str, list[str]]:
    """Return the names of the stacks by environment, each after those it reads from.

    `output` is the folder just synthesized: cdktf notes in its manifest which stack depends on which.
    """
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    depends = {name: stack["dependencies"] for name, stack in manifest["stacks"].items()}
    names: dict[str, list[str]] = {}
    for child in app.node.children:
        if isinstance(child, EnvironmentStack):
            names.setdefault(child.scope.environment, []).append(Batch.of(child).stack_id)
    return {environment: _ordered(stacks, depends) for environment, stacks in names.items()}


def _ordered(names: Iterable[str], depends: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names with every dependency first, else in the order they were made; cdktf refuses cycles."""
    wanted = list(names)
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        for dependency in depends[name]:
            if dependency in wanted:
                visit(dependency)
        ordered.setdefault(name)

    for name in wanted:
        visit(name)
    return list(ordered)
