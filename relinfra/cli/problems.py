"""Problems as a person should see them, and as an editor reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relinfra.cli.terminal import style
from relinfra.reading.problems import VALUE
from relinfra.reading.snippet import Part, snippet
from relinfra.reading.translate import MISSING
from relinfra.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from relinfra.reading.problems import Position, Problem

__all__ = ["json_of", "json_of_place", "problem_lines", "shown"]

_LOOKS: Mapping[Part, Mapping[str, Any]] = {
    Part.GUTTER: {"fg": "blue", "bold": True},
    Part.SOURCE: {},
    Part.MARK: {"fg": "red", "bold": True},
    Part.RELATED: {"fg": "blue", "bold": True},
}


def problem_lines(
    problems: Iterable[Problem], sources: Mapping[str, str], *, stream: TextIO | None = None
) -> Iterator[str]:
    """Yield the lines of each problem: what is wrong, an excerpt of its place, the rule with its reason."""
    for problem in problems:
        yield from shown(str(problem), problem.position, sources, problem.related, _rule(problem), stream=stream)


def _rule(problem: Problem) -> str:
    """Return the rule with its reason; that a value is none of its field's is said by what the field is."""
    if not problem.reason or problem.rule in (VALUE, MISSING):
        return problem.reason
    return f"{problem.rule}: {problem.reason}"


def shown(
    text: str,
    position: Position,
    sources: Mapping[str, str],
    related: tuple[Position, ...] = (),
    rule: str = "",
    *,
    stream: TextIO | None = None,
) -> Iterator[str]:
    """Yield a sentence that begins with its place, an excerpt of that place where there is one, and the rule."""
    where = str(position)
    yield f"{style(where, stream=stream, bold=True)}{text.removeprefix(where)}" if text.startswith(where) else text
    lines = list(snippet(position, sources, related))
    for line in lines:
        yield "".join(style(piece, stream=stream, **_LOOKS[part]) for part, piece in line).rstrip()
    margin = " " * len(lines[0][0][1].rstrip("|")) if lines else "  "
    if rule:
        yield f"{style(f'{margin}=', stream=stream, **_LOOKS[Part.GUTTER])} {visible(rule)}"
    if lines or rule:
        yield ""


def json_of(problem: Problem, severity: str) -> dict[str, Any]:
    """Return a problem for programs; lines and columns count from 1, and the end is after the last character."""
    return {
        **json_of_place(problem.position),
        "path": list(problem.path),
        "rule": problem.rule,
        "severity": severity,
        "message": problem.message,
        "expected": problem.expected,
        "found": problem.found,
        "reason": problem.reason,
        "help": problem.hint,
        "related": [json_of_place(place) for place in problem.related],
    }


def json_of_place(position: Position) -> dict[str, Any]:
    """Return a place for programs: where it begins, and where it ends."""
    end = position.end or (position.line, position.column + 1)
    return {
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "end_line": end[0],
        "end_column": max(end[1], position.column + 1) if end[0] == position.line else end[1],
    }
