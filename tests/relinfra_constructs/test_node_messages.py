"""Messages to the kernel of jsii are those that jsii itself would write and read."""

import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from jsii._kernel.providers.process import _CompleteRequest, jdefault
from jsii._kernel.types import (
    Callback,
    CompleteRequest,
    CreateRequest,
    CreateResponse,
    GetRequest,
    GetResponse,
    InvokeRequest,
    InvokeResponse,
    LoadRequest,
    LoadResponse,
    ObjRef,
    Override,
    SetRequest,
    StaticInvokeRequest,
)
from jsii.errors import JSIIError

from relinfra_constructs.aws.expression import Expression
from relinfra_constructs.node import NodeProcess
from relinfra_constructs.node_messages import NodeMessages


class Colour(Enum):
    """An enum as bindings have them."""

    __jsii_type__ = "package.Colour"
    RED = "RED"


class Made:
    """An object that Node.js knows."""

    __jsii_ref__ = ObjRef("package.Made@1", ["package.IMade"])


@pytest.fixture(scope="module")
def converter() -> Any:
    """The converter of jsii."""
    return NodeProcess()._serializer


@pytest.fixture
def messages(converter: Any) -> NodeMessages:
    """Ours."""
    return NodeMessages(converter)


ARGUMENTS = [Made(), "text", Expression("${a.b}"), 1.5, None, True, {"$jsii.map": {"é": [Colour.RED, {}]}}]


@pytest.mark.parametrize(
    "request_",
    [
        CreateRequest(
            "package.Made", ARGUMENTS, [Override(method="go", cookie="go"), Override(property="x")], ["package.I"]
        ),
        CreateRequest("package.Made"),
        GetRequest(ObjRef("package.Made@1", ["package.I"]), "name"),
        InvokeRequest(ObjRef("package.Made@1"), "go", ARGUMENTS),
        InvokeRequest(ObjRef("package.Made@1"), "go", [datetime(2026, 1, 2, tzinfo=UTC)]),
        StaticInvokeRequest("package.Made", "of", ARGUMENTS),
        SetRequest(ObjRef("package.Made@1"), "name", "text"),
        LoadRequest("package", "1.0.0", "/package.tgz"),
    ],
)
def test_questions_say_what_those_of_jsii_say(messages: NodeMessages, converter: Any, request_: Any) -> None:
    """Value for value; the order of keys means nothing."""
    line = messages.question(request_)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == json.loads(json.dumps(converter.unstructure(request_), default=jdefault))


def test_answers_to_callbacks_say_what_those_of_jsii_say(messages: NodeMessages) -> None:
    """The kernel reads these three."""
    answer = _CompleteRequest(CompleteRequest("cb1", None, {"$jsii.map": {"a": [1, Made()]}}))
    said = json.loads(messages.question(answer))["complete"]
    assert said["cbid"] == "cb1"
    assert said["err"] is None
    assert said["result"]["$jsii.map"]["a"][1] == {
        "$jsii.byref": "package.Made@1",
        "$jsii.interfaces": ["package.IMade"],
    }


@pytest.mark.parametrize(
    ("line", "expected", "answer"),
    [
        ('{"ok": {"$jsii.byref": "package.Made@1"}}', CreateResponse, CreateResponse("package.Made@1")),
        ('{"ok": {"value": {"$jsii.map": {"a": 1}}}}', GetResponse, GetResponse({"a": 1})),
        ('{"ok": {}}', GetResponse, GetResponse(None)),
        ('{"ok": {"result": ["a", null]}}', InvokeResponse, InvokeResponse(["a", None])),
        ('{"ok": {}}', InvokeResponse, InvokeResponse(None)),
        ('{"ok": {"assembly": "package", "types": 3}}', LoadResponse, LoadResponse("package", 3)),
    ],
)
def test_answers_are_read_as_jsii_reads_them(messages: NodeMessages, line: str, expected: Any, answer: Any) -> None:
    """Whatever kind was asked for."""
    assert messages.answer(line.encode(), expected) == answer


def test_a_callback_comes_before_the_answer(messages: NodeMessages) -> None:
    """It is Python's turn then."""
    call = {"objref": {"$jsii.byref": "package.Made@1"}, "method": "go"}
    line = json.dumps({"callback": {"cbid": "cb1", "cookie": "go", "invoke": call}})
    found = messages.answer(line.encode(), InvokeResponse)
    assert isinstance(found, Callback)
    assert (found.cbid, found.cookie) == ("cb1", "go")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("@jsii/kernel.Fault", JSIIError), ("@jsii/kernel.RuntimeError", RuntimeError), ("Error", RuntimeError)],
)
def test_errors_are_those_of_jsii(messages: NodeMessages, name: str, kind: type[Exception]) -> None:
    """Whoever catches them catches ours, with a stack or without."""
    for stack in ({}, {"stack": "at home"}):
        with pytest.raises(kind, match="gone"):
            messages.answer(json.dumps({"error": "gone", "name": name, **stack}).encode(), InvokeResponse)


@pytest.mark.parametrize("line", [b"oops\n", b"[1]\n", b"3\n", b"{}\n", b'{"no": 1}\n', b"\xff\n"])
def test_what_is_no_answer_is_refused(messages: NodeMessages, line: bytes) -> None:
    """A program that speaks otherwise is no runtime of jsii."""
    with pytest.raises(ValueError):  # noqa: PT011 - any of them says that it is none
        messages.answer(line, InvokeResponse)
