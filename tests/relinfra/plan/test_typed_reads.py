"""Facts are read by their fields: a misspelt one is an error of types, and no sentence drops out in silence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import relinfra

HOUSE = Path(relinfra.__file__).parent
ROOMS = ("claims", "linter", "plan")


def read_by_string(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that look a fact up by a text: `facts["…"]`, `facts.get("…")`, `getattr(record, …)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[ast.Constant(value=str()), *_]):
                named = owner
            case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[ast.JoinedStr(), *_]):
                named = owner
            case ast.Subscript(value=owner, slice=ast.Constant(value=str()) | ast.JoinedStr()):
                named = owner
            case ast.Call(func=ast.Name(id="getattr")):
                yield node.lineno
                continue
            case _:
                continue
        if ast.unparse(named).rpartition(".")[2] == "facts":
            yield node.lineno


@pytest.mark.parametrize("room", ROOMS)
def test_no_fact_is_read_by_a_string(room: str) -> None:
    """In the rooms that speak of facts, the number of such reads is none."""
    found = [
        f"{path.relative_to(HOUSE)}:{line}"
        for path in sorted((HOUSE / room).rglob("*.py"))
        for line in read_by_string(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("text", ['facts["a.b"]', 'x.facts.get(f"{a}.b")', 'facts.get("a")', 'getattr(record, "a")'])
def test_a_read_by_string_would_be_seen(text: str) -> None:
    """The count counts."""
    assert list(read_by_string(ast.parse(text))) == [1]
