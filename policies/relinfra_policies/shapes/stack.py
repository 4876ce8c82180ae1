"""A stack: the resources of one directory, and who refers to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checkov.common.graph.graph_builder import CustomAttributes

from relinfra_policies.shapes.block import Block

__all__ = ["Resource", "Stack", "stacks_of"]

REFERENCE = re.compile(r"\b(?:data\.)?(aws_\w+)\.([\w-]+)")
NAMES = ("alarm_name", "name", "identifier", "arn", "id", "function_name", "bucket")


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Block):
    """A resource with its Terraform address, and the vertex of Checkov's graph that it was read from."""

    kind: str
    name: str
    vertex: Mapping[str, Any]

    @property
    def address(self) -> str:
        """The Terraform address, such as `aws_lb.main`."""
        return f"{self.kind}.{self.name}"


class Stack:
    """The resources of one directory by type and address."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_address = {resource.address: resource for resource in resources}
        self._by_kind: dict[str, list[Resource]] = {}
        for resource in self._by_address.values():
            self._by_kind.setdefault(resource.kind, []).append(resource)

    def of(self, *kinds: str) -> Iterator[Resource]:
        """Yield the resources of these types."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def referred(self, text: str, *kinds: str) -> Resource | None:
        """Return the resource of one of these types that an expression refers to, or that bears the name itself."""
        for kind, name in REFERENCE.findall(text):
            if kind in kinds and (found := self._by_address.get(f"{kind}.{name}")):
                return found
        named = (one for one in self.of(*kinds) if text and text in map(one.text, NAMES))
        return next(named, None)

    def referring(self, target: Resource, argument: str, *kinds: str) -> Iterator[Resource]:
        """Yield the resources of these types whose argument refers to the target."""
        for one in self.of(*kinds):
            if any(self.referred(text, target.kind) is target for text in one.strings(argument)):
                yield one


_last: tuple[Any, Mapping[str, Stack]] = (None, {})


def stacks_of(graph: Any) -> Mapping[str, Stack]:
    """Return the stacks of Checkov's graph by their directory; put together once for all rules of a run."""
    global _last  # noqa: PLW0603 - the graph takes neither attributes nor weak references
    asked, stacks = _last
    if asked is not graph:
        stacks = _by_directory(graph)
        _last = (graph, stacks)
    return stacks


def _by_directory(graph: Any) -> Mapping[str, Stack]:
    found: dict[str, list[Resource]] = {}
    for _, vertex in graph.nodes():
        if vertex.get(CustomAttributes.BLOCK_TYPE) == "resource":
            directory = str(vertex[CustomAttributes.FILE_PATH]).rpartition("/")[0]
            found.setdefault(directory, []).append(_resource(vertex))
    return {directory: Stack(resources) for directory, resources in found.items()}


def _resource(vertex: Mapping[str, Any]) -> Resource:
    (kind, named), *_ = vertex[CustomAttributes.CONFIG].items()
    (name, conf), *_ = named.items()
    return Resource(conf, kind=kind, name=name, vertex=vertex)
