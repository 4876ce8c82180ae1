"""The place in the matrix that decides what a resource is: for a failure, where to change it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relinfra.domain.names import terraform_name
from relinfra.evidence.declared import Declarations

__all__ = ["Made", "Origin", "origin_of"]

_FIELD = re.compile(r"`([a-z]\w*(?:\.\w+)*)(?:: [^`]*)?`")
"""A field that a remedy names: `` `deployment.bake_minutes` ``, `` `login: iam` ``."""

_KEYED = ("services", "databases", "buckets")
_STACKS = {"network": "network", "observability": "observability", "recovery": "disaster_recovery", "edge": "edge"}
"""The section that a whole stack comes from, by a word of its name."""

_SINGULAR = {"services": "service", "databases": "database", "buckets": "bucket"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A field of the matrix for one environment, and the line on which it stands or belongs."""

    field: str
    """The whole path below the environment, such as `services.web.deployment.bake_minutes`."""
    file: str
    line: int | None
    written: bool = True
    """Whether the matrix sets the field; where it does not, the line begins what it belongs into."""

    @property
    def place(self) -> str:
        """The place as `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place} {self.field}{'' if self.written else ' (not set)'}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A resource of a stack, with the construct that made it."""

    environment: str
    stack: str
    address: str
    construct: str
    """The path of the construct; empty where none is told."""


def origin_of(declared: Declarations, made: Made, remedy: str) -> Origin | None:
    """Return the place that decides about a resource: its override, the field of the remedy, or what declares it.

    None for what no environment of the matrix declares, such as a stack of the team's own.
    """
    if made.stack not in declared.stacks(made.environment):
        return None
    return _override(declared, made) or _declared(declared, made.environment, made.construct, remedy)


def _override(declared: Declarations, made: Made) -> Origin | None:
    """Return the first override of the resource: whatever else is set, that is what Terraform applies."""
    place = (made.environment, made.stack, made.address)
    for one in declared.deviations:
        if (one.environment, one.stack, one.address) == place:
            return Origin(field=f"override of {one.argument}", file=one.source.file, line=one.source.line)
    return None


def _declared(declared: Declarations, environment: str, construct: str, remedy: str) -> Origin:
    bases = [base for base in (_base(declared, environment, construct),) if base]
    for field in _FIELD.findall(remedy):
        for path in _paths(field, bases):
            found = _nearest(declared, environment, path, bases)
            if found:
                return found
    for path in (*bases, *_sections(construct)):
        if source := declared.source(environment, path):
            return Origin(field=path, file=source.file, line=source.line)
    here = declared.name_of(environment).evidence
    return Origin(field=f"environments.{environment}", file=here.file, line=here.line)


def _base(declared: Declarations, environment: str, construct: str) -> str | None:
    """Return `services.web` for a construct `…/service-web/…`; a segment has kind and key, or the key alone."""
    segments = [one for one in construct.split("/")[1:] if not one.startswith(("aws_", "data."))]
    keyed = [(kind, key) for kind in _KEYED for key in declared.keys(environment, kind)]
    exact = [(kind, key) for kind, key in keyed if any(one.endswith(f"{_SINGULAR[kind]}-{key}") for one in segments)]
    loose = [pair for pair in keyed if any(one.endswith(f"-{pair[1]}") for one in segments)]
    loose += [pair for pair in keyed if any(one.startswith(f"{pair[1]}-") for one in segments)]
    found = max(exact, key=lambda pair: len(pair[1]), default=None) or next(iter(loose), None)
    return ".".join(found) if found else None


def _paths(field: str, bases: list[str]) -> Iterator[str]:
    """Yield the whole paths that a field of a remedy can mean: below what declares the construct, and of itself."""
    kind, _, rest = field.partition(".KEY.")
    if rest:
        yield from (f"{base}.{rest}" for base in bases if base.startswith(f"{kind}."))
        return
    yield from (f"{base}.{field}" for base in bases)
    yield field


def _nearest(declared: Declarations, environment: str, path: str, bases: list[str]) -> Origin | None:
    """Return where a path stands; where it is not set, where the section does that it belongs into."""
    if source := declared.source(environment, path):
        return Origin(field=path, file=source.file, line=source.line)
    parent, _, _ = path.rpartition(".")
    if not parent or parent in bases:
        return None
    if source := declared.source(environment, parent):
        return Origin(field=path, file=source.file, line=source.line, written=False)
    return None


def _sections(construct: str) -> Iterator[str]:
    """Yield the sections of an environment that a construct can come from, by its name and that of its stack."""
    stack, *segments = construct.split("/")
    for one in segments[:1]:
        yield terraform_name(one)
    yield from (_STACKS[part] for part in stack.split("-") if part in _STACKS)
