"""Environment drift: the stage before the live one tries something else than what goes live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from relinfra.linter.at_path import value_at
from relinfra.linter.context import LintContext
from relinfra.linter.drift import Difference, differences
from relinfra.linter.finding import LintFinding, Remedy
from relinfra.matrix import Service
from relinfra.reading.excerpt import named, quoted
from relinfra.reading.secrets import is_secret

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["find"]

_KINDS = {"services": "service", "databases": "database", "buckets": "bucket"}
_TOGETHER = {"cpu": ("memory",), "memory": ("cpu",)}
"""Fields that the matrix takes only in pairs that fit."""


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every difference between a live environment, in each of its regions, and the stage before all of them."""
    before = context.before_live
    for live in context.live if before else ():
        if before:
            yield from _between(context, before, live)


def _between(context: LintContext, before: Environment, live: Environment) -> Iterator[LintFinding]:
    found, meant = list(differences(live, before)), context.meant.get(live.name)
    for one in found:
        if not (meant and meant(one)):
            yield _finding(context, one, before, live, ())
    shared = {one.path for one in found}
    for region, further in live.regions.items():
        for one in differences(further, before):
            if one.path not in shared and not (meant and meant(one)):
                yield _finding(context, one, before, live, ("regions", region))


def _finding(
    context: LintContext, one: Difference, before: Environment, live: Environment, region: tuple[str, ...]
) -> LintFinding:
    kind = _KINDS.get(one.path[0]) if len(one.path) == 2 else None  # noqa: PLR2004 - a table and a key of it
    if kind and one.there is None:
        found = f"{kind} `{one.path[1]}` is not in {before.name}"
    elif kind and one.here is None:
        found = f"{kind} `{one.path[1]}` is in {before.name} alone"
    else:
        what = ".".join(one.path)
        found = f"{named(what)} is {_shown(one.path, one.here)} here and {_shown(one.path, one.there)} in {before.name}"
    return context.in_matrix(found, _remedy(one, before, live, region), live.name, *region, *one.path)


def _remedy(one: Difference, before: Environment, live: Environment, region: tuple[str, ...]) -> Remedy:
    text = "Rehearse what goes live, or say in `lint_waivers` why not."
    if isinstance(one.here, Service) and one.here.domain:
        return Remedy(f"Run it there too, with a domain of its own; or s{text.partition('or s')[2]}")
    source = live.regions[region[1]] if region else live
    taken = (one.whole, *((*one.whole[:-1], other) for other in _TOGETHER.get(one.whole[-1], ())))
    return Remedy(text, {("environments", before.name, *path): _plain(value_at(source, path)) for path in taken})


def _shown(path: tuple[str, ...], value: Any) -> str:
    if value is None:
        return "absent"
    if isinstance(value, str):
        return "what looks like a secret" if is_secret(path, value) else quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "another one" if isinstance(value, BaseModel | Mapping) else quoted(str(_plain(value))).strip('"')


def _plain(value: Any) -> Any:
    """Return a value as the file has it, without the defaults in it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
