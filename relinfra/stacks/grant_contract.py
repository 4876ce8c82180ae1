"""The contract of grants and references: what each resource leads to and what each document grants, as it was made.

Constructs compose both from the matrix. They are declared before any override is applied, so that whoever widens a
grant or leads a resource elsewhere, by hand or by an override, is told by a policy and not by the plan alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.aws.resource import DataSource, Resource
from relinfra_constructs.cdk import TerraformStack

__all__ = ["References", "grant_contract"]

DOCUMENTS = ("assume_role_policy", "policy", "policy_document")
"""The arguments that hold a document of IAM."""
UNTOLD = {"dashboard_body", "depends_on", "for_each", "lifecycle", "provider"}
"""What shows, or is told apart from what a resource leads to."""
SEPARATOR = " | "
"""What stands between two statements. Checkov evaluates whatever has `=`, brackets or braces in it, and takes long."""
EXPRESSION = re.compile(r"\$\{([^}]*)\}")
UNKNOWN = "*"
"""What stands for a reference to something that is no resource."""


class References:
    """The references that constructs handed out, by the text that stands for each until it is resolved."""

    def __init__(self, stacks: Iterable[TerraformStack]) -> None:
        self._named = {
            str(expression): f"{resource.address}.{path}".replace(".", ":")
            for stack in stacks
            for resource in Batch.of(stack).registered.values()
            if isinstance(resource, Resource | DataSource)
            for path, expression in resource.references.items()
        }

    def named(self, text: str) -> str:
        """Return a text with each reference as `<type:name:attribute>`; no reader takes that for an expression."""
        return EXPRESSION.sub(lambda found: f"<{self._named.get(found[0], UNKNOWN)}>", text)

    def within(self, value: object) -> Iterator[str]:
        """Yield the references in a value as `type:name:attribute`."""
        for text in _texts(value):
            for found in EXPRESSION.finditer(text):
                if named := self._named.get(found[0]):
                    yield named


def grant_contract(body: Mapping[str, Any], references: References) -> Mapping[str, Any]:
    """Return what a resource leads to, what is made before it, and what its document grants."""
    told = {name: value for name, value in body.items() if name not in {*UNTOLD, *DOCUMENTS}}
    leads = " ".join(sorted(references.within(told)))
    after = " ".join(sorted(str(one).replace(".", ":") for one in body.get("depends_on") or ()))
    grants = [line for name in DOCUMENTS for line in _lines(body.get(name), references)]
    found = {"leads": leads, "after": after, "grants": SEPARATOR.join(sorted(grants))}
    return {name: value for name, value in found.items() if value}


def _lines(document: object, references: References) -> Iterator[str]:
    """Yield each statement of a document in one line, without the name that it goes by."""
    if not isinstance(document, str) or not document.startswith("{"):
        return
    for statement in json.loads(document).get("Statement", ()):
        said = {name: value for name, value in statement.items() if name != "Sid"}
        yield " ".join(sorted(_leaves("", said, references)))


def _leaves(path: str, value: Any, references: References) -> Iterator[str]:
    """Yield each value with its path; a list means any of its values, so that order says nothing."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}/{name}" if path else name, inner, references)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner, references)
    else:
        yield f"{path}/{references.named(str(value))}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(inner)
