"""Resources that come, go, or change their stack."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import RESOURCE, Consequence, absent, former, name_path, present
from relinfra.comparison.losses import LOSSES, STATEFUL, replica_loss, stateful
from relinfra.evidence.fact import FormerEvidence
from relinfra.evidence.output import Output
from relinfra.evidence.records.change import ChangeFacts
from relinfra.evidence.resource import Resource

__all__ = ["COUNTED", "created", "destroyed", "left", "moved"]

COUNTED = ("aws_nat_gateway", "aws_rds_cluster_instance")
"""What stands in for others of its type: of one that goes nothing is lost unless there are fewer then."""


def destroyed(between: Between) -> Iterator[Consequence]:
    """Yield every resource that is in no stack of its place any more, though the stack it was in is there."""
    for was in between.gone:
        if was.stack in between.present.stacks and between.elsewhere(was) is None:
            path = name_path(was)
            now = absent(was, *path)
            evidence = (former(was, *path), now)
            why, anew = _loss(between, was), _anew(between, was)
            details = {ChangeFacts.instead: anew.address} if anew else {}
            yield Consequence(
                was.stack, was.address, "destroyed", RESOURCE, why, evidence, stateful=stateful(was), details=details
            )


def left(between: Between) -> Iterator[Consequence]:
    """Yield every resource of a stack that is gone: nobody applies it any more, so that nothing destroys it either."""
    for was in between.gone:
        if was.stack not in between.present.stacks and between.elsewhere(was) is None:
            proofs, kept = (former(was, *name_path(was)), absent(was, *name_path(was))), stateful(was)
            why = "left_behind" if kept else "left"
            yield Consequence(was.stack, was.address, "left", RESOURCE, why, proofs, stateful=kept)


def moved(between: Between) -> Iterator[Consequence]:
    """Yield every resource that a `moved` block renames, or that another stack of the same stage has now."""
    for pair in between.renamed:
        was, now = pair
        evidence = (former(was, *name_path(was)), present(now, *name_path(now)))
        yield Consequence(
            now.stack, now.address, "moved", RESOURCE, "moved_by_block", evidence, was.address, now.address
        )
    for was in between.gone:
        other = between.elsewhere(was)
        if other:
            evidence = (former(was, *name_path(was)), present(other, *name_path(other)))
            kept = stateful(was)
            yield Consequence(
                was.stack, was.address, "moved", RESOURCE, "moved", evidence, was.stack, other.stack, stateful=kept
            )


def created(between: Between) -> Iterator[Consequence]:
    """Yield how many resources of each type are new in each stack."""
    new = Counter((now.stack, now.type) for now in between.come if between.elsewhere(now) is None)
    for (stack, type_), number in sorted(new.items()):
        before = FormerEvidence(stack, type_, "count", _count(between.former, stack, type_))
        after = between.present.stacks[stack].count(type_)
        yield Consequence(stack, type_, "created", RESOURCE, "created", (before, after), after=number, unit="resources")


def _anew(between: Between, was: Resource) -> Resource | None:
    """Return what has another address and is otherwise the same: to Terraform a rename destroys and creates."""
    alike = [
        now
        for now in between.come
        if (now.stack, now.type) == (was.stack, was.type) and _called(was.body, was, now) == _called(now.body, was, now)
    ]
    return alike[0] if len(alike) == 1 else None


def _called(body: object, *both: Resource) -> str:
    """Return what a resource says without either of two names, as Terraform and as AWS writes them."""
    names = {form for one in both for form in (one.name, one.name.replace("_", "-"))}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(pattern, "", json.dumps(body, sort_keys=True))


def _loss(between: Between, was: Resource) -> str:
    """Return what is lost with a resource; with a setting of a resource that is gone too, nothing more is."""
    if was.at("replicate_source_db"):
        return replica_loss(between.former, was)
    if was.type in COUNTED and _count(between.present, was.stack, was.type) >= _count(
        between.former, was.stack, was.type
    ):
        return "gone"
    named = was.body if isinstance(was.body, dict) and not stateful(was) else {}
    belongs = {target for name in named for target in between.former.follow(was.at(name))}
    return (
        "gone" if any(one.type in STATEFUL and one in between.gone for one in belongs) else LOSSES.get(was.type, "gone")
    )


def _count(output: Output, stack: str, type_: str) -> int:
    found = output.stacks.get(stack)
    return len(found.find(type_)) if found else 0
