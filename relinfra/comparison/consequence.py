"""One consequence of what differs between two synthesized outputs, and how it is written down as facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from relinfra.comparison.measures import measures
from relinfra.comparison.pair import Pair
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Evidence, FileEvidence, FormerEvidence, TerraformEvidence, Value
from relinfra.evidence.facts import Everything
from relinfra.evidence.path import Step, written
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.change import ChangedAddress, ChangedStack, ChangeFacts, ChangeKind, Changes
from relinfra.evidence.resource import Resource

__all__ = [
    "RESOURCE",
    "Consequence",
    "LockEntry",
    "absent",
    "absent_before",
    "attribute_change",
    "former",
    "name_path",
    "present",
    "write_consequence",
]

RESOURCE = "resource"
"""What a consequence is about where it is about a resource as a whole."""

_UNNAMED = re.compile(r"[^A-Za-z0-9_]+")
_NAMES = ("identifier", "cluster_identifier", "bucket", "alarm_name", "name", "family", "cidr_block", "description")


@dataclass(frozen=True)
class LockEntry:
    """The line of a lock that keeps a resource of an environment, or that let it go for a `reason`."""

    environment: str
    evidence: FileEvidence
    reason: str = ""


@dataclass(frozen=True)
class Consequence:
    """One thing that follows from a change between two outputs, and why it matters.

    `kind` is `destroyed`, `left`, `created`, `moved`, `replaced`, `database`, `access`, `capacity` or `protection`;
    `what` is the path of an attribute, or `resource`; `why` is a word that the locales know. `how` tells how values
    were brought into their unit, `details` are further values, `lock` is what the lock says of what is lost.
    """

    stack: str
    address: str
    kind: str
    what: str
    why: str
    evidence: tuple[Evidence, ...]
    before: Value | None = None
    after: Value | None = None
    unit: str = ""
    how: str = ""
    stateful: bool = False
    details: Mapping[Field[Any], Value] = field(default_factory=dict)
    lock: LockEntry | None = None

    @property
    def id(self) -> tuple[str, str, str, str]:
        """The words of the id of its facts, below `change`."""
        return self.stack, _slug(self.address), self.kind, _slug(self.what)


def former(resource: Resource, *path: Step) -> FormerEvidence:
    """Return what stood at a path of a resource, be it nothing."""
    found = resource.at(*path)
    if found is None:
        return absent_before(resource, *path)
    return FormerEvidence(found.stack, found.address, written(found.path), found.value)


def present(resource: Resource, *path: Step) -> TerraformEvidence:
    """Return what stands at a path of a resource today, be it nothing."""
    found = resource.at(*path)
    return found.evidence if found else absent(resource, *path)


def absent_before(resource: Resource, *path: Step) -> FormerEvidence:
    """Return that a path of a resource was not there, nor the resource itself perhaps."""
    return FormerEvidence(resource.stack, resource.address, written(path), None)


def absent(resource: Resource, *path: Step) -> TerraformEvidence:
    """Return that a path of a resource is not there today, nor the resource itself perhaps."""
    return TerraformEvidence(resource.stack, resource.address, written(path), None)


def attribute_change(
    pair: Pair,
    kind: str,
    path: tuple[Step, ...],
    why: str,
    *,
    before: Value | None,
    after: Value | None,
    unit: str = "",
    details: Mapping[Field[Any], Value] | None = None,
) -> Consequence:
    """Return the change of one attribute of a resource that stays."""
    evidence = (former(pair.former, *path), present(pair.present, *path))
    how = ""
    if not unit:
        before, after, unit, how = measures(pair.present, path, before, after)
    return Consequence(*pair.place, kind, written(path), why, evidence, before, after, unit, how, details=details or {})


def name_path(resource: Resource) -> tuple[Step, ...]:
    """Return the attribute that names a resource best, to prove by it that the resource is or is not there."""
    body = resource.body if isinstance(resource.body, dict) else {}
    named = (*(name for name in _NAMES if isinstance(body.get(name), str)), *sorted(set(body) - {"//"}))
    return named[:1]


def write_consequence(change: Consequence, stage: Attribute | None, recorder: Recorder) -> None:
    """Write a change down as `STACK.ADDRESS.KIND.WHAT.address`, `.why`, `.before`, `.after`, `.stage`, ..."""
    stack, address, kind, what = change.id
    own = recorder.at(Everything.changes).one(Changes.stacks, stack).one(ChangedStack.addresses, address)
    own = own.one(ChangedAddress.kinds, kind).one(ChangeKind.changes, what)
    if stage:
        own.add(ChangeFacts.stage, stage.text, stage)
    if change.lock:
        _write_lock(change.lock, own, staged=stage is not None)
    own.add(ChangeFacts.address, change.address, *change.evidence)
    own.add(ChangeFacts.why, change.why, *change.evidence, how="compared")
    if change.what != RESOURCE:
        own.add(ChangeFacts.attribute, change.what, *change.evidence)
    if change.stateful:
        own.add(ChangeFacts.stateful, True, *change.evidence, how="type")
    for field_, value in ((ChangeFacts.before, change.before), (ChangeFacts.after, change.after)):
        if value is not None:
            own.add(field_, value, *change.evidence, unit=change.unit, how=change.how)
    for field_, detail in change.details.items():
        own.add(field_, detail, *change.evidence, how="compared")


def _write_lock(entry: LockEntry, own: Recorder, *, staged: bool) -> None:
    if entry.environment and not staged:
        own.add(ChangeFacts.stage, entry.environment, entry.evidence)
    if entry.reason:
        own.add(ChangeFacts.forgotten, entry.reason, entry.evidence)
    else:
        own.add(ChangeFacts.locked, entry.evidence.file, entry.evidence)


def _slug(text: str) -> str:
    return _UNNAMED.sub("-", text).strip("-")
