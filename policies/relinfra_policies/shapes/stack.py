"""A stack: the resources of one directory, and who refers to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from checkov.common.graph.graph_builder import CustomAttributes

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.written import WrittenFiles

__all__ = ["EVERY", "OUTPUT", "REFERENCE", "SETTINGS", "Resource", "Stack", "stacks_of"]

SETTINGS = "terraform"
"""The type of what a stack says of itself: its backend, and the versions it takes."""
EVERY = "*"
"""What stands for every type of resource."""
OUTPUT = "output"
"""The type of what a stack gives to others."""
UNMANAGED = ("data.", "module", OUTPUT, SETTINGS)
HOLDERS = ("variable", "locals")
"""Blocks whose value Checkov writes where it is used."""
LINES = {"__startline__": 1, "__endline__": 1}
"""Where Checkov knows no lines, as of settings."""
REFERENCE = re.compile(r"(?<![\w.])(?<!data\.)(aws_\w+)\.([\w-]+)")
Made = TypeVar("Made")
NAMES = ("alarm_name", "name", "identifier", "arn", "id", "function_name", "bucket", "resource_id")


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Block):
    """A resource with its Terraform address, and the vertex of Checkov's graph that it was read from."""

    kind: str
    name: str
    vertex: Mapping[str, Any]

    @property
    def address(self) -> str:
        """The Terraform address, such as `aws_lb.main` or `data.aws_vpc.main`; `terraform` for a stack's settings."""
        return f"{self.kind}.{self.name}" if self.name else self.kind

    @property
    def reported(self) -> dict[str, Any]:
        """The vertex as Checkov reports it, at its address and its lines."""
        return {**LINES, **self.vertex, CustomAttributes.ID: self.address}


class Stack:
    """The resources of one directory by type and address; who is referred to is looked up once for all rules.

    A data source is of a type such as `data.aws_vpc`, a module of `module`, an output of `output`, the settings
    of `terraform`.
    """

    def __init__(self, resources: Iterable[Resource], defaults: Iterable[str] = (), local: Iterable[str] = ()) -> None:
        self._by_address = {resource.address: resource for resource in _joined(resources)}
        self._by_kind: dict[str, list[Resource]] = {}
        for resource in self._by_address.values():
            self._by_kind.setdefault(resource.kind, []).append(resource)
        self._named: dict[str, dict[str, Resource]] = {}
        self._referring: dict[tuple[str, str, str], dict[str, list[Resource]]] = {}
        self._made: dict[Callable[[Stack], Any], Any] = {}
        self.defaults = frozenset(defaults)
        """What its variables hold where nobody gives them a value; Checkov writes it where they are used."""
        self.locals = frozenset(local)
        """What its locals hold, which Checkov writes where they are used too."""
        self.others: tuple[Stack, ...] = ()
        """The other stacks of the run."""

    def of(self, *kinds: str) -> Iterator[Resource]:
        """Yield the resources of these types; `*` stands for every resource."""
        for kind in kinds:
            yield from self._managed() if kind == EVERY else self._by_kind.get(kind, ())

    def _managed(self) -> Iterator[Resource]:
        return (one for one in self._by_address.values() if not one.kind.startswith(UNMANAGED))

    def has(self, *kinds: str) -> bool:
        """Return whether there is a resource of one of these types."""
        return any(kind in self._by_kind for kind in kinds)

    def all(self) -> Iterator[Resource]:
        """Yield every resource, data source, module, output and setting."""
        yield from self._by_address.values()

    def at(self, address: str) -> Resource | None:
        """Return what has an address here."""
        return self._by_address.get(address)

    def referred(self, text: str, *kinds: str) -> Resource | None:
        """Return the resource of one of these types that an expression refers to, or that bears the name itself."""
        if not text:
            return None
        for kind, name in REFERENCE.findall(text):
            if kind in kinds and (found := self._by_address.get(f"{kind}.{name}")):
                return found
        return next((found for kind in kinds if (found := self._names(kind).get(text))), None)

    def referring(self, target: Resource, argument: str, *kinds: str) -> Iterator[Resource]:
        """Yield the resources of these types whose argument refers to the target."""
        for kind in kinds:
            yield from self._referrers(kind, argument, target.kind).get(target.address, ())

    def once(self, make: Callable[[Stack], Made]) -> Made:
        """Return what a function makes of the stack, made once for all rules."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def exists(self, text: str) -> bool:
        """Return whether all resources that an expression refers to are of this stack."""
        return all(f"{kind}.{name}" in self._by_address for kind, name in REFERENCE.findall(text))

    def _names(self, kind: str) -> dict[str, Resource]:
        """Return the resources of a type by whatever names them; of several, the first."""
        if kind not in self._named:
            named = ((text, one) for one in self.of(kind) for text in map(one.text, NAMES) if text)
            found: dict[str, Resource] = {}
            for text, one in named:
                found.setdefault(text, one)
            self._named[kind] = found
        return self._named[kind]

    def _referrers(self, kind: str, argument: str, target: str) -> dict[str, list[Resource]]:
        """Return the resources of a type by the addresses, of the other type, that their argument refers to."""
        asked = (kind, argument, target)
        if asked not in self._referring:
            found: dict[str, list[Resource]] = {}
            for one in self.of(kind):
                referred = {id(to): to for text in one.strings(argument) if (to := self.referred(text, target))}
                for to in referred.values():
                    found.setdefault(to.address, []).append(one)
            self._referring[asked] = found
        return self._referring[asked]


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
    values: dict[tuple[str, str], set[str]] = {}
    written = WrittenFiles(str(vertex[CustomAttributes.FILE_PATH]) for _, vertex in graph.nodes())
    for _, vertex in graph.nodes():
        kind = vertex.get(CustomAttributes.BLOCK_TYPE)
        directory = str(vertex[CustomAttributes.FILE_PATH]).rpartition("/")[0]
        if kind in ("resource", "data", "module", OUTPUT, SETTINGS):
            found.setdefault(directory, []).append(_resource(vertex, written))
        elif kind in HOLDERS and isinstance(held := vertex.get(_holder(kind, vertex)), str):
            values.setdefault((directory, kind), set()).add(held)
    stacks = {
        directory: Stack(resources, *(values.get((directory, kind), ()) for kind in HOLDERS))
        for directory, resources in found.items()
    }
    for stack in stacks.values():
        stack.others = tuple(other for other in stacks.values() if other is not stack)
    return stacks


def _holder(kind: str, vertex: Mapping[str, Any]) -> str:
    """Return the argument that holds the value of a variable or a local."""
    return "default" if kind == "variable" else str(vertex[CustomAttributes.BLOCK_NAME])


def _resource(vertex: Mapping[str, Any], written: WrittenFiles) -> Resource:
    block, conf = vertex[CustomAttributes.BLOCK_TYPE], vertex[CustomAttributes.CONFIG]
    if block == SETTINGS:
        return Resource(conf, kind=SETTINGS, name="", vertex=vertex)
    file = str(vertex[CustomAttributes.FILE_PATH])
    (kind, named), *_ = conf.items()
    if block in ("module", OUTPUT):
        return Resource(written.find(file, block, kind) or named, kind=block, name=kind, vertex=vertex)
    (name, conf), *_ = named.items()
    conf = written.find(file, block, kind, name) or conf
    return Resource(conf, kind=kind if block == "resource" else f"{block}.{kind}", name=name, vertex=vertex)


def _joined(resources: Iterable[Resource]) -> Iterator[Resource]:
    """Yield the resources, and the settings as one: Checkov makes a vertex of each argument that JSON has there.

    Of settings in HCL Checkov knows no context and reports nothing: they are reported where another block stands.
    """
    settings: list[Resource] = []
    first: Resource | None = None
    for one in resources:
        if one.kind == SETTINGS:
            settings.append(one)
        else:
            first = one if first is None and one.kind != OUTPUT else first
            yield one
    if settings:
        conf = {name: value for one in settings for name, value in one.conf.items()}
        hcl = str(settings[0].vertex.get(CustomAttributes.FILE_PATH, "")).endswith(".tf")
        yield Resource(conf, kind=SETTINGS, name="", vertex=first.vertex if hcl and first else settings[0].vertex)
