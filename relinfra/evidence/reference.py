"""References: the addresses that a Terraform expression points at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Reference", "references"]

_EXPRESSION = re.compile(r"(?<!\$)\$\{((?:[^{}]|\{[^{}]*\})*)\}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_REMOTE = re.compile(r"data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)")
_LOCAL = re.compile(r"(?<![\w.])local\.([\w-]+)")
_RESOURCE = re.compile(r"(?<![\w.])((?:data\.)?aws_\w+)\.([A-Za-z_][\w-]*)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A resource (`kind` is its type), a local (`local`) or an output of another stack (`output`).

    For an output `scope` is the remote state it is read from; otherwise it is empty.
    """

    kind: str
    name: str
    scope: str = ""


@lru_cache(maxsize=100_000)
def references(text: str) -> tuple[Reference, ...]:
    """Return everything the expressions in `text` point at, each once, in order."""
    found: dict[Reference, None] = {}
    for expression in _EXPRESSION.findall(text):
        bare = _QUOTED.sub('""', expression)
        for state, output in _REMOTE.findall(bare):
            found[Reference("output", output, state)] = None
        bare = _REMOTE.sub("", bare)
        found |= {Reference("local", name): None for name in _LOCAL.findall(bare)}
        found |= {Reference(kind, name): None for kind, name in _RESOURCE.findall(bare)}
    return tuple(found)
