"""Plans of projects that the examples do not show."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.plan import write_plan
from relinfra.stacks import ReleaseApp

EXAMPLES = Path(__file__).parents[3] / "examples"
Changed = Callable[[str, Callable[[Any], None]], str]
Options = Callable[[Mapping[str, Any]], Path]


@pytest.fixture
def changed(synthesized: Callable[[str], Path], tmp_path: Path) -> Changed:
    """Return a function: a stack of the shop and what to do to its Terraform in, the plan's Markdown out."""

    def plan(stack: str, change: Callable[[Any], None]) -> str:
        output = tmp_path / "cdktf.out"
        shutil.copytree(synthesized("shop"), output)
        path = output / "stacks" / stack / "cdk.tf.json"
        body = json.loads(path.read_text())
        change(body["resource"])
        path.write_text(json.dumps(body))
        write_plan(output, tmp_path, repository=tmp_path / "no repository")
        return (tmp_path / "release-plan.md").read_text()

    return plan


@pytest.fixture(scope="session")
def with_options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """Return a function: what to add to the minimal example's matrix in, its `cdktf.out` out; each synthesized once.

    The matrix lies beside that folder; None takes an environment out.
    """
    done: dict[str, Path] = {}

    def synthesize(options: Mapping[str, Any]) -> Path:
        key = json.dumps(options, sort_keys=True)
        if key not in done:
            folder = tmp_path_factory.mktemp("options")
            matrix = yaml.safe_load((EXAMPLES / "minimal" / "relinfra.yaml").read_text())
            whole = merged(matrix, options)
            whole["environments"] = {name: one for name, one in whole["environments"].items() if one is not None}
            (folder / "relinfra.yaml").write_text(yaml.safe_dump(whole, sort_keys=False))
            ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
            done[key] = folder / "cdktf.out"
        return done[key]

    return synthesize


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return two mappings as one; where both say something that is no mapping, `above` is right."""
    both = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], Mapping) and isinstance(above[key], Mapping):
            both[key] = merged(below[key], above[key])
    return both
