from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.evidence import Output, read_output
from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import EXAMPLES, merged


@pytest.fixture(scope="session")
def shop(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture
def minimal(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, Any]], Output]:
    """Return a function: what production says beyond the minimal example in, what is synthesized of it out."""

    def synthesize(production: Mapping[str, Any]) -> Output:
        folder = tmp_path_factory.mktemp("minimal")
        matrix = yaml.safe_load((EXAMPLES / "minimal" / "relinfra.yaml").read_text())
        both = merged(matrix, {"environments": {"production": production}})
        (folder / "relinfra.yaml").write_text(yaml.safe_dump(both, sort_keys=False))
        ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
        return read_output(folder / "cdktf.out")

    return synthesize
