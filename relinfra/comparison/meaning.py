"""Texts with references, compared for what they mean: the same resource may be referred to in other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource

__all__ = ["attribute_of", "references_of", "same_meaning"]

_EXPRESSION = re.compile(r"(?<!\$)(\$\{(?:[^{}]|\{[^{}]*\})*\})")
_DIRECT = re.compile(r"\$\{(?:data\.)?aws_\w+\.[\w-]+\.(\w+)\}")
_NAMING = ("arn", "id", "name")
"""The attributes that name a resource: most arguments take one for another."""

Followed = Callable[[Attribute], Sequence[Resource]]


def same_meaning(
    was: Attribute, now: Attribute, before: Followed, after: Followed, today: Callable[[Resource], str]
) -> bool:
    """Whether two texts say the same but for references that lead to the same resources.

    `before` and `after` follow a reference in the output of its side; `today` is the present address of a former one.
    """
    if not (isinstance(was.value, str) and isinstance(now.value, str)):
        return False
    former, present = _EXPRESSION.split(was.value), _EXPRESSION.split(now.value)
    # Every second part is a reference.
    if former[::2] != present[::2]:
        return False
    pairs = zip(former[1::2], present[1::2], strict=True)
    return all(
        one == other
        or (
            _same_attribute(one, other)
            and bool(first := before(_part(was, one)))
            and [today(found) for found in first] == [found.address for found in after(_part(now, other))]
        )
        for one, other in pairs
    )


def references_of(attribute: Attribute) -> list[Attribute]:
    """Return the references in a text, each as a text of its own."""
    found = _EXPRESSION.split(attribute.value)[1::2] if isinstance(attribute.value, str) else []
    return [_part(attribute, one) for one in found]


def attribute_of(reference: Attribute) -> str:
    """Return the attribute that a direct reference asks for; empty where it leads through a local or another stack."""
    found = _DIRECT.fullmatch(reference.text)
    return found[1] if found else ""


def _same_attribute(one: str, other: str) -> bool:
    """Whether two direct references name the resource; of those through locals and other stacks nothing is known."""
    first, second = _DIRECT.fullmatch(one), _DIRECT.fullmatch(other)
    return not (first and second) or first[1] == second[1] or {first[1], second[1]} <= set(_NAMING)


def _part(attribute: Attribute, expression: str) -> Attribute:
    return Attribute(attribute.stack, attribute.address, attribute.path, expression)
