"""A stack's plan held against what was agreed: everything in it that nobody has approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from relinfra.agreement.action import ChangedValue, Kind, PlannedAction
from relinfra.agreement.agreement import AgreedStack, Agreement
from relinfra.agreement.plan_file import StackPlan

__all__ = ["Deviation", "Judgement", "judged"]


@dataclass(frozen=True)
class Deviation:
    """One thing that keeps a plan from being applied: the address it is about, empty for the whole, and why."""

    address: str
    why: str


@dataclass(frozen=True)
class Judgement:
    """The finding about a plan: it may be applied where nothing deviates; `notes` are good to know."""

    stack: str
    deviations: tuple[Deviation, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the plan does what was agreed, and nothing else."""
        return not self.deviations


def judged(
    agreement: Agreement,
    stack: str,
    plan: StackPlan,
    *,
    digest: str,
    at: datetime,
    hours: float,
    acknowledged: Sequence[str] = (),
) -> Judgement:
    """Return in what the plan of a stack, made anew, is not what was agreed.

    `digest` is that of the folder the plan was made of; an agreement older than `hours` holds no more; `acknowledged`
    names, as `STACK:ADDRESS`, what holds data and may go all the same.
    """
    agreed = agreement.stack(stack)
    found = [*_of_the_whole(agreement, agreed, digest, at, hours)]
    if agreed is None or found:
        return Judgement(stack, tuple(found))
    notes: list[str] = []
    found += _awaited(agreed, plan) if agreed.awaits else _actions(agreed, plan, notes)
    found += (
        Deviation(one.address, f"{one.kind} of what holds data, which nobody acknowledged: {stack}:{one.address}")
        for one in plan.actions
        if one.holds_data and f"{stack}:{one.address}" not in acknowledged
    )
    planned = {one.address for one in plan.actions}
    notes += (f"{one.address}: {one.kind} is no longer needed" for one in agreed.actions if one.address not in planned)
    return Judgement(stack, tuple(found), tuple(notes))


def _of_the_whole(
    agreement: Agreement, agreed: AgreedStack | None, digest: str, at: datetime, hours: float
) -> Iterator[Deviation]:
    if at >= agreement.expires(hours):
        ended = agreement.expires(hours).isoformat(timespec="minutes")
        yield Deviation("", f"the agreement ended at {ended}; run the workflow anew, and have the new list approved")
    if digest != agreement.digest:
        yield Deviation("", f"the stacks are others than were planned: expected {agreement.digest}, found {digest}")
    if agreed is None:
        yield Deviation("", f"nothing was agreed for this stack in {agreement.environment}")


def _awaited(agreed: AgreedStack, plan: StackPlan) -> Iterator[Deviation]:
    """Yield what is not the making of something configured: nobody could see more of a stack not planned before."""
    for one in plan.actions:
        if one.kind is not Kind.CREATE or one.resource not in agreed.creates:
            why = f"{one.kind}, though the stack could not be planned before; run the workflow anew to agree on it"
            yield Deviation(one.address, why)


def _actions(agreed: AgreedStack, plan: StackPlan, notes: list[str]) -> Iterator[Deviation]:
    known = {one.address: one for one in agreed.actions}
    for one in plan.actions:
        was = known.get(one.address)
        if was is None:
            source = _followed(agreed, one)
            if source:
                notes.append(f"{one.address}: follows from what was agreed for {source}")
            else:
                yield Deviation(one.address, f"{one.kind} was not agreed")
        elif not _same_class(was, one):
            yield Deviation(one.address, f"{one.kind} was not agreed: expected {was.kind}")
        else:
            yield from _values(agreed, was, one, notes)


def _same_class(was: PlannedAction, now: PlannedAction) -> bool:
    """Whether it is the action that was agreed, or the half of it that a failed attempt has left."""
    if (was.moved_from, was.imported) != (now.moved_from, now.imported):
        return False
    return was.kind is now.kind or (was.kind is Kind.REPLACE and now.kind is Kind.CREATE)


def _values(agreed: AgreedStack, was: PlannedAction, now: PlannedAction, notes: list[str]) -> Iterator[Deviation]:
    known = {one.path: one for one in was.values}
    for one in now.values:
        expected = known.get(one.path) or _around(known, one.path)
        told = f"{one.path}: {one.before.told} → {one.after.told}"
        if expected and _agrees(expected, one, half=was.kind is not now.kind):
            if expected.after.kind == "unknown" and one.after.kind != "unknown":
                notes.append(f"{now.address}: {told}: was known only after the apply of what it depends on")
        elif source := _source(agreed, now, one.path):
            notes.append(f"{now.address}: {told}: follows from what was agreed for {source}")
        elif expected:
            was_told = f"{expected.before.told} → {expected.after.told}"
            yield Deviation(now.address, f"{told} was not agreed: expected {was_told}")
        else:
            yield Deviation(now.address, f"{told} was not agreed")


def _around(known: dict[str, ChangedValue], path: str) -> ChangedValue | None:
    """Return the agreed value that a path lies in, where that was unknown as a whole."""
    found = (
        one for name, one in known.items() if one.after.kind == "unknown" and path.startswith((f"{name}.", f"{name}["))
    )
    return next(found, None)


def _agrees(expected: ChangedValue, found: ChangedValue, *, half: bool) -> bool:
    """Whether a value changes as agreed; what replaces a resource that is gone already has no value before."""
    after = expected.after.kind == "unknown" or expected.after == found.after
    inner = expected.path != found.path
    return after and (half or inner or expected.before == found.before)


def _followed(agreed: AgreedStack, one: PlannedAction) -> str:
    """Return the stack that a whole update in place follows from, empty where not all of it does."""
    if one.kind is not Kind.UPDATE or not one.values:
        return ""
    sources = [_source(agreed, one, value.path) for value in one.values]
    return sources[0] if all(sources) else ""


def _source(agreed: AgreedStack, one: PlannedAction, path: str) -> str:
    if one.kind is not Kind.UPDATE:
        return ""
    argument = path.partition(".")[0].partition("[")[0]
    return agreed.follows.get(one.resource, {}).get(argument, "")
