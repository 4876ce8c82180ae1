"""From the bytes of a file to nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from relinfra.reading.composer import YAML, Composer, Refusal
from relinfra.reading.file import LARGEST_DOCUMENT
from relinfra.reading.problems import Position, Problem, in_order
from relinfra.reading.scalars import CONTROL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from relinfra.reading.nodes import Node

__all__ = ["compose"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(content: bytes, file: str, error: Callable[[Sequence[Problem]], Exception]) -> Node:
    """Read one YAML document; `file` is the name that positions carry.

    Raises `error` with everything that is wrong with the YAML itself.
    """
    composer = Composer(file)
    try:
        root = composer.compose(yaml.parse(_text(content, file), Loader=_Loader))
    except Refusal as refusal:
        raise error(in_order([*composer.problems, refusal.problem])) from None
    except yaml.MarkedYAMLError as mistake:
        raise error(in_order([*composer.problems, _syntax(mistake, content, file)])) from None
    except yaml.YAMLError as mistake:
        raise error([_file_problem(file, "YAML", " ".join(str(mistake).split()))]) from None
    if composer.problems:
        raise error(in_order(composer.problems))
    return root


def _text(content: bytes, file: str) -> str:
    if len(content) > LARGEST_DOCUMENT:
        raise Refusal(_file_problem(file, "a file of at most 1 MiB", "a larger one"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{content[error.start]:02x}"
        raise Refusal(Problem(_position(content, error.start, file), (), "text in UTF-8", found, rule=YAML)) from None
    if control := CONTROL.search(text):
        found = f"the control character U+{ord(control.group()):04X}"
        start = len(text[: control.start()].encode())
        raise Refusal(Problem(_position(content, start, file), (), "printable text", found, rule=YAML))
    return text


def _syntax(error: yaml.MarkedYAMLError, content: bytes, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _file_problem(file, "YAML", error.problem or "something else")
    position = Position(file, mark.line + 1, mark.column + 1)
    lines = content.decode("utf-8-sig").splitlines()
    indent = lines[mark.line][: mark.column + 1] if mark.line < len(lines) else ""
    hint = "YAML indents with spaces: replace the tab" if "\t" in indent else ""
    reason = ", ".join(part for part in (error.problem, error.context) if part)
    return Problem(position, (), "YAML", f"a mistake in its syntax ({reason})", hint, YAML)


def _position(content: bytes, offset: int, file: str) -> Position:
    before = content[:offset].decode("utf-8-sig", errors="replace")
    return Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _file_problem(file: str, expected: str, found: str) -> Problem:
    return Problem(Position(file, 1, 1), (), expected, found, rule=YAML)
