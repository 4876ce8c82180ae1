"""Node.js, started while Python still imports cdktf.

jsii starts Node.js when the first package is loaded, and then waits: for the process, and for each package. Python has
a third of a second of importing left to do. So packages are loaded in the background, in order, and the first call of
anything else waits for them. Where a version of jsii does not have what this needs, it starts as it always does.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, cast

import jsii
from jsii import _reference_map
from jsii.errors import JSIIError

from relinfra_constructs import node_failure, package_cache

_FIRST_PACKAGE = "constructs"
"""What every package of the CDK loads first."""

try:
    from jsii._kernel import _callback_till_result, _get_overides, _make_reference_for_native
    from jsii._kernel.providers.process import ProcessProvider
    from jsii._kernel.types import (
        Callback,
        CreateRequest,
        CreateResponse,
        InvokeRequest,
        LoadRequest,
        LoadResponse,
        Override,
    )

    from relinfra_constructs.node import NodeProcess
except ImportError:  # another layout of jsii

    def start_early() -> None:
        """Leave it to jsii."""

    def create(element: Any, arguments: list[Any]) -> None:
        """Leave it to jsii."""
        jsii.create(type(element), element, arguments)

    def tell(element: Any, method: str, arguments: list[Any]) -> None:
        """Leave it to jsii."""
        jsii.invoke(element, method, arguments)
else:
    _overridden: dict[Any, list[Override]] = {}
    """The methods that a class overrides, which Node.js is to ask Python for."""

    class _EarlyProvider(ProcessProvider):
        """Loads packages in the background; every other request waits until all are loaded."""

        def __init__(self) -> None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jsii")
            self._node: Future[NodeProcess] = self._worker.submit(_started, cache=True)
            self._loading: list[Future[LoadResponse]] = []
            self._loaded: list[LoadRequest] = []

        @property
        def _process(self) -> NodeProcess:
            while self._loading:
                self._loading.pop(0).result()
            return self._node.result()

        def tell(self, request: InvokeRequest) -> None:
            """Ask what answers nothing, without waiting for that."""
            self._process.tell(request)

        def load(self, request: LoadRequest) -> LoadResponse:
            self._loading.append(self._worker.submit(self._load, request))
            return LoadResponse(assembly=request.name, types=0)

        def _load(self, request: LoadRequest) -> LoadResponse:
            try:
                answer = self._send(request)
            except (JSIIError, RuntimeError):
                answer = self._load_without_cache(request)
            self._loaded.append(request)
            return answer

        def _load_without_cache(self, request: LoadRequest) -> LoadResponse:
            """Begin anew: the cache, in the home of the user, may be another user's, read-only, full or broken."""
            self._node.result().stop()
            self._node = Future()
            self._node.set_result(_started(cache=False))
            try:
                return [self._send(each) for each in (*self._loaded, request)][-1]
            except (JSIIError, RuntimeError) as error:
                raise node_failure.not_loaded(request.name, error) from error

        def _send(self, request: LoadRequest) -> LoadResponse:
            return cast("LoadResponse", self._node.result().send(request, LoadResponse))

    def _started(*, cache: bool) -> NodeProcess:
        process = NodeProcess(cache=cache and package_cache.can_be_kept())
        process.start()
        return process

    def start_early() -> None:
        """Begin to start Node.js; return at once. Errors of starting it are raised by the first call that needs it.

        Where a program imported cdktf before us, its Node.js knows packages, and perhaps objects, that no other does.
        """
        if _FIRST_PACKAGE not in sys.modules:
            jsii._runtime.kernel.provider = _EarlyProvider()

    def create(element: Any, arguments: list[Any]) -> None:
        """Make what Python has begun to make in Node.js too.

        As `jsii.create` does, which however looks for overridden methods in every object, not once in its class.
        """
        kernel = jsii._runtime.kernel
        kind = type(element)
        if kind not in _overridden:
            _overridden[kind] = _get_overides(kind, element)
        plain = _make_reference_for_native(kernel, arguments)
        interfaces = [one.__jsii_type__ for one in getattr(kind, "__jsii_ifaces__", [])]
        request = CreateRequest(kind.__jsii_type__, plain, _overridden[kind], interfaces)
        answer = kernel.provider.create(request)
        if isinstance(answer, Callback):
            answer = _callback_till_result(kernel, answer, CreateResponse)
        element.__jsii_ref__ = answer
        _reference_map.register_reference(element)

    def tell(element: Any, method: str, arguments: list[Any]) -> None:
        """Call a method that answers nothing, and do not wait for that; an error is raised by the next call."""
        kernel = jsii._runtime.kernel
        if isinstance(kernel.provider, _EarlyProvider):
            plain = _make_reference_for_native(kernel, arguments)
            kernel.provider.tell(InvokeRequest(element.__jsii_ref__, method, plain))
        else:
            jsii.invoke(element, method, arguments)


__all__ = ["create", "start_early", "tell"]
