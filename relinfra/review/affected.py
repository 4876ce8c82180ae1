"""Stacks that a change affects: those that differ, and those that read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter

from relinfra.comparison import compare
from relinfra.comparison.elements import elements
from relinfra.evidence import Output, Stack

__all__ = ["Affected", "AffectedStack", "affected_by", "everything_affected"]


@dataclass(frozen=True)
class AffectedStack:
    """A stack that a change affects, with the reason: it differs, is new, reads from another, or nobody can tell."""

    name: str
    environment: str
    region: str
    account: str
    component: str
    reason: str
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Affected:
    """The affected stacks, each after those it depends on; stacks that are gone; and why everything is affected."""

    stacks: tuple[AffectedStack, ...]
    gone: tuple[str, ...] = ()
    why_all: str = ""
    promotion: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The environments with an affected stack, in the order in which a release passes them."""
        found = dict.fromkeys(one.environment for one in self.stacks if one.environment)
        known = [name for name in self.promotion if name in found]
        return (*known, *(name for name in found if name not in known))


def affected_by(former: Output, present: Output) -> Affected:
    """Return what differs between two outputs, and everything that depends on it."""
    reads = {name: _reads(present, stack) for name, stack in present.stacks.items()}
    reasons: dict[str, tuple[str, tuple[str, ...]]] = {}
    differing = set(compare(former, present).stacks)
    gone = tuple(sorted(former.stacks.keys() - present.stacks.keys()))
    for name in TopologicalSorter(reads).static_order():
        upstream = tuple(sorted(one for one in reads[name] if one in reasons))
        if name in differing:
            reasons[name] = ("new" if name not in former.stacks else "differs", ())
        elif upstream:
            reasons[name] = ("depends", upstream)
    stacks = tuple(_stack(present.stacks[name], *reason) for name, reason in _ordered(reasons, reads))
    return Affected(stacks, gone, promotion=present.declared.environments)


def everything_affected(present: Output, why: str) -> Affected:
    """Return every stack, because what differs cannot be known."""
    reads = {name: _reads(present, stack) for name, stack in present.stacks.items()}
    reasons: dict[str, tuple[str, tuple[str, ...]]] = dict.fromkeys(reads, ("unknown", ()))
    stacks = tuple(_stack(present.stacks[name], *one) for name, one in _ordered(reasons, reads))
    return Affected(stacks, (), why, present.declared.environments)


Reasons = Mapping[str, tuple[str, tuple[str, ...]]]


def _ordered(reasons: Reasons, reads: Mapping[str, set[str]]) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Yield each stack after those it depends on, and else by name."""
    sorter = TopologicalSorter({name: sorted(reads[name] & reasons.keys()) for name in sorted(reasons)})
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        for name in ready:
            yield name, reasons[name]
        sorter.done(*ready)


def _reads(output: Output, stack: Stack) -> set[str]:
    """Return the stacks that one depends on: by cdktf's manifest, and by the states it reads."""
    keys = {key for one in _remote_states(stack) for key in one}
    read = {name for name, other in output.stacks.items() if name != stack.name and _state(other) in keys}
    return (set(stack.dependencies) & output.stacks.keys()) | read


def _remote_states(stack: Stack) -> Iterator[Iterable[str]]:
    for one in elements(stack).values():
        if one.type == "data.terraform_remote_state":
            yield (found.text for found in (one.at("config", "key"), one.at("config", "path")) if found)


def _state(stack: Stack) -> str:
    for path in (("s3", "key"), ("local", "path")):
        found = stack.element("terraform", "backend", *path)
        if found:
            return found.text
    return ""


def _stack(stack: Stack, reason: str, because_of: tuple[str, ...]) -> AffectedStack:
    provider = stack.element("provider", "aws")
    account = provider.at("allowed_account_ids", 0) if provider else None
    labels = {key: stack.label(key) for key in ("environment", "region", "component")}
    return AffectedStack(
        stack.name, account=account.text if account else "", reason=reason, because_of=because_of, **labels
    )
