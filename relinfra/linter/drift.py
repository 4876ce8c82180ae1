"""Differences between two environments of a matrix, value by value, but for what each has of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["OWN", "Difference", "differences"]

Path = tuple[str, ...]

OWN: Mapping[str, str] = {
    "account": "each has one of its own, so that a mistake in one reaches no other",
    "name": "it tells them apart",
    "short_name": "it tells them apart",
    "live": "it tells them apart",
    "purpose": "it tells them apart",
    "tags*": "they say whose a resource is",
    "approval*": "people agree where it matters",
    "budget*": "less runs where less is asked",
    "region": "where it runs changes nothing of what runs",
    "regions*": "each is compared by itself",
    "timezone": "its people may live elsewhere",
    "disaster_recovery*": "what is lost with a region has to come back where customers are",
    "network*": "ranges differ, and zones and gateways follow how much may be lost",
    "edge*": "what attacks the one may not reach the other",
    "services.*.domain*": "each has an address of its own",
    "services.*.scaling*": "as many tasks run as requests come",
    "services.*.capacity*": "what may be taken away differs",
    "services.*.synthetics*": "what is watched day and night differs",
    "services.*.deployment.rollback*": "few requests make other thresholds",
    "services.*.deployment.*minutes": "one waits longer where more is at stake",
    "services.*.deployment.test_cidrs*": "testers come from elsewhere",
    "databases.*.storage_gib": "there is more data where customers are",
    "databases.*.max_storage_gib": "there is more data where customers are",
    "databases.*.capacity*": "there is more load where customers are",
    "databases.*.multi_az": "the loss of a zone may stop tests",
    "databases.*.readers": "there is more load where customers are",
    "databases.*.backup_days": "test data need not come back",
    "databases.*.weekly_snapshots_kept": "test data need not come back",
    "databases.*.deletion_protection": "test data need not come back",
    "databases.*.insights": "it watches, and changes nothing of what runs",
    "databases.*.password*": "each rotates its own",
    "buckets.*.expire*": "test data need not stay",
    "buckets.*.object_lock*": "test data need not stay",
    "observability.log_retention_days": "old logs of tests tell nobody anything",
    "observability.alerts*": "few requests make other thresholds",
    "observability.notify*": "others are told",
    "overrides*": "each is compared by itself",
}
"""What may differ between environments, by a pattern of its path, and why that rehearses no less."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value at a path of an environment, which another one lacks or has otherwise; `whole` is what to take over."""

    path: Path
    here: Any
    there: Any
    whole: Path


def differences(here: Environment, there: Environment) -> Iterator[Difference]:
    """Yield every difference that is not an environment's own, overrides included.

    Values that differ only by the names of their environments, accounts, regions and domains are alike.
    """
    own, other = _names(here), _names(there)
    for found in _between(here, there, ()):
        if not _is_own(found.path) and _neutral(found.here, own) != _neutral(found.there, other):
            yield found
    for path in sorted({*_leaves(here.overrides, ()), *_leaves(there.overrides, ())}):
        pair = _at(here.overrides, path), _at(there.overrides, path)
        if _neutral(pair[0], own) != _neutral(pair[1], other):
            yield Difference(("overrides", *path), *pair, ("overrides", *path))


def _is_own(path: Path) -> bool:
    return any(fnmatchcase(".".join(path), pattern) for pattern in OWN)


def _between(here: Any, there: Any, path: Path) -> Iterator[Difference]:
    if isinstance(here, BaseModel) and isinstance(there, BaseModel):
        yield from _of_models(here, there, path)
    elif isinstance(here, Mapping) and isinstance(there, Mapping):
        for key in [*here, *(key for key in there if key not in here)]:
            yield from _between(here.get(key), there.get(key), (*path, str(key)))
    elif here != there:
        yield Difference(path, here, there, path)


def _of_models(here: BaseModel, there: BaseModel, path: Path) -> Iterator[Difference]:
    if type(here) is not type(there):
        tag = next((name for name in type(here).model_fields if _told_apart_by(here, there, name)), "")
        pair = dict(here).get(tag), dict(there).get(tag)
        yield Difference((*path, tag) if tag else path, *pair, path)
        return
    values, others = dict(here), dict(there)
    for name, field in type(here).model_fields.items():
        yield from _between(values[name], others[name], (*path, field.alias or name))


def _told_apart_by(here: BaseModel, there: BaseModel, name: str) -> bool:
    """Whether a field fixes of which kind each of two variants is, and differs."""
    annotation = type(here).model_fields[name].annotation
    fixed = get_origin(annotation) is Literal and len(get_args(annotation)) == 1
    return fixed and dict(here)[name] != dict(there).get(name)


def _leaves(table: Mapping[str, Any], path: Path) -> Iterator[Path]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def _at(table: Any, path: Path) -> Any:
    for step in path:
        table = table.get(step) if isinstance(table, Mapping) else None
    return table


def _names(environment: Environment) -> Mapping[str, str]:
    """Return the names that differ of themselves, the longest first, and what stands for each."""
    domains = {one.domain.name: "DOMAIN" for one in environment.services.values() if one.domain}
    found = {environment.account: "ACCOUNT", environment.region: "REGION", environment.name: "ENVIRONMENT", **domains}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _neutral(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, BaseModel):
        return _neutral(value.model_dump(mode="json"), names)
    if isinstance(value, Mapping):
        return {key: _neutral(item, names) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_neutral(item, names) for item in value]
    if not isinstance(value, str):
        return value
    pattern = "|".join(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" for name in names)
    return re.sub(pattern, lambda found: names[found[0]], value)
