"""Documents of IAM: statements, what they allow, and whom a role trusts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from relinfra_policies.shapes.block import Block, is_expression

__all__ = ["allowed", "decoded", "is_unread", "listed", "principals", "services", "statements", "trusted"]


def decoded(document: object) -> Mapping[str, Any]:
    """Return a document that is written as JSON or read by Checkov already; an empty one where it cannot be read."""
    try:
        found = json.loads(document) if isinstance(document, str) else document
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def statements(document: object) -> Iterator[Mapping[str, Any]]:
    """Yield the statements of a document, written as JSON or read by Checkov already."""
    found = decoded(document).get("Statement")
    for statement in found if isinstance(found, list) else [found]:
        if isinstance(statement, Mapping):
            yield statement


def listed(value: object) -> list[str]:
    """Return one or several strings as a list."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def is_unread(document: object) -> bool:
    """Return whether Terraform makes a document of what cannot be read here."""
    return isinstance(document, str) and is_expression(document) and not any(True for _ in statements(document))


def allowed(statement: Mapping[str, Any]) -> list[str]:
    """Return the actions that a statement allows."""
    return listed(statement.get("Action")) if statement.get("Effect") == "Allow" else []


def principals(statement: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return whom a statement is about, each with its kind: `Service`, `AWS`, `Federated` or `*`."""
    principal = statement.get("Principal")
    groups = principal if isinstance(principal, Mapping) else {"*": principal}
    return [(str(kind), one) for kind, named in groups.items() for one in listed(named)]


def services(statement: Mapping[str, Any]) -> set[str]:
    """Return whom a statement is about: services, accounts, roles or `*`."""
    return {name for _, name in principals(statement)}


def trusted(role: Block) -> set[str]:
    """Return whom a role lets assume it."""
    return {one for statement in statements(role.value("assume_role_policy")) for one in services(statement)}
