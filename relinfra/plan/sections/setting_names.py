"""Names of settings in words: what a fact of a stage is called where stages are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from relinfra.evidence.record import Field, Part, Parts, Record
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import label

__all__ = ["key_below", "kind_of", "setting_name"]

_Kinds = tuple[type[Record], ...]
_Member = Field[Any] | Part[Any] | Parts[Any]


def setting_name(name: str) -> Line:
    """Return what a fact or a thing of a stage is called by its id in it: `service.web.cpu` is Service `web`: CPU."""
    line: list[Line] = []
    for member, key in _members((Stage,), name.split(".")):
        if isinstance(member, Field):
            colon = (label("difference.other.colon"),) if line else ()
            line.append((*colon, label(f"setting.field.{member.word}")))
        else:
            within = (label("difference.other.within"),) if line else ()
            line.append((*within, label(f"setting.thing.{member.word}"), *_named(key)))
    return tuple(statement for part in line for statement in part)


def kind_of(thing: str) -> str:
    """Return the id of the kind of a thing: itself where there is one of it alone, without its key where several."""
    *_, (_, key) = _members((Stage,), thing.split("."))
    return thing.rpartition(".")[0] if key else thing


def key_below(kind: str, name: str) -> str:
    """Return the key by which a name says of which thing of a kind it is; empty where there is one of it alone."""
    *_, (member, _) = _members((Stage,), kind.split("."))
    rest = name.removeprefix(f"{kind}.") if name != kind else ""
    return rest.partition(".")[0] if isinstance(member, Parts) else ""


def _named(key: str) -> Line:
    return (label("difference.subject", name=key),) if key else ()


def _members(kinds: _Kinds, words: Sequence[str]) -> Iterator[tuple[_Member, str]]:
    """Yield the members that an id leads through, each with the key of the one it means, which is empty of a part."""
    if not words:
        return
    for length in range(len(words), 0, -1):
        member = _known(kinds).get(".".join(words[:length]))
        match member:
            case None:
                continue
            case Parts():
                key = words[length] if len(words) > length else ""
                yield member, key
                yield from _members(member.kinds, words[length + 1 :])
            case Part():
                yield member, ""
                yield from _members(member.kinds, words[length:])
            case Field():
                yield member, ""
        return


@cache
def _known(kinds: _Kinds) -> dict[str, _Member]:
    """Return the members of records by the word they add to an id; those of a part without a word are the record's."""
    found: dict[str, _Member] = {}
    for base in (base for kind in kinds for base in reversed(kind.__mro__)):
        for member in vars(base).values():
            if isinstance(member, Part | Parts) and not member.word:
                found |= _known(member.kinds)
            elif isinstance(member, Field | Part | Parts):
                found[member.word] = member
    return found
