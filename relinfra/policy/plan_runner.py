"""Checkov's runner for Terraform plans. Importing this loads Checkov."""

from __future__ import annotations

from typing import Any

from checkov.terraform.plan_runner import Runner

__all__ = ["PlanRunner"]


class PlanRunner(Runner):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Checkov's own, which knows addresses; it also notes the graph policies without any result."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: set[str] = set()
        """Ids of graph policies that raised, which Checkov swallows."""

    def run_graph_checks_results(self, *args: Any, **options: Any) -> dict[Any, Any]:
        """Run the checks that follow references, and note those without any result."""
        results: dict[Any, Any] = super().run_graph_checks_results(*args, **options)
        self.silent = {check.id for check in self.graph_registry.checks} - {check.id for check in results}
        return results
