"""The quality gates of a catalogue: what must hold of the entries themselves, and whether it does."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Facts
from relinfra.plan.missing import is_missing
from relinfra.plan.model import Check, Checklist, Line
from relinfra.plan.say import label
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry
from relinfra.plan.stages import deployed

__all__ = ["gates"]


def gates(facts: Facts, entries: tuple[DeploymentEntry, ...]) -> Checklist:
    """Return the gates with their state today."""
    return Checklist(
        tuple(Check((label(f"dep.gate.{name}"),), holds(facts, entries)) for name, holds in _GATES.items())
    )


def _of(entries: tuple[DeploymentEntry, ...], type_: str) -> list[DeploymentEntry]:
    return [entry for entry in entries if entry.type == type_]


def _detail(entry: DeploymentEntry, name: str) -> Line:
    return next((one.line for one in entry.details if one.name == name), ())


def _environments(facts: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    return 0 < len(deployed(facts)) == len(_of(entries, "environment"))


def _criteria(_: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    found = _of(entries, "criteria")
    return bool(found) and not any(is_missing(_detail(entry, "requirement")) for entry in found)


def _triggers(_: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    found = _of(entries, "rollback")
    return bool(found) and not any(is_missing(_detail(entry, "threshold")) for entry in found)


def _validations(_: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    found = _of(entries, "validation")
    return bool(found) and not any(is_missing(_detail(entry, "check")) for entry in found)


def _owners(_: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    return bool(entries) and not any(is_missing(entry.owner) for entry in entries)


def _traced(facts: Facts, entries: tuple[DeploymentEntry, ...]) -> bool:
    functional = [entry for entry in _of(entries, "criteria") if entry.links]
    return bool(functional) and bool(facts.release.tests)


_GATES: dict[str, Callable[[Facts, tuple[DeploymentEntry, ...]], bool]] = {
    "environments": _environments,
    "criteria": _criteria,
    "triggers": _triggers,
    "validations": _validations,
    "owners": _owners,
    "traced": _traced,
}
