"""Checkov's graph of Terraform blocks, which looks names up instead of walking all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkov.terraform.graph_builder.local_graph import TerraformLocalGraph

__all__ = ["Graph"]

NONE_MATCHES = -1


class Graph(TerraformLocalGraph):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Checkov's own, with an index of the names that stand before a bracket, as in `aws_subnet.web[0]`."""

    def __init__(self, module: Any) -> None:
        super().__init__(module)
        self._indexed: dict[int, dict[str, list[int]]] = {}
        self._attributes: dict[int, dict[str, Any]] = {}

    def _build_edges(self) -> None:
        self._indexed.clear()
        super()._build_edges()

    def get_vertex_attributes_by_index(self, index: int, add_hash: bool = True) -> dict[str, Any]:
        """Return a block's attributes, to be read alone; those without a hash are put together once."""
        if add_hash:
            hashed: dict[str, Any] = super().get_vertex_attributes_by_index(index, add_hash)
            return hashed
        if index not in self._attributes:
            self._attributes[index] = super().get_vertex_attributes_by_index(index, add_hash)
        return self._attributes[index]

    def update_vertex_attribute(self, vertex_index: int, *args: Any, **options: Any) -> None:
        """Change an attribute of a block."""
        self._attributes.pop(vertex_index, None)
        super().update_vertex_attribute(vertex_index, *args, **options)

    def update_vertices_configs(self) -> None:
        """Write what has been rendered into the blocks, which ends the rendering of references."""
        self._attributes.clear()
        super().update_vertices_configs()

    def empty(self) -> None:
        """Let everything go."""
        self.module.blocks.clear()
        self.vertices.clear()
        self.edges.clear()
        for one in (self.in_edges, self.out_edges, self.vertices_by_block_type, self.vertex_hash_cache):
            one.clear()
        for named in (self.vertices_by_module_dependency, self.vertices_by_module_dependency_by_name):
            named.clear()
        self._attributes.clear()
        self._indexed.clear()

    def _get_possible_vertices(self, module: Any, block_type: str, name: str) -> list[int]:
        named: Mapping[str, list[int]] = self.vertices_by_module_dependency_by_name.get(module, {}).get(block_type, {})
        return (
            named.get(name)
            or named.get(name.replace('["', "[").replace('"]', "]"))
            or self._before_bracket(named).get(name)
            or []
        )

    def _before_bracket(self, named: Mapping[str, list[int]]) -> Mapping[str, list[int]]:
        if id(named) not in self._indexed:
            found: dict[str, list[int]] = {}
            for name, vertices in named.items():
                for place, character in enumerate(name):
                    if character == "[":
                        found.setdefault(name[:place], vertices)
            self._indexed[id(named)] = found
        return self._indexed[id(named)]

    def _find_vertex_with_best_match(self, vertices: list[int], *args: Any, **options: Any) -> int:
        if not vertices:  # Checkov resolves the links of the path first, on disk
            return NONE_MATCHES
        found: int = super()._find_vertex_with_best_match(vertices, *args, **options)
        return found
