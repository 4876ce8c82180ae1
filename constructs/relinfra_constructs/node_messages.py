"""Questions to the kernel of jsii as lines of JSON, and its answers.

jsii does this with converters that look at the type of every value in every message, which costs more than the rest of
a call. The few kinds of messages that constructs are made of are written and read here; the others as jsii does it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, cast

import attr
from jsii._kernel.providers.process import (
    _CompleteRequest,
    _unstructure_enum,
    _unstructure_ref,
    jdefault,
    ohook,
)
from jsii._kernel.types import (
    Callback,
    CreateRequest,
    CreateResponse,
    GetRequest,
    GetResponse,
    InvokeRequest,
    InvokeResponse,
    KernelRequest,
    KernelResponse,
    ObjRef,
    Override,
    StaticInvokeRequest,
)
from jsii._stack_trace import capture_stack_trace, is_enabled
from jsii.errors import ErrorType, JavaScriptError, JSIIError

__all__ = ["NodeMessages"]

_USUAL = {CreateRequest: "create", GetRequest: "get", InvokeRequest: "invoke", StaticInvokeRequest: "sinvoke"}
_ANSWERS: Mapping[type, Callable[[Any], Any]] = {
    CreateResponse: lambda ok: CreateResponse(ref=ok.ref),
    GetResponse: lambda ok: GetResponse(ok.get("value")),
    InvokeResponse: lambda ok: InvokeResponse(ok.get("result")),
}


class NodeMessages:
    """`converter` is jsii's own, for what is rare."""

    def __init__(self, converter: Any) -> None:
        self._converter = converter

    def question(self, request: KernelRequest) -> bytes:
        """Return the line that asks it."""
        message = self._message(request)
        if is_enabled() and (trace := capture_stack_trace()):
            message["$jsii.stacktrace"] = trace
        return json.dumps(message, default=_plain).encode() + b"\n"

    def answer(self, line: bytes, expected: type[KernelResponse]) -> KernelResponse:
        """Return the answer of a line, or the callback that is to be answered first.

        Raises JSIIError or RuntimeError where Node.js answers with an error, and ValueError where that is no answer.
        """
        message = json.loads(line, object_hook=ohook)
        if not isinstance(message, dict) or not message.keys() & {"ok", "callback", "error"}:
            raise ValueError(line.decode(errors="replace"))
        if "error" in message:
            kind = JSIIError if message["name"] == ErrorType.JSII_FAULT.value else RuntimeError
            raise kind(message["error"]) from JavaScriptError(message.get("stack", ""))  # type: ignore[no-untyped-call]
        if "callback" in message:
            return cast("Callback", self._converter.structure(message["callback"], Callback))
        read = _ANSWERS.get(expected) or (lambda ok: self._converter.structure(ok, expected))
        return cast("KernelResponse", read(message["ok"]))

    def _message(self, request: KernelRequest) -> dict[str, Any]:
        if type(request) in _USUAL:
            return {"api": _USUAL[type(request)], **_fields(request)}
        if isinstance(request, _CompleteRequest):
            return {"complete": _fields(request.complete)}
        return cast("dict[str, Any]", self._converter.unstructure(request))


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__slots__ if name != "__weakref__"}


def _plain(value: Any) -> Any:
    if isinstance(value, ObjRef):
        return _unstructure_ref(value)  # type: ignore[no-untyped-call]
    if isinstance(value, Override):
        return attr.asdict(value)
    if isinstance(value, Enum):
        return _unstructure_enum(value)  # type: ignore[no-untyped-call]
    return jdefault(value)  # type: ignore[no-untyped-call]
