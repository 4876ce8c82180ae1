"""Resources that Terraform destroys and makes again, because an argument cannot be changed in place."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.changes.between import Between, Pair
from relinfra.evidence.changes.change import RESOURCE, Change, former, present
from relinfra.evidence.changes.forcing import FORCING, TRAFFIC
from relinfra.evidence.changes.planned import Replacement
from relinfra.evidence.changes.resources import STATEFUL, replica_loss, stateful
from relinfra.evidence.fact import Evidence, FileEvidence
from relinfra.evidence.path import parsed
from relinfra.evidence.records.change import ChangeFacts
from relinfra.evidence.resource import Resource

__all__ = ["replaced"]

# A new revision is no replacement that anybody notices: the service deploys it.
_REVISED = ("aws_ecs_task_definition",)

Place = tuple[str, str]


def replaced(between: Between) -> Iterator[Change]:
    """Yield them: of a stack whose plan was given, those of the plan; of another, those the table of types knows."""
    forced = _forced(between)
    for pair in between.kept:
        was = pair.former
        if was.type in _REVISED:
            continue
        if was.stack in between.planned:
            plan = next((one for one in between.planned[was.stack] if one.address == was.address), None)
            if plan:
                yield _planned(between, pair, plan)
        elif (was.stack, was.address) in forced:
            yield _change(between, pair, forced[was.stack, was.address], _first(was, pair.present), ())


def _planned(between: Between, pair: Pair, plan: Replacement) -> Change:
    order = "created_first" if plan.created_first else "destroyed_first"
    excerpt = f"{plan.address}: {', '.join(plan.paths)}" if plan.paths else plan.address
    return _change(between, pair, plan.paths, order, (FileEvidence(plan.file, None, excerpt),))


def _change(between: Between, pair: Pair, paths: tuple[str, ...], order: str, proofs: tuple[Evidence, ...]) -> Change:
    was, now = pair
    both = [(former(was, *parsed(path)), present(now, *parsed(path))) for path in paths]
    evidence = (*proofs, *(one for pair_ in both for one in pair_))
    before, after = both[0] if both else (None, None)
    return Change(
        was.stack,
        was.address,
        "replaced",
        RESOURCE,
        _why(between, was),
        evidence or (former(was), present(now)),
        before=_shown(before.value) if before else None,
        after=_shown(after.value) if after else None,
        stateful=stateful(was),
        details={ChangeFacts.order: order, **({ChangeFacts.attributes: paths} if paths else {})},
    )


def _why(between: Between, was: Resource) -> str:
    if was.type in STATEFUL:
        return STATEFUL[was.type] if stateful(was) else replica_loss(between.former, was)
    return "traffic_interrupted" if was.type in TRAFFIC else "made_again"


def _forced(between: Between) -> dict[Place, tuple[str, ...]]:
    """Return what forces each replacement; what is built on a replaced resource is replaced with it."""
    found: dict[Place, tuple[str, ...]] = {}
    while True:
        new = {
            (pair.former.stack, pair.former.address): paths
            for pair in between.kept
            if (pair.former.stack, pair.former.address) not in found and (paths := _forcing(between, pair, found))
        }
        if not new:
            return found
        found |= new


def _forcing(between: Between, pair: Pair, replaced: dict[Place, tuple[str, ...]]) -> tuple[str, ...]:
    ignored = {str(one.value) for one in pair.present.each("lifecycle", "ignore_changes")}
    names = FORCING.get(pair.former.type, ()) if "all" not in ignored else ()
    return tuple(name for name in names if name not in ignored and _forces(between, pair, name, replaced))


def _forces(between: Between, pair: Pair, name: str, replaced: dict[Place, tuple[str, ...]]) -> bool:
    was, now = pair.former.at(name), pair.present.at(name)
    if not between.same(was, now):
        # A service without a launch type has capacity providers, to which it is moved in place.
        return name != "launch_type" or (was is not None and now is not None)
    return any((one.stack, one.address) in replaced for one in between.present.follow(now))


def _first(was: Resource, now: Resource) -> str:
    first = now.at("lifecycle", "create_before_destroy")
    return "created_first" if first and first.flag else "destroyed_first"


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
