"""The quality gates of a catalogue: what must hold of the entries themselves, and which of them lack it."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Facts
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.missing import is_missing
from relinfra.plan.model import Check, Checklist, Line
from relinfra.plan.say import label
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, Type
from relinfra.plan.stages import deployed

__all__ = ["gates"]

_Entries = tuple[DeploymentEntry, ...]


def gates(facts: Facts, entries: _Entries, ids: DocumentIds) -> Checklist:
    """Return the gates with their state today: one is passed when there is something to judge and nothing lacks it."""
    return Checklist((_environments(facts, entries), *(_gate(name, entries, ids) for name in _LACKS)))


def _environments(facts: Facts, entries: _Entries) -> Check:
    documented = sum(entry.type == "environment" for entry in entries)
    return Check((label("dep.gate.environments"),), 0 < len(deployed(facts)) == documented)


def _gate(name: str, entries: _Entries, ids: DocumentIds) -> Check:
    judged = [entry for entry in entries if _JUDGED[name] in (None, entry.type)]
    without = [ids.of("DEP", entry.key) for entry in judged if _LACKS[name](entry)]
    said = (label("dep.gate.lacking", ids=", ".join(without)),)
    nothing = (label("dep.gate.nothing"),)
    lacking = () if judged and not without else ((said if without else nothing),)
    return Check((label(f"dep.gate.{name}"),), bool(judged) and not without, lacking)


def _detail(entry: DeploymentEntry, name: str) -> Line:
    return next((one.line for one in entry.details if one.name == name), ())


_JUDGED: dict[str, Type | None] = {
    "criteria": "criteria",
    "triggers": "rollback",
    "validations": "validation",
    "owners": None,
    "traced": "criteria",
}
"""The entries that a gate judges; None for all of them."""

_LACKS: dict[str, Callable[[DeploymentEntry], bool]] = {
    "criteria": lambda entry: is_missing(_detail(entry, "requirement")),
    "triggers": lambda entry: is_missing(_detail(entry, "threshold")),
    "validations": lambda entry: is_missing(_detail(entry, "check")),
    "owners": lambda entry: is_missing(entry.owner),
    "traced": lambda entry: not entry.links,
}
