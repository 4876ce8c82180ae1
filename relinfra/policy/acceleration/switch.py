"""Putting the faster steps in the place of Checkov's, for the time of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from checkov.common.checks_infra.solvers.attribute_solvers.base_attribute_solver import BaseAttributeSolver
from checkov.common.checks_infra.solvers.connections_solvers.base_connection_solver import BaseConnectionSolver
from checkov.common.graph.checks_infra.registry import BaseRegistry
from checkov.common.parsers.yaml import loader
from checkov.terraform import graph_manager
from checkov.terraform.graph_builder.graph_components import blocks
from checkov.terraform.graph_builder.variable_rendering import evaluate_terraform, safe_eval_functions
from checkov.terraform_json import parser

from relinfra.policy.acceleration import brackets, json_lines
from relinfra.policy.acceleration.evaluation import Evaluation
from relinfra.policy.acceleration.familiar import familiar
from relinfra.policy.acceleration.graph import Graph
from relinfra.policy.acceleration.graph_checks import GraphChecks

__all__ = ["accelerated"]


@contextmanager
def accelerated() -> Iterator[None]:
    """Let Checkov take the faster steps, where its own are familiar; one run at a time."""
    with ExitStack() as stack:
        for owner, name, faster in _replacements() if familiar() else ():
            stack.enter_context(patch.object(owner, name, faster))
        stack.enter_context(patch.dict(safe_eval_functions.SAFE_EVAL_DICT))
        yield


def _replacements() -> Iterator[tuple[Any, str, Any]]:
    evaluation = Evaluation(
        evaluate_terraform.evaluate, evaluate_terraform.evaluate_terraform, safe_eval_functions.get_asteval
    )
    checks = GraphChecks(BaseConnectionSolver.set_vertices)
    yield parser, "loader", SimpleNamespace(loads=_loads)
    yield graph_manager, "TerraformLocalGraph", Graph
    yield blocks, "calculate_hash", _no_hash
    yield evaluate_terraform, "evaluate", evaluation.evaluate
    yield evaluate_terraform, "evaluate_terraform", evaluation.evaluate_terraform
    yield evaluate_terraform, "find_brackets_pairs", brackets.pairs
    yield safe_eval_functions, "get_asteval", evaluation.interpreter
    yield BaseRegistry, "run_checks", _method(checks.run_checks)
    yield BaseAttributeSolver, "run", _method(checks.run_attribute_solver)
    yield BaseConnectionSolver, "set_vertices", _method(checks.set_vertices)


def _loads(content: str) -> Any:
    found = json_lines.read(content)
    return loader.loads(content) if found is None else [found]


def _no_hash(_: Any) -> str:
    """Stand for the hash of a block, by which only another kind of graph knows its blocks."""
    return ""


def _method(function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **options: Any) -> Any:
        return function(self, *args, **options)

    return method
