"""Resources that Terraform destroys and makes again, because an argument cannot be changed in place."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import RESOURCE, Consequence, former, present
from relinfra.comparison.forced import REGION, Forced
from relinfra.comparison.losses import STATEFUL, TRAFFIC, replica_loss, stateful
from relinfra.comparison.pair import Pair, region_of
from relinfra.evidence.fact import Evidence, FileEvidence
from relinfra.evidence.path import parsed
from relinfra.evidence.records.change import ChangeFacts
from relinfra.evidence.resource import Resource

__all__ = ["replaced"]

# A new revision is no replacement that anybody notices: the service deploys it.
_REVISED = ("aws_ecs_task_definition",)


def replaced(between: Between) -> Iterator[Consequence]:
    """Yield every replacement of what stays."""
    for pair in between.kept:
        found = between.replacements.get(pair.place)
        if found and pair.former.type not in _REVISED:
            yield _consequence(between, pair, found)


def _consequence(between: Between, pair: Pair, found: Forced) -> Consequence:
    was, now = pair
    both = [(former(was, *parsed(path)), present(now, *parsed(path))) for path in found.paths if path != REGION]
    evidence = (*_proofs(now, found), *(one for proofs in both for one in proofs))
    before, after = _values(between, pair, found)
    paths = {ChangeFacts.attributes: found.paths} if found.paths else {}
    return Consequence(
        now.stack,
        now.address,
        "replaced",
        RESOURCE,
        _why(between, was),
        evidence or (former(was), present(now)),
        before=before,
        after=after,
        stateful=stateful(was),
        details={ChangeFacts.order: found.order, **paths},
    )


def _proofs(now: Resource, found: Forced) -> tuple[Evidence, ...]:
    """Return the plan that says so, where one does."""
    if not found.file:
        return ()
    excerpt = f"{now.address}: {', '.join(found.paths)}" if found.paths else now.address
    return (FileEvidence(found.file, None, excerpt),)


def _values(between: Between, pair: Pair, found: Forced) -> tuple[str | None, str | None]:
    """Return what the first of the paths said and says."""
    if not found.paths:
        return None, None
    if found.paths[0] == REGION:
        return region_of(between.former, pair.former), region_of(between.present, pair.present)
    path = parsed(found.paths[0])
    return _shown(former(pair.former, *path).value), _shown(present(pair.present, *path).value)


def _why(between: Between, was: Resource) -> str:
    if was.type in STATEFUL:
        return STATEFUL[was.type] if stateful(was) else replica_loss(between.former, was)
    return "traffic_interrupted" if was.type in TRAFFIC else "made_again"


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
