"""Replacements: resources that Terraform makes anew, since an argument cannot be changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relinfra.comparison.meaning import attribute_of, references_of
from relinfra.comparison.pair import Pair, Place, region_of
from relinfra.comparison.planned import Replacement
from relinfra.comparison.replacement import replaced_by
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.output import Output

__all__ = ["ONLY_WHEN", "REGION", "Forced", "forced", "ignored"]

REGION = "region"

Condition = Callable[[bool, bool], bool]


def _both(before: bool, after: bool) -> bool:
    return before and after


def _either(before: bool, after: bool) -> bool:
    return before != after


ONLY_WHEN: Mapping[tuple[str, str], Condition] = {
    # A service without a launch type has capacity providers, to which it is moved in place.
    ("aws_ecs_service", "launch_type"): _both,
    # Another kind of source replaces a rule, another source of the kind does not.
    **{
        (f"aws_vpc_security_group_{direction}_rule", source): _either
        for direction in ("egress", "ingress")
        for source in ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
    },
}
"""Arguments that replace only where they are set on both sides, or on one, by type and name."""
_ALL = "all"


@dataclass(frozen=True)
class Forced:
    """A replacement: the paths that force it, whether the new one is made first, and the plan that says so."""

    paths: tuple[str, ...]
    order: str
    file: str = ""


@dataclass(frozen=True)
class _Outputs:
    former: Output
    present: Output
    same: Callable[[Attribute | None, Attribute | None], bool]


def forced(
    kept: Sequence[Pair],
    outputs: tuple[Output, Output],
    same: Callable[[Attribute | None, Attribute | None], bool],
    planned: Mapping[str, tuple[Replacement, ...]],
) -> dict[Place, Forced]:
    """Return every replacement: of a stack whose plan is given, those of the plan; of another, those of the table.

    What is built on a replaced resource is replaced with it.
    """
    both = _Outputs(*outputs, same)
    unplanned = [pair for pair in kept if pair.former.stack not in planned]
    found: dict[Place, Forced] = dict(_by_plan(kept, planned))
    while True:
        new = {
            pair.place: Forced(paths, _order(pair))
            for pair in unplanned
            if pair.place not in found and (paths := tuple(_paths(both, pair, found)))
        }
        if not new:
            return found
        found |= new


def ignored(pair: Pair, argument: str) -> bool:
    """Whether Terraform is told to leave a change of an argument alone."""
    names = {str(one.value) for one in pair.present.each("lifecycle", "ignore_changes")}
    return argument in names or _ALL in names


def _by_plan(kept: Sequence[Pair], planned: Mapping[str, tuple[Replacement, ...]]) -> Iterator[tuple[Place, Forced]]:
    for pair in kept:
        for one in planned.get(pair.former.stack, ()):
            if one.address == pair.present.address:
                order = "created_first" if one.created_first else "destroyed_first"
                yield pair.place, Forced(one.paths, order, one.file)


def _paths(both: _Outputs, pair: Pair, found: Mapping[Place, Forced]) -> Iterator[str]:
    given = {*pair.given, REGION}
    for name in replaced_by(pair.former.type):
        if name in given and not ignored(pair, name) and _forces(both, pair, name, found):
            yield name


def _forces(both: _Outputs, pair: Pair, name: str, found: Mapping[Place, Forced]) -> bool:
    if name == REGION:
        before, after = region_of(both.former, pair.former), region_of(both.present, pair.present)
        return bool(before and after) and before != after
    was, now = pair.former.at(name), pair.present.at(name)
    condition = ONLY_WHEN.get((pair.present.type, name))
    if condition:
        return not both.same(was, now) and condition(was is not None, now is not None)
    if not both.same(was, now):
        return True
    return bool(found) and now is not None and any(_made_anew(both, part, found) for part in references_of(now))


def _made_anew(both: _Outputs, reference: Attribute, found: Mapping[Place, Forced]) -> bool:
    """Whether a reference leads to what is replaced, and to an attribute of it that Terraform cannot know before."""
    attribute = attribute_of(reference)
    return any(
        (one.stack, one.address) in found and not (attribute and one.at(attribute))
        for one in both.present.follow(reference)
    )


def _order(pair: Pair) -> str:
    first = pair.present.at("lifecycle", "create_before_destroy")
    return "created_first" if first and first.flag else "destroyed_first"
