"""The sets of documents that a plan can be written as.

A set is a module of this package that holds one `DocumentSet`: adding the module adds the set.
"""

from __future__ import annotations

from relinfra.discovery import modules
from relinfra.plan.sets.document_set import DocumentSet, Edition

__all__ = ["SETS", "DocumentSet", "Edition"]


def _document_sets() -> list[DocumentSet]:
    members = (member for module in modules(__name__, packages=True) for member in vars(module).values())
    return sorted((one for one in members if isinstance(one, DocumentSet)), key=lambda one: (one.order, one.name))


SETS: dict[str, DocumentSet] = {one.name: one for one in _document_sets()}
"""Every set by name, in the order in which they are written."""
