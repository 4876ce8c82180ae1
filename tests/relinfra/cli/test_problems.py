from __future__ import annotations

import io

import pytest

from relinfra.cli.problems import problem_lines
from relinfra.reading.problems import Position, Problem

TEXT = "worker: true\nstrategy: canary\n"
PROBLEM = Problem(
    Position("m.yaml", 2, 11, (2, 17)),
    ("strategy",),
    "`rolling`",
    "`canary`",
    rule="workers-deploy-rolling",
    reason="Refuse what shifts requests where there are none.",
    related=(Position("m.yaml", 1, 1, (1, 7)),),
)


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def lines(stream: io.StringIO) -> list[str]:
    return list(problem_lines([PROBLEM], {"m.yaml": TEXT}, stream=stream))


def test_a_problem_is_told_with_excerpt_and_reason() -> None:
    """Without colours where nobody looks; an empty line ends it."""
    assert lines(io.StringIO()) == [
        "m.yaml:2:11: strategy: expected `rolling`, found `canary`.",
        "  |",
        "1 | worker: true",
        "  | ------",
        "2 | strategy: canary",
        "  |           ^^^^^^",
        "  = workers-deploy-rolling: Refuse what shifts requests where there are none.",
        "",
    ]


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is the same, and never coloured with NO_COLOR."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    coloured = "\n".join(lines(Terminal()))
    assert "\x1b[31m\x1b[1m          ^^^^^^" in coloured
    assert "\x1b[34m\x1b[1m------" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert lines(Terminal()) == lines(io.StringIO())
