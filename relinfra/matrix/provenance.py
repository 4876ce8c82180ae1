"""The origin of each value of an environment: a layer of the file, or a default of relinfra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from relinfra.errors import UsageError
from relinfra.reading import MappingNode, Node, is_null, locate, plain
from relinfra.reading.model import Model
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from relinfra.matrix.matrix import Matrix
    from relinfra.reading.problems import Position

__all__ = ["Layer", "LayerName", "Origin", "Resolved", "below", "provenance"]

LayerName = Literal["region", "region of defaults", "environment", "defaults", "key"]
"""What supplied a value, the strongest first; `key` is a key above it, such as the name of an environment."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of the file that is laid over those after it."""

    name: LayerName
    node: Node


@dataclass(frozen=True, slots=True)
class Origin:
    """A value as one layer gives it; None is a null that removes."""

    layer: LayerName
    position: Position
    value: Any


@dataclass(frozen=True, slots=True)
class Resolved:
    """One value of an environment.

    `origin` is what supplied it, None where it is a default of relinfra, whose meaning is `reason`. `overrode` are what
    weaker layers said, the strongest first. Of what a null `removed` there is no value.
    """

    path: tuple[str, ...]
    value: Any
    origin: Origin | None
    overrode: tuple[Origin, ...]
    reason: str = ""
    removed: bool = False

    @property
    def name(self) -> str:
        """The path as one writes it: `services.web.port`."""
        return ".".join(self.path)


def provenance(matrix: Matrix, environment: str, region: str = "") -> tuple[Resolved, ...]:
    """Return every value of an environment, in one of its regions where that is named, and what nulls removed.

    Raises `UsageError` for an environment or a region that the matrix does not have.
    """
    _expect(environment, matrix.environments, f"an environment of {matrix.file}")
    own = matrix.environments[environment]
    regions = own.regions if own.target == "aws" else {}
    if region:
        _expect(region, (own.region, *regions), f"a region of {environment}")
    further = region if region in regions else ""
    model = regions[further] if further else own
    dumped = model.model_dump(mode="json", by_alias=True, exclude={"regions"})
    layers = tuple(_layers(matrix.document, environment, further))
    keys = _keys(matrix, environment, further)
    values = tuple(_resolved(leaf, layers, keys) for leaf in _leaves((), model, dumped, ""))
    return (*values, *_removed(layers, {one.path for one in values}))


def below(values: tuple[Resolved, ...], path: str) -> tuple[Resolved, ...]:
    """Return the values at a path or below it. Raises `UsageError` with the nearest where there are none."""
    found = tuple(one for one in values if one.name == path or one.name.startswith(f"{path}."))
    return found or _refuse(values, path)


def _refuse(values: tuple[Resolved, ...], path: str) -> NoReturn:
    """Refuse a path at its first step that is unknown; the last one may have dots of its own."""
    steps = path.split(".")
    known_to = next(depth for depth in range(len(steps)) if steps[depth] not in _steps(values, steps[:depth]))
    begun, step = ".".join(steps[:known_to]), steps[known_to]
    where = f"`{step}` below `{begun}`" if begun else f"`{step}`"
    hint = nearest(step, _steps(values, steps[:known_to])) or "nothing is below it"
    raise UsageError(f"expected a path of the environment, found {where}; {hint}")


def _steps(values: tuple[Resolved, ...], begun: list[str]) -> set[str]:
    start = "".join(f"{step}." for step in begun)
    return {one.name.removeprefix(start).partition(".")[0] for one in values if one.name.startswith(start)}


def _expect(name: str, known: Any, what: str) -> None:
    if name not in known:
        raise UsageError(f"expected {what}, found `{name}`; {nearest(name, known)}")


def _layers(document: Node, environment: str, region: str) -> Iterator[Layer]:
    """Yield the layers of an environment, the strongest first."""
    whole: dict[LayerName, tuple[str, ...]] = {
        "environment": ("environments", environment),
        "defaults": ("defaults",),
    }
    regional: dict[LayerName, tuple[str, ...]] = {
        "region": ("environments", environment, "regions", region),
        "region of defaults": ("defaults", "regions", region),
    }
    for name, path in {**(regional if region else {}), **whole}.items():
        node = locate(document, path).node
        if node is not None:
            yield Layer(name, node)


def _keys(matrix: Matrix, environment: str, region: str) -> dict[tuple[str, ...], Origin]:
    """Return what the file says by a key: the name of an environment, the name of a region."""
    said: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {("name",): (environment, ("environments", environment))}
    if region:
        said["region",] = (region, ("environments", environment, "regions", region))
    found = ((path, value, matrix.position(*place)) for path, (value, place) in said.items())
    return {path: Origin("key", position, value) for path, value, position in found if position}


@dataclass(frozen=True, slots=True)
class _Leaf:
    path: tuple[str, ...]
    value: Any
    reason: str


def _leaves(path: tuple[str, ...], model: Any, dumped: Any, reason: str) -> Iterator[_Leaf]:
    """Yield the values below one, lists whole: they replace each other whole. An empty mapping is a value."""
    if not isinstance(dumped, dict) or not dumped:
        yield _Leaf(path, dumped, reason)
    elif isinstance(model, Model):
        fields = type(model).model_fields
        for name, field in fields.items():
            key = field.alias or name
            if key in dumped:
                yield from _leaves((*path, key), getattr(model, name), dumped[key], field.description or reason)
    else:
        for key, value in dumped.items():
            inner = model.get(key) if isinstance(model, Mapping) else None
            yield from _leaves((*path, key), inner, value, reason)


def _resolved(leaf: _Leaf, layers: tuple[Layer, ...], keys: Mapping[tuple[str, ...], Origin]) -> Resolved:
    said = tuple(_said(leaf.path, layers))
    if leaf.path in keys:
        return Resolved(leaf.path, leaf.value, keys[leaf.path], said)
    first, others = (said[0], said[1:]) if said else (None, ())
    if first is None or (first.value is None and leaf.value is not None):
        return Resolved(leaf.path, leaf.value, None, said, leaf.reason)
    return Resolved(leaf.path, leaf.value, first, others)


def _said(path: tuple[str, ...], layers: tuple[Layer, ...]) -> Iterator[Origin]:
    """Yield what layers say of a path or, where that ends the matter, of something above it; the strongest first."""
    for layer in layers:
        for depth in range(1, len(path) + 1):
            place = locate(layer.node, path[:depth])
            if place.node is None:
                break
            if depth == len(path) or not isinstance(place.node, MappingNode):
                yield Origin(layer.name, place.position, plain(place.node))
                break


def _removed(layers: tuple[Layer, ...], known: set[tuple[str, ...]]) -> Iterator[Resolved]:
    """Yield what a null removed so that nothing is left of it, with what it had been."""
    prefixes = {path[:depth] for path in known for depth in range(1, len(path) + 1)}
    told: set[tuple[str, ...]] = set()
    for layer in layers:
        for path in _nulls(layer.node, ()):
            said = tuple(_said(path, layers))
            if path not in prefixes | told and said[0].value is None and said[0].layer == layer.name and said[1:]:
                told.add(path)
                yield Resolved(path, None, said[0], said[1:], removed=True)


def _nulls(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(node, MappingNode):
        for key, entry in node.entries.items():
            yield from [(*path, key)] if is_null(entry.node) else _nulls(entry.node, (*path, key))
