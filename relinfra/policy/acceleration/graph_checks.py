"""Checkov's policies that follow references, asked one after the other, of the blocks of their types alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from checkov.common.checks_infra.solvers.attribute_solvers.base_attribute_solver import SUPPORTED_BLOCK_TYPES
from checkov.common.graph.graph_builder import CustomAttributes

__all__ = ["GraphChecks"]

Block = dict[str, Any]


class GraphChecks:
    """Three methods of Checkov's without its threads, which wait for each other at every block.

    Most policies are about a few types; the blocks of each type are listed once.
    """

    def __init__(self, set_vertices: Callable[..., None]) -> None:
        self._set_vertices = set_vertices
        self._graph: Any = None
        self._typed: dict[str | None, list[Block]] = {}

    def run_checks(
        self, registry: Any, graph_connector: Any, runner_filter: Any, report_type: str
    ) -> dict[Any, list[Block]]:
        """Do what `BaseRegistry.run_checks` does: a policy that fails gives no result."""
        self._list_types(graph_connector)
        results: dict[Any, list[Block]] = {}
        for check in registry.checks:
            if runner_filter.should_run_check(check, report_type=report_type):
                with suppress(Exception):
                    registry.run_check_parallel(check, results, graph_connector)
        return results

    def run_attribute_solver(self, solver: Any, graph_connector: Any) -> tuple[list[Block], list[Block], list[Block]]:
        """Do what `BaseAttributeSolver.run` does: a block that it fails on gives no result."""
        passed: list[Block] = []
        failed: list[Block] = []
        unknown: list[Block] = []
        for block in self._of_types(graph_connector, solver.resource_types):
            if block.get(CustomAttributes.BLOCK_TYPE) in SUPPORTED_BLOCK_TYPES:
                with suppress(Exception):
                    solver._process_node(block, passed, failed, unknown)
        return passed, failed, unknown

    def set_vertices(
        self, solver: Any, graph_connector: Any, exclude_vertices: list[Block], unknown_vertices: list[Block]
    ) -> None:
        """Do what `BaseConnectionSolver.set_vertices` does, given only the blocks that it keeps."""
        types = [*solver.resource_types, *solver.connected_resources_types]
        if solver.resource_types and solver.connected_resources_types:
            self._set_vertices(
                solver, _Blocks(self._of_types(graph_connector, types)), exclude_vertices, unknown_vertices
            )
        else:  # no types are all types
            self._set_vertices(solver, graph_connector, exclude_vertices, unknown_vertices)

    def _list_types(self, graph: Any) -> None:
        self._graph, self._typed = graph, {}
        for _, block in graph.nodes():
            self._typed.setdefault(block.get(CustomAttributes.RESOURCE_TYPE), []).append(block)

    def _of_types(self, graph: Any, types: list[str]) -> Iterator[Block]:
        if not types or graph is not self._graph:
            return (
                block for _, block in graph.nodes() if not types or block.get(CustomAttributes.RESOURCE_TYPE) in types
            )
        return (block for kind, blocks in self._typed.items() if kind in types for block in blocks)


class _Blocks:
    """As much of a graph as `set_vertices` reads."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._nodes = list(enumerate(blocks))

    def nodes(self) -> list[tuple[int, Block]]:
        return self._nodes
