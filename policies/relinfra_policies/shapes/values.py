"""The values of a resource as it was written, which its contract declares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.written_json import read_json

__all__ = ["departures", "keeps_values"]

UNTOLD = {
    *("//", "description", "tags", "tags_all"),
    "depends_on",
    *("assume_role_policy", "policy", "policy_document"),
}
"""What only tells and sorts, what comes before, and documents of IAM, whose statements are declared apart."""
EXPRESSION = re.compile(r"\$\{[^}]*\}")
REFERENCE = "<*>"
"""What stands for a value that only Terraform knows."""
NAMED = ("container_definitions", "content", "metric_query", "parameter", "rule", "setting")
"""Arguments in which what has a name, or an id, is found by it."""
EMPTY = "<none>"
"""What stands for an empty list or object in a text of JSON: who reads the text may need it to be there."""
TEXTS = ("container_definitions", "content")
LONG = 80
"""Characters of a text beyond which its digest is declared."""
DIGITS = 16
SEPARATOR = " | "
AFTER_PATH = ": "
Leaf = tuple[str, str]


def keeps_values(resource: Resource, stack: Stack) -> bool:
    """Return whether each argument has the value that it is declared to have, and there is none beside.

    Places in lists are no part of it. What Terraform alone knows may be any reference, or what Checkov found it to be.
    """
    return next(_departures(resource, stack), None) is None


def departures(resource: Resource, stack: Stack) -> tuple[str, ...]:
    """Return the arguments that have another value than is declared, are missing, or are there beside, as paths."""
    return tuple(sorted(set(_departures(resource, stack))))


def _departures(resource: Resource, stack: Stack) -> Iterator[str]:
    told = {name: value for name, value in resource.conf.items() if name not in UNTOLD}
    wanted = Counter(_declared(str(resource.declared("values"))))
    left: dict[str, list[str]] = {}
    for path, text in _leaves("", told):
        leaf = path, _short(text)
        if wanted[leaf] > 0:
            wanted[leaf] -= 1
        else:
            left.setdefault(path, []).append(text)
    for path, pattern in sorted(wanted.elements(), key=lambda leaf: len(leaf[1]), reverse=True):
        said = next((text for text in left.get(path, ()) if _is_said(pattern, text, resource, stack)), None)
        if said is None:
            yield path
        else:
            left[path].remove(said)
    yield from (path for path, texts in left.items() if texts)


def _declared(values: str) -> Iterator[Leaf]:
    """Yield each declared value with its path; one that begins with a point is in the block of the one before."""
    block = ""
    for line in values.split(SEPARATOR) if values else ():
        path, _, text = line.partition(AFTER_PATH)
        path = block + path if path.startswith(".") else path
        block = path.rpartition(".")[0]
        yield unquote(path), unquote(text)


def _is_said(pattern: str, text: str, resource: Resource, stack: Stack) -> bool:
    """Return whether a text is a declared one, with a reference, or what another resource holds, where that has one."""
    found = re.fullmatch("(.+)".join(map(re.escape, pattern.split(REFERENCE))), text, re.DOTALL)
    if not found:
        return False
    held = stack.once(_held)
    return all(is_expression(one) or held.get(one, set()) - {resource.address} for one in found.groups())


def _held(stack: Stack) -> dict[str, set[str]]:
    """Return every value in a stack with who holds it: Checkov puts them in the place of references to them."""
    found: dict[str, set[str]] = {value: {""} for value in (*stack.defaults, *stack.locals)}
    for one in stack.all():
        for _, text in _leaves("", {name: value for name, value in one.conf.items() if name != "//"}):
            found.setdefault(text, set()).add(one.address)
    return found


def _leaves(path: str, value: Any) -> Iterator[Leaf]:
    """Yield each value with its path; containers, steps and rules are found by their names, not by their places."""
    if value in ([], {}) and path.startswith(TEXTS):
        yield path, EMPTY
    elif isinstance(value, Mapping):
        below, parts = _named(path, value) if path.startswith(NAMED) else (path, value)
        for key, inner in parts.items():
            if not str(key).startswith("__"):
                yield from _leaves(f"{below}.{key}" if below else str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    elif isinstance(value, str) and value[:1] in {"{", "["}:
        read = _decoded(value)
        yield from _leaves(path, read) if read is not None else iter([(path, value)])
    elif value is not None:
        yield path, _written(value)


def _named(path: str, value: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the path of what has a name or an id, and what it holds beside; Checkov has a list of one for a text."""
    for key in ("name", "id"):
        name = value.get(key)
        name = name[0] if isinstance(name, list) and len(name) == 1 else name
        if isinstance(name, str):
            return f"{path}({name})", {one: inner for one, inner in value.items() if one != key}
    return path, value


def _decoded(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        return None


def _written(value: object) -> str:
    """Return a value as Terraform writes it: `true`, and a whole number without its point."""
    whole = isinstance(value, float) and value.is_integer()
    return str(value).lower() if isinstance(value, bool) else f"{value:.0f}" if whole else str(value)


def _short(text: str) -> str:
    """Return a text as it is declared: references masked; of a long one without any, its digest."""
    masked = EXPRESSION.sub(REFERENCE, text)
    if len(masked) <= LONG or REFERENCE in masked:
        return masked
    return f"#{sha256(masked.encode()).hexdigest()[:DIGITS]}"
