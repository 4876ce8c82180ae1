"""A plan of Terraform as `terraform show -json` prints it, read as the actions it would carry out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.agreement.action import Kind, PlannedAction
from relinfra.agreement.differing import changed_values
from relinfra.comparison.losses import LOSSES, STATEFUL, TRAFFIC
from relinfra.comparison.risk import severity_of
from relinfra.errors import OutputError
from relinfra.json_file import described, read_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["StackPlan", "read_plan"]

_KINDS: Mapping[frozenset[str], Kind] = {
    frozenset({"create"}): Kind.CREATE,
    frozenset({"update"}): Kind.UPDATE,
    frozenset({"delete"}): Kind.DESTROY,
    frozenset({"forget"}): Kind.FORGET,
    frozenset({"create", "delete"}): Kind.REPLACE,
    frozenset({"create", "forget"}): Kind.FORGET,
}
_QUIET = (frozenset({"no-op"}), frozenset({"read"}))
_HINT = "write it with `terraform show -json PLAN`"
_BEYOND = ("deferred_changes", "action_invocations", "deferred_action_invocations")


@dataclass(frozen=True)
class StackPlan:
    """The actions of one plan, by address, and the outputs whose values it changes.

    An output changes nothing in AWS; it matters to the stacks that read it, which are planned after.
    """

    actions: tuple[PlannedAction, ...]
    outputs: tuple[str, ...] = ()


def read_plan(file: Path, *, live: bool = True) -> StackPlan:
    """Read a plan; `live` is whether customers use what it changes.

    Raises `OutputError` where it is no plan, an incomplete one, or holds a kind of action that is not known here.
    """
    body = read_json(file, _HINT)
    try:
        return _plan(file, body, live=live)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{file}: not a plan as `terraform show -json` prints it") from error


def _plan(file: Path, body: Mapping[str, Any], *, live: bool) -> StackPlan:
    version = body["format_version"]
    if str(version).partition(".")[0] != "1":
        raise OutputError(
            f"{file}: expected a plan of format 1, found {described(version)}; use a Terraform that writes it"
        )
    if body.get("errored") or body.get("complete") is False:
        raise OutputError(f"{file}: the plan is not complete; nothing can be agreed on it")
    if "planned_values" not in body:
        raise OutputError(f"{file}: expected a plan, found a state; give `terraform show -json` the plan's file")
    if beyond := [name for name in _BEYOND if body.get(name)]:
        raise OutputError(f"{file}: {beyond[0]}: what Terraform would do there cannot be compared; leave it out")
    changes = sorted(body.get("resource_changes") or (), key=lambda one: (one["address"], one.get("deposed", "")))
    outputs = body.get("output_changes") or {}
    return StackPlan(
        tuple(_actions(file, changes, live=live)),
        tuple(sorted(name for name, change in outputs.items() if change["actions"] != ["no-op"])),
    )


def _actions(file: Path, changes: list[dict[str, Any]], *, live: bool) -> Iterator[PlannedAction]:
    for one in changes:
        change = one["change"]
        named = frozenset(change["actions"])
        moved, imported = one.get("previous_address", ""), str((change.get("importing") or {}).get("id", ""))
        if named in _QUIET:
            if moved or imported:
                yield PlannedAction(one["address"], Kind.MOVE if moved else Kind.IMPORT, (), moved, imported)
            continue
        if named not in _KINDS:
            raise OutputError(f"{file}: {one['address']}: actions {change['actions']} are not known here")
        yield _action(one, _KINDS[named], moved, imported, live=live)


def _action(one: dict[str, Any], kind: Kind, moved: str, imported: str, *, live: bool) -> PlannedAction:
    deposed = one.get("deposed", "")
    address = f"{one['address']} (deposed {deposed})" if deposed else one["address"]
    gone = kind in (Kind.DESTROY, Kind.REPLACE, Kind.FORGET)
    former = _before(one) if gone else {}
    why = _why(one["type"], kind, former)
    values = () if kind in (Kind.DESTROY, Kind.FORGET) else changed_values(address, one["change"])
    return PlannedAction(
        address,
        kind,
        values,
        moved,
        imported,
        holds_data=kind in (Kind.DESTROY, Kind.REPLACE) and _holds_data(one["type"], former),
        why=why,
        risk=severity_of(why, live=live),
    )


def _before(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values a resource has today, none where it is not there."""
    found = one["change"].get("before")
    return found if isinstance(found, dict) else {}


def _holds_data(type_: str, former: Mapping[str, Any]) -> bool:
    return type_ in STATEFUL and not former.get("replicate_source_db")


def _why(type_: str, kind: Kind, former: Mapping[str, Any]) -> str:
    if kind is Kind.DESTROY or (kind is Kind.REPLACE and _holds_data(type_, former)):
        if former.get("replicate_source_db"):
            return "recovery_lost"
        return LOSSES.get(type_, "gone")
    return "traffic_interrupted" if kind is Kind.REPLACE and type_ in TRAFFIC else ""
