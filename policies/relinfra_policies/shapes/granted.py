"""The statements of a policy document, wherever it is written: as JSON, or as a data source of the stack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.documents import allowed, is_unread, listed, principals, statements
from relinfra_policies.shapes.stack import Stack

__all__ = ["Statement", "allows", "conditions", "denies_insecure_transport", "granted", "reads"]

DOCUMENT = "aws_iam_policy_document"
REFERENCE = re.compile(rf"\bdata\.{DOCUMENT}\.([\w-]+)")

Statement = Mapping[str, Any]
"""A statement as IAM writes it in JSON."""


def granted(resource: Block, argument: str, stack: Stack) -> tuple[Statement, ...]:
    """Return the statements of a document; none, with the argument noted as unknown, where it cannot be read."""
    found = resource.value(argument)
    if isinstance(found, str) and (named := REFERENCE.search(found)):
        data = stack.at(f"data.{DOCUMENT}.{named[1]}")
        if data is not None and not data.strings("source_policy_documents"):
            return tuple(_known(resource, argument, data))
        resource.unknown.append(argument)
        return ()
    if is_unread(found):
        resource.unknown.append(argument)
    return tuple(statements(found))


def _known(resource: Block, argument: str, data: Block) -> Iterator[Statement]:
    """Yield the statements of a data source that are written; others are noted as unknown."""
    for block in data.blocks("statement"):
        before = len(data.unknown)
        read = _statement(block)
        if len(data.unknown) == before:
            yield read
        else:
            resource.unknown.append(argument)


def _statement(block: Block) -> Statement:
    """Return a statement of a data source in the words of JSON."""
    tests: dict[str, dict[str, list[str]]] = {}
    for one in block.blocks("condition"):
        tests.setdefault(one.text("test"), {})[one.text("variable")] = list(one.strings("values"))
    whom: dict[str, list[str]] = {}
    for one in block.blocks("principals"):
        whom.setdefault(one.text("type"), []).extend(one.strings("identifiers"))
    said = {
        "Effect": block.text("effect") or "Allow",
        "Action": list(block.strings("actions")),
        "NotAction": list(block.strings("not_actions")),
        "Resource": list(block.strings("resources")),
        "NotResource": list(block.strings("not_resources")),
        "Principal": {"*": ["*"]} if "*" in whom else whom,
        "NotPrincipal": [one.text("type") for one in block.blocks("not_principals")],
        "Condition": tests,
    }
    return {name: value for name, value in said.items() if value}


def allows(statement: Statement, action: str) -> bool:
    """Return whether a statement allows an action, by its name or by a pattern; IAM knows no case in either."""
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in allowed(statement))


def reads(statement: Statement, *actions: str) -> list[str]:
    """Return the resources for which a statement allows one of these actions; what it spares leaves all others."""
    if not any(allows(statement, action) for action in actions):
        return []
    return listed(statement.get("Resource")) or ["*"]


def conditions(statement: Statement) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the conditions of a statement: the operator, the key in lower case, the values."""
    found = statement.get("Condition")
    for operator, tests in found.items() if isinstance(found, Mapping) else ():
        for key, values in tests.items() if isinstance(tests, Mapping) else ():
            yield str(operator), str(key).lower(), listed(values)


def denies_insecure_transport(found: tuple[Statement, ...]) -> bool:
    """Return whether everybody is denied what comes without TLS."""
    return any(
        one.get("Effect") == "Deny"
        and any(whom == "*" for _, whom in principals(one))
        and any(key == "aws:securetransport" and "false" in values for _, key, values in conditions(one))
        and len(list(conditions(one))) == 1
        for one in found
    )
