"""Losses: what an output would destroy, make anew or leave behind of what is locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from relinfra.comparison import Effect, effect_of
from relinfra.lockfile.taking import MAJOR, table_digest

if TYPE_CHECKING:
    from relinfra.lockfile.lock import Kept, Lock, LockedStack
    from relinfra.lockfile.taking import Stock

__all__ = ["Loss", "LossKind", "losses"]

LossKind = Literal[
    "project",  # another project: other names of every stack
    "environment",  # no stack of the environment is left
    "left",  # a stack is gone: nobody applies its state any more
    "state",  # the same stack with another, empty state
    "account",
    "region",
    "destroyed",
    "elsewhere",  # another stack has it: a state of its own
    "replaced",
    "renamed",
    "upgraded",
    "lowered",
]

_OF_A_STACK: tuple[tuple[LossKind, str], ...] = (("state", "state"), ("account", "account"), ("region", "region"))


@dataclass(frozen=True)
class Loss:
    """One thing that would be lost: of a stack, or at an address of it. `argument` is what changed, if that is why."""

    kind: LossKind
    environment: str
    stack: str
    address: str = ""
    argument: str = ""
    before: str = ""
    after: str = ""


def losses(lock: Lock, stock: Stock) -> Iterator[Loss]:
    """Yield what is locked and would be lost by what was synthesized."""
    if lock.project != stock.project:
        yield Loss("project", "", "", before=lock.project, after=stock.project)
        return
    there = {stack.environment for stack in stock.stacks.values()}
    for name, stack in lock.stacks.items():
        present = stock.stacks.get(name)
        if present is None:
            kind: LossKind = "left" if stack.environment in there else "environment"
            yield Loss(kind, stack.environment, name)
        else:
            yield from _of_stack(name, stack, present) or _Comparison(lock, stock, name).losses()


def _of_stack(name: str, was: LockedStack, now: LockedStack) -> list[Loss]:
    """Return why all of a stack would be lost."""
    return [
        Loss(kind, was.environment, name, argument=argument, before=before, after=after)
        for kind, argument in _OF_A_STACK
        if (before := getattr(was, argument)) != (after := getattr(now, argument))
    ]


class _Comparison:
    """The resources of one stack, as locked and as synthesized."""

    def __init__(self, lock: Lock, stock: Stock, name: str) -> None:
        self._lock, self._stock, self._name = lock, stock, name
        self._moved = stock.moved.get(name, {})
        self._now = stock.stacks[name].resources
        self._environment = lock.stacks[name].environment

    def losses(self) -> Iterator[Loss]:
        """Yield what would be lost of them."""
        for address, was in self._lock.stacks[self._name].resources.items():
            present = self._moved.get(address, address)
            if present in self._now:
                yield from self._changes(present, was, self._now[present])
            else:
                elsewhere = self._elsewhere(address)
                yield self._loss("elsewhere" if elsewhere else "destroyed", address, after=elsewhere)

    def _elsewhere(self, address: str) -> str:
        """Return the stack of the same environment that has the address now, and had not."""
        return next(
            (
                name
                for name, stack in self._stock.stacks.items()
                if address in stack.resources
                and stack.environment == self._environment
                and not (name in self._lock.stacks and address in self._lock.stacks[name].resources)
            ),
            "",
        )

    def _changes(self, address: str, was: Mapping[str, Kept], now: Mapping[str, Kept]) -> Iterator[Loss]:
        # What a table of another day did not ask for, the lock does not know.
        unknown = {} if self._lock.arguments == table_digest() else dict.fromkeys(now.keys() - was.keys())
        for name in dict.fromkeys((*was, *now)):
            before, after = self._present(was.get(name, "")), str(now.get(name, ""))
            if name not in unknown and before != after:
                kind = self._kind(address, name, before, after)
                if kind:
                    yield self._loss(kind, address, name, before, after)

    def _present(self, value: Kept) -> str:
        """Return a locked value, a moved address as it is now."""
        text = str(value)
        return self._moved.get(text, text)

    def _kind(self, address: str, argument: str, before: str, after: str) -> LossKind | None:
        if argument == MAJOR:
            return _of_version(before, after, allowed=address in self._stock.upgrading.get(self._name, ()))
        type_ = address.partition(".")[0]
        if argument == "region":
            return "region"
        return "renamed" if effect_of(type_, argument) is Effect.IN_PLACE else "replaced"

    def _loss(self, kind: LossKind, address: str, argument: str = "", before: str = "", after: str = "") -> Loss:
        return Loss(kind, self._environment, self._name, address, argument, before, after)


def _of_version(before: str, after: str, *, allowed: bool) -> LossKind | None:
    """Return why another major version is refused; None where it is not, as that of somebody who asked for it."""
    if not before or not after:
        return None
    if _numbers(after) < _numbers(before):
        return "lowered"
    return None if allowed else "upgraded"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number.isdecimal())
