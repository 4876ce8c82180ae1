"""What is synthesized once and read by many tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.locked import locked
from tests.relinfra.stacks.pairwise.matrices import matrices
from tests.relinfra.stacks.renaming import renamed, unrenamed

EXAMPLES = Path(__file__).parents[1] / "examples"

# A machine that is busy fails nothing, and the same tests see the same values.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin first."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let programs that tests start be interrupted, also where this one was started with the signal ignored (nohup)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function: the name of an example in, its `cdktf.out` out; each is synthesized once."""
    done: dict[str, Path] = {}

    def synthesize(example: str) -> Path:
        if example not in done:
            output = tmp_path_factory.mktemp(example) / "cdktf.out"
            ReleaseApp(Matrix.load(EXAMPLES / example / "relinfra.yaml"), output).synth()
            done[example] = output
        return done[example]

    return synthesize


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def covering(shared: Path) -> list[Path]:
    """The covering set, synthesized: a `cdktf.out` for each matrix."""
    return _once(shared / "covering", matrices())


@pytest.fixture(scope="session")
def renamings(shared: Path) -> list[tuple[Path, Path]]:
    """Half of the covering set without former keys, and with every key renamed, synthesized."""
    was = [unrenamed(text) for text in matrices()[::2]]
    before, after = _once(shared / "unrenamed", was), _once(shared / "renamed", map(renamed, was))
    return list(zip(before, after, strict=True))


def _once(folder: Path, texts: Iterable[bytes]) -> list[Path]:
    """Synthesize matrices below a folder, unless another worker did."""
    folder.mkdir(exist_ok=True)
    outputs = []
    with locked(folder / "lock"):
        for number, text in enumerate(texts):
            outputs.append(folder / str(number) / "cdktf.out")
            if not outputs[-1].exists():
                ReleaseApp(Matrix.parse(text), outputs[-1]).synth()
    return outputs
