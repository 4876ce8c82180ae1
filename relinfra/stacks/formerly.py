"""Renamed keys: where their resources were, so that Terraform moves them instead of making them anew.

Nothing here knows which resources a key leads to. The environments are composed once more as they were called before;
what only one of the two has is the same thing under its former and its present address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import TYPE_CHECKING

from relinfra.matrix.former import FormerKeys, former_matrix
from relinfra.stacks.composition import compose_environments
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.aws.resource import resources_in
from relinfra_constructs.cdk import App
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Matrix
    from relinfra.stacks.environment import EnvironmentStacks
    from relinfra.stacks.stack import EnvironmentStack

__all__ = ["keep_renamed", "moves"]

Keys = Mapping[str, str]
"""Former keys as Terraform spells them, by the present ones."""


def keep_renamed(matrix: Matrix, environments: Mapping[str, EnvironmentStacks], outdir: str) -> None:
    """Remember in every stack where the resources of renamed keys were; `outdir` is the folder of the app."""
    keys = _former_keys(matrix)
    if not any(keys.values()):
        return
    former = compose_environments(App(outdir=outdir, stack_traces=False), former_matrix(matrix), list(environments))
    for name, found in former.items():
        present = {stack.node.id: stack for stack in environments[name].all_stacks}
        for was in found.all_stacks if keys[name] else ():
            _keep(was, present[was.node.id], keys[name])


def moves(was: Iterable[str], now: Iterable[str], keys: Keys) -> Iterator[tuple[str, str]]:
    """Yield the former address and the present one of each resource that has only one of them on either side.

    Raises ConstructError where one has no counterpart, or several.
    """
    left, come = list(dict.fromkeys(was)), list(dict.fromkeys(now))
    gone = [address for address in left if address not in come]
    for address in (one for one in come if one not in left):
        found = [former for former in _spellings(address, keys) if former in gone]
        if len(found) != 1:
            raise ConstructError(f"{address}: expected one former address, found {found or 'none'}")
        yield found[0], address


def _former_keys(matrix: Matrix) -> dict[str, Keys]:
    keys: dict[str, Keys] = {}
    for deployment in matrix.regional_environments():
        found = FormerKeys.of(deployment.environment).all
        spelt = {terraform_name(key): terraform_name(former) for key, former in found.items()}
        keys[deployment.environment.name] = {**keys.get(deployment.environment.name, {}), **spelt}
    return keys


def _keep(was: EnvironmentStack, now: EnvironmentStack, keys: Keys) -> None:
    former, present = ({to: start for start, to in Batch.of(stack).moves} for stack in (was, now))
    batch = Batch.of(now)
    for start, to in moves(_managed(was), _managed(now), keys):
        steps = [start, *filter(None, (former.get(start), present.get(to)))] if to in present else [start, to]
        for pair in pairwise(steps):
            batch.move(*pair)


def _managed(stack: EnvironmentStack) -> Iterator[str]:
    return (address for address in resources_in(stack) if not address.startswith("data."))


def _spellings(address: str, keys: Keys) -> Iterator[str]:
    """Yield an address with one or more keys in it as they were before."""
    type_, _, name = address.partition(".")
    places = [(at, key) for key in keys for at in _places(name, key)]
    for chosen in product((False, True), repeat=len(places)):
        taken = sorted(place for place, is_taken in zip(places, chosen, strict=True) if is_taken)
        if taken and not _overlap(taken):
            yield f"{type_}.{_replaced(name, taken, keys)}"


def _places(name: str, key: str) -> Iterator[int]:
    """Yield where a key stands in a name, between underscores."""
    padded, searched = f"_{name}_", f"_{key}_"
    at = padded.find(searched)
    while at >= 0:
        yield at
        at = padded.find(searched, at + 1)


def _overlap(taken: list[tuple[int, str]]) -> bool:
    return any(at + len(key) > after for (at, key), (after, _) in pairwise(taken))


def _replaced(name: str, taken: list[tuple[int, str]], keys: Keys) -> str:
    for at, key in reversed(taken):
        name = f"{name[:at]}{keys[key]}{name[at + len(key) :]}"
    return name
