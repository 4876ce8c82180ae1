"""Agreed actions, and plans that deviate from them, as people read them."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping

from relinfra.agreement import AgreedStack, Agreement, ChangedValue, Judgement, Kind, PlannedAction, agreement_text
from relinfra.domain.severity import SEVERITIES
from relinfra.plan.markup import cell, code, escape
from relinfra.review.comment import Part, fitted
from relinfra.review.table import aligned
from relinfra.review.words import reason
from relinfra.visible import visible

__all__ = ["AGREEMENT_FORMATS", "render_agreement", "render_judgement"]

_VALUE = 160
_VALUES = 12


def render_agreement(agreement: Agreement, form: str) -> str:
    """Return an agreement as text, with the end of its last line."""
    return _RENDERERS[form](agreement)


def render_judgement(judgement: Judgement) -> str:
    """Return what was found of a plan: each deviation on a line, then what is good to know."""
    told = [
        *(f"{judgement.stack}: {f'{one.address}: ' if one.address else ''}{one.why}" for one in judgement.deviations),
        *(f"{judgement.stack}: {note} (note)" for note in judgement.notes),
    ]
    if judgement.ok:
        told.append(f"{judgement.stack}: does what was agreed")
    return "".join(f"{visible(line)}\n" for line in told)


def _as_table(agreement: Agreement) -> str:
    rows = [("stack", "action", "address", "what", "risk")]
    for stack, action in _actions(agreement):
        lines = _values(action) or [""]
        rows += [
            (stack, str(action.kind), action.address, lines[0], action.risk or "-"),
            *(("", "", "", line, "") for line in lines[1:]),
        ]
    told = [*(aligned([tuple(map(visible, row)) for row in rows]) if len(rows) > 1 else ()), *_notes(agreement)]
    return "\n".join([*told, _head(agreement)]) + "\n"


def _as_markdown(agreement: Agreement) -> str:
    head = f"### {escape(_head(agreement))}\n\n"
    head += f"Planned at {agreement.made.isoformat(timespec='minutes')} of {code(agreement.digest)}.\n"
    for name, value in agreement.inputs.items():
        head += f"\n- {code(name)} = {code(value)}"
    notes = "".join(f"\n- {escape(note)}" for note in _notes(agreement))
    return fitted(f"{head}{notes}\n", [*_risks(agreement), *map(_stack, agreement.stacks)])


def _risks(agreement: Agreement) -> Iterator[Part]:
    found = [(stack, one) for stack, one in _actions(agreement) if one.risk or one.takes_away]
    if found:
        found.sort(key=lambda one: -_rank(one[1].risk))
        rows = (
            f"| {one.risk or '-'} | {one.kind} | {code(f'{stack}:{one.address}')} | {cell(escape(_why(one)))} |\n"
            for stack, one in found
        )
        yield Part("risks", f"\n| risk | action | what | why |\n|---|---|---|---|\n{''.join(rows)}")


def _stack(stack: AgreedStack) -> Part:
    rows = "".join(
        f"| {one.kind} | {code(one.address)} | {'<br>'.join(cell(escape(line)) for line in _values(one))} |\n"
        for one in stack.actions
    )
    number = len(stack.actions) or len(stack.creates)
    title = f"<code>{html.escape(visible(stack.name))}</code>: {number} {'action' if number == 1 else 'actions'}"
    if stack.awaits:
        rows = "".join(f"| create | {code(address)} | |\n" for address in stack.creates)
    table = f"| action | address | what |\n|---|---|---|\n{rows}"
    return Part(code(stack.name), f"\n<details><summary>{title}</summary>\n\n{table}\n</details>\n" if number else "")


def _head(agreement: Agreement) -> str:
    found = [one.kind for _, one in _actions(agreement)]
    found += [Kind.CREATE for stack in agreement.stacks for _ in stack.creates]
    counted = ", ".join(f"{found.count(kind)} to {kind}" for kind in Kind if kind in found)
    return f"{agreement.environment}: {counted or 'nothing changes'}"


def _notes(agreement: Agreement) -> Iterator[str]:
    for stack in agreement.stacks:
        if stack.awaits:
            yield (
                f"{stack.name} could not be planned: it reads from {', '.join(stack.awaits)}, not applied yet; "
                "it may make what is listed, and do nothing else"
            )
        if stack.follows:
            sources = sorted({source for one in stack.follows.values() for source in one.values()})
            named = ", ".join(f"{address}.{name}" for address, one in stack.follows.items() for name in one)
            yield f"{stack.name} may change in place what reads changed outputs of {', '.join(sources)}: {named}"
    yield from (f"{one} holds data: it goes only once that is acknowledged by name" for one in agreement.losses)


def _actions(agreement: Agreement) -> Iterator[tuple[str, PlannedAction]]:
    return ((stack.name, one) for stack in agreement.stacks for one in stack.actions)


def _values(action: PlannedAction) -> list[str]:
    moved = [f"was {action.moved_from}"] if action.moved_from else []
    imported = [f"is {action.imported} in AWS"] if action.imported else []
    # What a new resource is made of stands in the agreement's JSON; it would bury what changes.
    values = [] if action.kind is Kind.CREATE else [_value(one) for one in action.values]
    more = [f"and {len(values) - _VALUES} more"] if len(values) > _VALUES else []
    return [*moved, *imported, *values[:_VALUES], *more]


def _value(one: ChangedValue) -> str:
    return f"{one.path}: {_cut(one.before.told)} → {_cut(one.after.told)}"


def _cut(text: str) -> str:
    return text if len(text) <= _VALUE else f"{text[: _VALUE - 1]}…"


def _why(action: PlannedAction) -> str:
    return reason(action.why) if action.why else ""


def _rank(risk: str) -> int:
    return SEVERITIES.index(risk) if risk in SEVERITIES else -1


_RENDERERS: Mapping[str, Callable[[Agreement], str]] = {
    "table": _as_table,
    "markdown": _as_markdown,
    "json": agreement_text,
}
AGREEMENT_FORMATS = tuple(_RENDERERS)
"""For a terminal, for a pull request or the summary of a job, for programs."""
