from typing import Any

import pytest
from checkov.common.checks_infra.solvers.connections_solvers.and_connection_solver import AndConnectionSolver
from checkov.common.checks_infra.solvers.connections_solvers.base_connection_solver import BaseConnectionSolver
from checkov.common.checks_infra.solvers.connections_solvers.connection_exists_solver import ConnectionExistsSolver
from checkov.common.graph.graph_builder import CustomAttributes
from rustworkx import PyDiGraph

from relinfra.policy.acceleration.part import PartialGraphChecks
from relinfra.policy.exchange import Exchange


class _Other(Exchange):
    """Another process, which has these types."""

    def __init__(self, *types: str) -> None:
        self._types = list(types)

    def all(self, subject: str, value: Any) -> list[Any]:
        return [value, self._types]


@pytest.mark.parametrize(("elsewhere", "failed"), [(("aws_lb",), ["aws_lb_listener.web"]), ((), [])])
def test_a_type_that_another_part_has_exists(elsewhere: tuple[str, ...], failed: list[str]) -> None:
    """Checkov judges a listener without a load balancer only where there is any load balancer."""
    graph = PyDiGraph()
    block = {
        CustomAttributes.RESOURCE_TYPE: "aws_lb_listener",
        CustomAttributes.BLOCK_TYPE: "resource",
        CustomAttributes.ID: "aws_lb_listener.web",
        CustomAttributes.FILE_PATH: "cdk.tf.json",
    }
    graph.add_node((0, block))
    checks = PartialGraphChecks(BaseConnectionSolver.set_vertices, _Other(*elsewhere))
    checks._list_types(graph)
    solver = AndConnectionSolver([ConnectionExistsSolver(["aws_lb"], ["aws_lb_listener"])], "and")
    checks.set_vertices(solver, graph, [], [])

    assert [one[CustomAttributes.ID] for one in solver.get_operation(graph)[1]] == failed
