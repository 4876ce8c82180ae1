"""A resource as it was made, which its contract declares: where it leads to, what is made before it, what it grants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.granted import granted
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = ["departed_grants", "grants_as_made", "lost_dependencies", "lost_references", "reference", "texts"]

EXPRESSION = re.compile(r"\$\{([^}]*)\}|^((?:data|local|module|aws_\w+)\.[\w.\[\]*-]+)$", re.MULTILINE)
"""A reference; Checkov writes some of them without braces."""
OUTPUT = re.compile(r"^data\.terraform_remote_state\.[^.\[]+\.outputs\.(?:cross-stack-output-)?")
NO_NAME = re.compile(r"[^\w-]")
DECLARED = re.compile(r"<([^>]*)>")
UNTOLD = {
    "//",
    "name",
    "identifier",
    "final_snapshot_identifier",
    "tags",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "dashboard_body",
}
SEPARATOR = " | "
ACTION = re.compile("(?:Not)?Action/")
UNKNOWN = "<*>"
Words = tuple[str, ...]
"""A statement in words: each value with its path."""
DEPTH = 5
"""References that lead to references; no stack that Terraform takes has a circle of them."""


def reference(expression: str) -> str:
    """Return what an expression refers to as cdktf names an output of it: without what a name may not hold."""
    return NO_NAME.sub("", OUTPUT.sub("", expression.strip()))


def lost_references(resource: Resource, stack: Stack, *documents: str) -> tuple[str, ...]:
    """Return the references that a resource was made with and no longer has; `documents` are told apart."""
    declared = str(resource.declared("leads") or "").split()
    conf = {name: value for name, value in resource.conf.items() if name not in UNTOLD and name not in documents}
    written = "\n".join(texts(conf))
    left = Counter(reference(one[1] or one[2]) for one in EXPRESSION.finditer(written))
    left.subtract(map(reference, declared))
    missed = [one for one in declared if left[reference(one)] < 0]
    standing = _standing(written, stack) if missed else ""
    return tuple(one for one in missed if not _is_in(_named(one, stack), standing))


def lost_dependencies(resource: Resource) -> tuple[str, ...]:
    """Return what was made to be there before a resource, and for which it no longer waits."""
    declared = str(resource.declared("after") or "").split()
    found = {reference(one) for one in resource.strings("depends_on")}
    return tuple(one for one in declared if reference(one) not in found)


def grants_as_made(resource: Resource, argument: str, stack: Stack) -> Iterator[bool]:
    """Yield whether a document has each statement that it was made with, and no other."""
    declared, found = _statements(resource, argument, stack)
    yield not _lost(declared, found)
    yield not _added(declared, found)
    yield len(found) == len(declared)


def departed_grants(resource: Resource, argument: str, stack: Stack) -> Iterator[str]:
    """Yield the statements that a document has beside those it was made with, and those it lost, by what they allow."""
    declared, found = _statements(resource, argument, stack)
    for words in (*_added(declared, found), *_lost(declared, found)):
        first = next((one for one in words if ACTION.match(one)), words[0])
        yield f"{argument}({first.partition('/')[2]})"


def _statements(resource: Resource, argument: str, stack: Stack) -> tuple[list[Words], list[Words]]:
    """Return the statements that a document was made with, and those that it has."""
    declared = [_declared(one, stack) for one in str(resource.declared("grants")).split(SEPARATOR)]
    return declared, [_words(one, stack) for one in granted(resource, argument, stack)]


def _lost(declared: list[Words], found: list[Words]) -> list[Words]:
    return [one for one in declared if not any(_is_said(one, words) for words in found)]


def _added(declared: list[Words], found: list[Words]) -> list[Words]:
    return [words for words in found if not any(_is_said(one, words) for one in declared)]


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value, but for what Checkov notes of lines."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def _is_in(name: str, text: str) -> bool:
    """Return whether a name stands in a text, and is no part of a longer one."""
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))


def _standing(text: str, stack: Stack) -> str:
    """Return a text in which each reference is what stands for it, wherever it is written and by whomever."""
    return EXPRESSION.sub(lambda one: _named(one[1] or one[2], stack), text)


def _named(expression: str, stack: Stack, depth: int = 0) -> str:
    """Return what stands for a reference: the value that is written there, or the name of the reference in brackets.

    Checkov puts the value in place of the reference where it can.
    """
    kind, _, rest = expression.replace(":", ".").removeprefix("data.").partition(".")
    name, _, path = rest.partition(".")
    target: Block | None = stack.at(f"data.{kind}.{name}" if expression.startswith("data") else f"{kind}.{name}")
    found = target.conf.get(path) if target is not None else None
    text = found[0] if isinstance(found, list) and len(found) == 1 else found
    if not isinstance(text, str) or depth == DEPTH:
        return f"<{reference(expression)}>"
    return EXPRESSION.sub(lambda one: _named(one[1] or one[2], stack, depth + 1), text)


def _words(statement: Mapping[str, Any], stack: Stack) -> Words:
    """Return a statement in words, as it is declared: each value with its path, in no order but the alphabet's."""
    said = {name: value for name, value in statement.items() if name != "Sid"}
    return tuple(sorted(" ".join(_leaves("", said, stack)).split(" ")))


def _leaves(path: str, value: Any, stack: Stack) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}/{name}" if path else name, inner, stack)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner, stack)
    else:
        yield f"{path}/{_standing(str(value), stack)}"


def _declared(line: str, stack: Stack) -> Words:
    """Return the words of a declared statement, references named as those of a document are."""
    words = DECLARED.sub(lambda one: one[0] if one[0] == UNKNOWN else _named(one[1], stack), line)
    return tuple(sorted(words.split(" ")))


def _is_said(declared: Words, found: Words) -> bool:
    """Return whether a declared statement is the found one; a reference that nobody could name may be any."""
    more, less = Counter(found) - Counter(declared), Counter(declared) - Counter(found)
    opened = sorted(one.partition("<")[0] for one in more.elements())
    return all(UNKNOWN in one for one in less) and opened == sorted(
        one.partition(UNKNOWN)[0] for one in less.elements()
    )
