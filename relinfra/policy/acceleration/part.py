"""Checkov's graph, rendering and policies of a part of a folder, as they are when it has the whole.

Checkov joins blocks of one directory only. What it asks of all directories together, every process that has a part
asks of all: which resource types and aliases exist, whether a type has any block, and after how many rounds the
rendering ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checkov.terraform.graph_builder.graph_components.block_types import BlockType

from relinfra.policy.acceleration.graph import Graph
from relinfra.policy.acceleration.graph_checks import Block, GraphChecks
from relinfra.policy.exchange import Exchange, IndivisibleError

__all__ = ["PartialGraph", "PartialGraphChecks", "render"]


class PartialGraph(Graph):
    """The graph of some directories, which knows the resource types and aliases of all."""

    def __init__(self, module: Any, exchange: Exchange) -> None:
        super().__init__(module)
        self.exchange = exchange

    def _create_vertices(self) -> None:
        super()._create_vertices()
        if any(self.foreach_blocks.values()) or self.vertices_by_block_type[BlockType.MODULE]:
            raise IndivisibleError("`count`, `for_each` and modules are not confined to a directory")
        if any(vertex.has_dynamic_block or "[" in vertex.name for vertex in self.vertices):
            raise IndivisibleError("dynamic and indexed blocks are not confined to a directory")
        self.module.resources_types = self.exchange.union("types", self.module.resources_types)

    def _get_aliases(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for aliases in self.exchange.all("aliases", super()._get_aliases()):
            for name, alias in aliases.items():
                if found.setdefault(name, alias) != alias:
                    raise IndivisibleError(f"{name} is the alias of two kinds of blocks")
        return found


def render(renderer: Any) -> None:
    """Do what `VariableRenderer._render_variables_from_edges` does, with the rounds that the whole folder takes."""
    graph: PartialGraph = renderer.local_graph
    edges = graph.get_in_edges(renderer._get_initial_end_vertices())
    rendered: set[int] = set()
    rounds: list[Any] = [[], []]
    repeated = 0
    for _ in range(renderer.MAX_NUMBER_OF_LOOPS):
        number, again = _summed(graph.exchange, len(edges), len(set(edges).intersection(rounds[-2])))
        repeated += number > 0 and int(again / number * 100) > renderer.duplicate_percent
        if not number or repeated > renderer.duplicate_iter_count:
            break
        rounds.append(edges)
        renderer._evaluate_edge_groups(renderer.group_edges_by_origin_and_label(edges))
        renderer._update_done_edges_by_origin_vertex(edges)
        renderer._update_end_vertices_indexes(edges, rendered)
        edges = graph.sort_edged_by_dest_out_degree(graph.get_in_edges_deduped(rendered) - set(edges))
    graph.update_vertices_configs()
    renderer.evaluate_non_rendered_values()


def _summed(exchange: Exchange, edges: int, again: int) -> tuple[int, int]:
    said = exchange.all("round", [edges, again])
    return sum(one[0] for one in said), sum(one[1] for one in said)


class PartialGraphChecks(GraphChecks):
    """The policies that follow references, of blocks that are not all there are of their types."""

    def __init__(self, set_vertices: Callable[..., None], exchange: Exchange) -> None:
        super().__init__(set_vertices)
        self._exchange = exchange
        self._types: set[str] = set()

    def set_vertices(self, solver: Any, *args: Any, **options: Any) -> None:
        """Take the blocks, and none for some where only another part has one of the types."""
        super().set_vertices(solver, *args, **options)
        for blocks, types in (
            ("vertices_under_resource_types", solver.resource_types),
            ("vertices_under_connected_resources_types", solver.connected_resources_types),
        ):
            if not getattr(solver, blocks) and (not types or self._types.intersection(types)):
                setattr(solver, blocks, _Elsewhere())

    def _list_types(self, graph: Any) -> None:
        super()._list_types(graph)
        self._types = self._exchange.union("blocks", (kind for kind in self._typed if kind))


class _Elsewhere(list[Block]):
    """No blocks here, some in another part: Checkov asks a list whether it is empty to know whether there are any."""

    def __bool__(self) -> bool:
        return True
