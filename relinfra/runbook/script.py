"""A procedure as a program: it prints what it would do, and does it when asked to."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from relinfra.runbook.shell import shell_command
from relinfra.runbook.step import Kind, Procedure, Step

__all__ = ["script_of"]

_PROGRAMS = ("gh", "jq", "curl", "terraform")


def script_of(procedure: Procedure, title: str, sentences: Sequence[tuple[str, str]], proof: str) -> str:
    """Return the script of a procedure.

    `sentences` are what each step does and what is seen then; `proof` names what its names are proven by.
    """
    head = (
        "#!/usr/bin/env bash",
        f"# {title}",
        "# Written by relinfra; write it again where the stacks have changed. --help says how it is used.",
        "# Functions and variables are handed to steps by name; JMESPath and jq have backticks and $ of their own.",
        "# shellcheck disable=SC2016,SC2034,SC2317,SC2329",
        f"RUNBOOK={shlex.quote(procedure.name)}",
        f"PROOF={shlex.quote(proof)}",
        *(
            f'{name}="${{{name}:-}}"' if name in (*procedure.inputs, *procedure.options) else f"{name}=''"
            for name in procedure.variables
        ),
    )
    numbered = list(enumerate(zip(procedure.steps, sentences, strict=True), start=1))
    functions = [line for number, (step, _) in numbered for line in _functions(number, step)]
    calls = [line for number, (step, said) in numbered for line in _calls(number, step, *said)]
    begin = (f"needs {' '.join(_programs(procedure))}", *_inputs(procedure), f"begin {shlex.quote(title)}")
    return "\n".join(("\n".join(head), "", _prelude(), *functions, "", *begin, *calls, "finish", ""))


def _functions(number: int, step: Step) -> Iterator[str]:
    if step.command:
        yield f"command_{number}() {{\n  {shell_command(step.command, step.given)}\n}}"
    if step.expected:
        yield f"expected_{number}() {{ [[ $1 == {step.expected} ]]; }}"
    if step.failed:
        yield f"failed_{number}() {{ [[ $1 == {step.failed} ]]; }}"


def _calls(number: int, step: Step, done: str, then: str) -> Iterator[str]:
    yield f"\nstep {number} {shlex.quote(done)}"
    if step.key == "account":
        yield "always"
    wanted = shlex.quote(then)
    match step.kind:
        case Kind.DEMAND:
            yield f"demand command_{number} expected_{number} {wanted}"
        case Kind.LEARN:
            yield f"learn command_{number} {step.variable} {step.minutes}"
        case Kind.ACT:
            yield f"act command_{number}"
        case Kind.ATTEMPT:
            yield f"attempt command_{number} {wanted}"
        case Kind.AWAIT:
            failed = f"failed_{number}" if step.failed else "never"
            yield f"await command_{number} expected_{number} {failed} {step.minutes} {wanted}"
        case Kind.DECIDE:
            yield f"decide {wanted}"


def _programs(procedure: Procedure) -> list[str]:
    text = " ".join(shell_command(step.command, step.given) for step in procedure.steps if step.command).split()
    return ["aws", *(name for name in _PROGRAMS if name in text)]


def _inputs(procedure: Procedure) -> tuple[str, ...]:
    return (f"given {' '.join(procedure.inputs)}",) if procedure.inputs else ()


@cache
def _prelude() -> str:
    return (files("relinfra.runbook") / "prelude.sh").read_text(encoding="utf-8")
