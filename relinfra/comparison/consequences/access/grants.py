"""Grants and denials of a policy document, taken apart so that two documents can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Json
from relinfra.evidence.output import Output

__all__ = ["Grant", "grants"]

_ANY = "*"
_NEGATED = "not "
_REFERENCE = re.compile(r"\$\{[^{}]*\}")

Conditions = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True)
class Grant:
    """One action on one resource for one principal, under conditions; `statement` is where the document says so."""

    effect: str
    principal: str
    action: str
    resource: str
    conditions: Conditions = field(hash=False)
    statement: Attribute = field(compare=False)

    def covers(self, other: Grant) -> bool:
        """Whether everything that `other` grants or denies, this does too."""
        return (
            _matches(self.principal, other.principal)
            and _matches(self.action.lower(), other.action.lower())
            and _matches(self.resource, other.resource)
            and all(
                key in other.conditions and other.conditions[key] <= values for key, values in self.conditions.items()
            )
        )


def grants(document: Attribute | None, output: Output) -> Iterator[Grant]:
    """Yield what a policy in JSON says, statement by statement; nothing where it is no policy.

    What it refers to is named by its address, so that two policies compare whatever words they refer in.
    """
    for statement in document.each("Statement") if document else ():
        resolved = _resolved(statement.value, statement, output)
        body = resolved if isinstance(resolved, dict) else {}
        conditions = _conditions(body.get("Condition"))
        for principal in _principals(body):
            for action in _named(body, "Action"):
                for resource in _named(body, "Resource"):
                    effect = str(body.get("Effect"))
                    yield Grant(effect, principal, action, resource, conditions, statement)


def _resolved(value: Json, at: Attribute, output: Output) -> Json:
    """Return a value whose texts name the addresses that they refer to."""
    if isinstance(value, dict):
        return {key: _resolved(one, at, output) for key, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, at, output) for one in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    return _REFERENCE.sub(lambda found: _address(replace(at, value=found[0]), output), value)


def _address(reference: Attribute, output: Output) -> str:
    found = output.follow(reference)
    return found[0].address if found else reference.text


def _named(body: Mapping[str, Json], key: str) -> tuple[str, ...]:
    """Return the values under a key; what is said by exclusion is one value, comparable with itself alone."""
    if f"Not{key}" in body:
        return (_NEGATED + " ".join(sorted(_texts(body[f"Not{key}"]))),)
    return _texts(body.get(key)) or ("",)


def _principals(body: Mapping[str, Json]) -> tuple[str, ...]:
    if "NotPrincipal" in body:
        return (_NEGATED + " ".join(_accounts(body["NotPrincipal"])),)
    return _accounts(body.get("Principal")) or ("",)


def _accounts(given: Json) -> tuple[str, ...]:
    """Return principals as `Service:ecs.amazonaws.com`; everybody is `*`, in whichever way it is written."""
    if not isinstance(given, dict):
        return _texts(given)
    named = [(kind, name) for kind, names in given.items() for name in _texts(names)]
    return tuple(sorted(_ANY if (kind, name) == ("AWS", _ANY) else f"{kind}:{name}" for kind, name in named))


def _conditions(given: Json) -> Conditions:
    if not isinstance(given, dict):
        return {}
    return {
        (operator, key): frozenset(_texts(values))
        for operator, keys in given.items()
        if isinstance(keys, dict)
        for key, values in keys.items()
    }


def _texts(given: Json) -> tuple[str, ...]:
    if given is None:
        return ()
    return tuple(str(one) for one in given) if isinstance(given, list) else (str(given),)


def _matches(pattern: str, text: str) -> bool:
    if pattern in (text, _ANY):
        return True
    if pattern.startswith(_NEGATED) or not set(pattern) & {"*", "?"}:
        return False
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text, re.DOTALL) is not None
