"""Rules for values that are well-formed alone and must fit together; one rule, one function.

Adding a rule is adding its function to a module here and to the module's `__all__`. What it takes says what it is asked
about: the whole `MatrixContent`, each environment on AWS (`Scope`), or every environment (`AnyScope`).
"""

from __future__ import annotations

from functools import cache
from inspect import get_annotations, isfunction
from typing import TYPE_CHECKING, Any

from relinfra.discovery import modules
from relinfra.matrix.rules.finding import Finding, local_scopes, scopes
from relinfra.reading.finding import broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relinfra.matrix.content import MatrixContent

__all__ = ["ANY_SCOPE", "MATRIX", "SCOPE", "Finding", "findings", "rules"]

MATRIX, SCOPE, ANY_SCOPE = "MatrixContent", "Scope", "AnyScope"
"""What a rule may take."""

_FOUND = "Iterator[Finding]"


@cache
def rules(*takes: str) -> tuple[Callable[[Any], Iterator[Finding]], ...]:
    """Return every rule that takes one of `takes`, by name."""
    found = (function for function, taken in _all_rules() if taken in takes)
    return tuple(sorted(found, key=lambda rule: rule.__name__))


def findings(matrix: MatrixContent) -> Iterator[Finding]:
    """Apply every rule to all it is for."""
    for rule in rules(MATRIX):
        yield from broken(rule, matrix)
    for scope in scopes(matrix):
        for rule in rules(SCOPE, ANY_SCOPE):
            yield from broken(rule, scope)
    for local in local_scopes(matrix):
        for rule in rules(ANY_SCOPE):
            yield from broken(rule, local)


@cache
def _all_rules() -> tuple[tuple[Callable[[Any], Iterator[Finding]], str], ...]:
    """Return every rule and what it takes."""
    named = (getattr(module, name) for module in modules(__name__) for name in module.__all__)
    typed = ((one, get_annotations(one)) for one in named if isfunction(one))
    return tuple((rule, _taken(rule, types)) for rule, types in typed if types.get("return") == _FOUND)


def _taken(rule: Callable[[Any], Iterator[Finding]], types: Mapping[str, str]) -> str:
    taken = [type_ for name, type_ in types.items() if name != "return"]
    if len(taken) != 1 or taken[0] not in (MATRIX, SCOPE, ANY_SCOPE):
        msg = f"{rule.__name__}: expected a rule that takes one {MATRIX}, {SCOPE} or {ANY_SCOPE}, found {taken}"
        raise TypeError(msg)
    return taken[0]
