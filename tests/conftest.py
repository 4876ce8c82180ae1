"""What is synthesized once and read by many tests."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp

EXAMPLES = Path(__file__).parents[1] / "examples"


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
