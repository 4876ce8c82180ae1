"""Putting the faster steps in the place of Checkov's, for the time of one run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from checkov.common.checks_infra.solvers.attribute_solvers.base_attribute_solver import BaseAttributeSolver
from checkov.common.checks_infra.solvers.connections_solvers.base_connection_solver import BaseConnectionSolver
from checkov.common.graph.checks_infra.registry import BaseRegistry
from checkov.common.graph.graph_builder.graph_components import blocks as graph_blocks
from checkov.common.graph.graph_builder.variable_rendering.renderer import VariableRenderer
from checkov.common.graph.graph_manager import GraphManager
from checkov.common.parsers.yaml import loader
from checkov.terraform import graph_manager
from checkov.terraform.graph_builder import local_graph
from checkov.terraform.graph_builder.graph_components import blocks, module
from checkov.terraform.graph_builder.variable_rendering import evaluate_terraform, renderer, safe_eval_functions
from checkov.terraform_json import parser, runner, utils

from relinfra.policy.acceleration import brackets, json_lines, memory
from relinfra.policy.acceleration.evaluation import Evaluation
from relinfra.policy.acceleration.familiar import familiar
from relinfra.policy.acceleration.graph import Graph
from relinfra.policy.acceleration.graph_checks import GraphChecks
from relinfra.policy.acceleration.part import PartialGraph, PartialGraphChecks, render
from relinfra.policy.exchange import Exchange, IndivisibleError

__all__ = ["accelerated", "accelerated_part"]

PRINT = "print"
"""The name that each new interpreter sets."""


@contextmanager
def accelerated() -> Iterator[None]:
    """Let Checkov take the faster steps, where its own are familiar; one run at a time."""
    with _replaced(_replacements() if familiar() else ()):
        yield


@contextmanager
def accelerated_part(directories: Collection[str], exchange: Exchange) -> Iterator[None]:
    """Let Checkov read these directories alone, and judge them as parts of the whole folder.

    Raises `IndivisibleError` where its steps are not familiar, or where an expression set a name for all that follow.
    """
    if not familiar():
        raise IndivisibleError("this Checkov has not been read")
    checks = PartialGraphChecks(BaseConnectionSolver.set_vertices, exchange)
    with _replaced([*_replacements(checks), *_of_part(directories, exchange)]):
        before = dict(safe_eval_functions.SAFE_EVAL_DICT)
        yield
        after = {name: value for name, value in safe_eval_functions.SAFE_EVAL_DICT.items() if name != PRINT}
        if any(name not in before or before[name] is not value for name, value in after.items()):
            raise IndivisibleError("an expression has set a name")


@contextmanager
def _replaced(replacements: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, faster in replacements:
            stack.enter_context(patch.object(owner, name, faster))
        stack.enter_context(patch.dict(safe_eval_functions.SAFE_EVAL_DICT))
        yield


def _of_part(directories: Collection[str], exchange: Exchange) -> Iterator[tuple[Any, str, Any]]:
    paths = runner.get_scannable_file_paths

    def paths_of_part(**options: Any) -> set[Path]:
        return {path for path in paths(**options) if str(path.parent) in directories}

    yield runner, "get_scannable_file_paths", paths_of_part
    yield graph_manager, "TerraformLocalGraph", partial(PartialGraph, exchange=exchange)
    yield VariableRenderer, "_render_variables_from_edges", render


def _replacements(checks: GraphChecks | None = None) -> Iterator[tuple[Any, str, Any]]:
    checks = checks or GraphChecks(BaseConnectionSolver.set_vertices)
    evaluation = Evaluation(
        evaluate_terraform.evaluate, evaluate_terraform.evaluate_terraform, safe_eval_functions.get_asteval
    )
    yield parser, "loader", SimpleNamespace(loads=_loads)
    yield utils, "parse", memory.without_lines(utils.parse)
    for copying in (graph_blocks, local_graph, module, renderer):
        yield copying, "pickle_deepcopy", memory.copied(graph_blocks.pickle_deepcopy)
    yield module.Module, "clean_bad_characters", staticmethod(memory.cleaned(module.Module.clean_bad_characters))
    yield blocks.TerraformBlock, "get_inner_attributes", classmethod(memory.inner_attributes)
    yield GraphManager, "save_graph", memory.emptied(GraphManager.save_graph)
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
