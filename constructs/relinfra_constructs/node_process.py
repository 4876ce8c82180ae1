"""Node.js, started while Python still imports cdktf.

jsii starts Node.js when the first package is loaded, and then waits: for the process, and for each package. Python has
a third of a second of importing left to do. So packages are loaded in the background, in order, and the first call of
anything else waits for them. Where a version of jsii does not have what this needs, it starts as it always does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import cast

import jsii

from relinfra_constructs.errors import ConstructError

try:
    from jsii._kernel.providers.process import ProcessProvider, _NodeProcess
    from jsii._kernel.types import LoadRequest, LoadResponse
except ImportError:  # another layout of jsii
    start_early = None
else:

    class _EarlyProvider(ProcessProvider):
        """Loads packages in the background; every other request waits until all are loaded."""

        def __init__(self) -> None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jsii")
            self._started = self._worker.submit(_start)
            self._loading: list[Future[LoadResponse]] = []

        @property
        def _process(self) -> _NodeProcess:
            while self._loading:
                self._loading.pop(0).result()
            return self._started.result()

        def load(self, request: LoadRequest) -> LoadResponse:
            self._loading.append(self._worker.submit(self._load, request))
            return LoadResponse(assembly=request.name, types=0)

        def _load(self, request: LoadRequest) -> LoadResponse:
            return cast("LoadResponse", self._started.result().send(request, LoadResponse))

    def _start() -> _NodeProcess:
        process = _NodeProcess()  # type: ignore[no-untyped-call]
        try:
            with _small_young_generation():
                process.start()  # type: ignore[no-untyped-call]
        except OSError as error:
            node = os.environ.get("JSII_NODE", "node")
            raise ConstructError(
                f"{node}: cannot be started ({error.strerror}); the constructs need Node.js 22 or 24: "
                "install it, or pip install 'relinfra[node]'"
            ) from error
        return process

    def start_early() -> None:
        """Begin to start Node.js; return at once. Errors of starting it are raised by the first call that needs it."""
        jsii._runtime.kernel.provider = _EarlyProvider()


__all__ = ["start_early"]


@contextmanager
def _small_young_generation() -> Iterator[None]:
    """Give the Node.js started meanwhile a small young generation; a large one costs 25 MB and gains nothing."""
    before = os.environ.get("NODE_OPTIONS")
    os.environ["NODE_OPTIONS"] = " ".join(filter(None, (before, "--max-semi-space-size=4")))
    try:
        yield
    finally:
        if before is None:
            del os.environ["NODE_OPTIONS"]
        else:
            os.environ["NODE_OPTIONS"] = before
