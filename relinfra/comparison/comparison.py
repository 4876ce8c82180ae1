"""Two outputs compared: every element of every stack, and what Terraform would do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from relinfra.comparison.attributes import AttributeChange, Difference, differences, spelt
from relinfra.comparison.between import Between
from relinfra.comparison.change import Action, Change
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.collect import consequences_of
from relinfra.comparison.elements import elements
from relinfra.comparison.forced import ignored
from relinfra.comparison.pair import Pair, Place
from relinfra.comparison.planned import Replacement
from relinfra.comparison.replacement import Effect, effect_of
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two outputs: what Terraform would do, and what follows from it."""

    between: Between
    changes: tuple[Change, ...]
    consequences: tuple[Consequence, ...]

    @property
    def resources(self) -> tuple[Change, ...]:
        """The changes of resources, without those of settings and of what Terraform only reads."""
        return tuple(change for change in self.changes if change.managed)

    @cached_property
    def stacks(self) -> tuple[str, ...]:
        """The stacks that differ, those that came and went among them."""
        return tuple(sorted({change.stack for change in self.changes} | self._other_stacks))

    def of(self, stack: str) -> tuple[Change, ...]:
        """Return the changes of one stack."""
        return tuple(change for change in self.changes if change.stack == stack)

    def count(self) -> dict[Action, int]:
        """Return how many resources there are of each action that there is one of, the gravest first."""
        found = [change.action for change in self.resources]
        return {action: found.count(action) for action in Action if action in found}

    @property
    def _other_stacks(self) -> set[str]:
        return set(self.between.former.stacks.keys() ^ self.between.present.stacks.keys())


def compare(
    former: Output, present: Output, planned: Mapping[str, tuple[Replacement, ...]] | None = None
) -> Comparison:
    """Compare two outputs; `planned` is what Terraform's own plans replace, by stack: believed before any table."""
    between = Between(former, present, planned or {})
    found = tuple(consequences_of(between))
    why: dict[Place, list[Consequence]] = {}
    for one in found:
        why.setdefault((one.stack, one.address), []).append(one)
    changes = (*_kept(between, why), *_gone(between, why), *_come(between, why), *_settings(between))
    order = {action: rank for rank, action in enumerate(Action)}
    placed = (replace(one, live=between.live(one.stack)) for one in changes)
    return Comparison(
        between,
        tuple(sorted(placed, key=lambda one: (one.stack, not one.managed, order[one.action], one.address))),
        found,
    )


Why = Mapping[Place, list[Consequence]]


def _kept(between: Between, why: Why) -> Iterator[Change]:
    for pair in between.kept:
        forced = between.replacements.get(pair.place)
        changed = _attributes(between, pair)
        if forced or changed or pair.former.address != pair.present.address:
            yield Change(
                *pair.place,
                Action.REPLACE if forced else _action(pair, changed),
                *pair,
                changed,
                forced.paths if forced else (),
                forced.order if forced else "",
                _moved_from(pair),
                tuple(why.get(pair.place, ())),
            )


def _action(pair: Pair, changed: tuple[AttributeChange, ...]) -> Action:
    if any(one.effect is not Effect.NONE for one in changed):
        return Action.UPDATE
    return Action.NO_OP if pair.former.address == pair.present.address else Action.MOVE


def _moved_from(pair: Pair) -> Place | None:
    was, now = pair
    return (was.stack, was.address) if was.address != now.address else None


def _attributes(between: Between, pair: Pair) -> tuple[AttributeChange, ...]:
    found = differences(*pair, between.same)
    return tuple(spelt(one, _effect(between, pair, one)) for one in found)


def _effect(between: Between, pair: Pair, one: Difference) -> Effect:
    """Return what a difference does; a plan that was given knows it."""
    if ignored(pair, one.argument):
        return Effect.NONE
    effect = effect_of(pair.present.type, one.argument)
    if effect is Effect.NONE or (effect is not Effect.REPLACE and pair.former.stack not in between.planned):
        return effect
    forced = between.replacements.get(pair.place)
    return Effect.REPLACE if forced and any(_within(path, one.argument) for path in forced.paths) else Effect.IN_PLACE


def _within(path: str, argument: str) -> bool:
    return path == argument or path.startswith((f"{argument}.", f"{argument}["))


def _gone(between: Between, why: Why) -> Iterator[Change]:
    for was in between.gone:
        if between.elsewhere(was) is None:
            place = (was.stack, was.address)
            action = Action.DESTROY if was.stack in between.present.stacks else Action.LEAVE
            yield Change(*place, action, was, None, consequences=tuple(why.get(place, ())))


def _come(between: Between, why: Why) -> Iterator[Change]:
    for now in between.come:
        place = (now.stack, now.address)
        was = between.elsewhere(now)
        if was is None:
            yield Change(*place, Action.CREATE, None, now, consequences=tuple(why.get(place, ())))
        else:
            left = (was.stack, was.address)
            yield Change(
                *place,
                Action.MOVE,
                was,
                now,
                _attributes(between, Pair(was, now)),
                moved_from=left,
                consequences=(*why.get(place, ()), *why.get(left, ())),
            )


def _settings(between: Between) -> Iterator[Change]:
    """Yield what differs besides resources: data sources, outputs, providers, the backend."""
    names = between.former.stacks.keys() | between.present.stacks.keys()
    for name in names:
        was, now = (elements(output.stacks.get(name)) for output in (between.former, between.present))
        for address in was.keys() | now.keys():
            yield from _setting(between, name, address, was.get(address), now.get(address))


def _setting(
    between: Between, stack: str, address: str, was: Resource | None, now: Resource | None
) -> Iterator[Change]:
    if was and now:
        found = differences(was, now, between.same)
        if found:
            changed = tuple(spelt(one, Effect.IN_PLACE) for one in found)
            yield Change(stack, address, Action.UPDATE, was, now, changed)
    else:
        yield Change(stack, address, Action.CREATE if now else Action.DESTROY, was, now)
