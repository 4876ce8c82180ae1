"""A question asked of one resource that other resources of its stack answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.common.models.enums import CheckResult
from checkov.runner_filter import RunnerFilter

from relinfra_policies.shapes.rule import Rule
from relinfra_policies.shapes.stack import Resource, Stack, stacks_of
from relinfra_policies.shapes.verdict import judged

__all__ = ["StackRule"]

Vertices = list[dict[str, Any]]


class StackRule(Rule, BaseGraphCheck, ABC):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Every resource of the named types holds what `demands` yields, given the stack that it lies in.

    A plan carries neither references nor the declared contract: there the rule gives no verdict.
    """

    resources: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.id, self.name, self.category = self.policy, self.title, type(self).category
        self.resource_types, self.guideline, self.severity = list(self.resources), self.source, Severities[self.level]
        registry = get_graph_checks_registry("terraform")
        if all(check.id != self.id for check in registry.checks):
            RunnerFilter.notify_external_check(self.id)
            registry.checks.append(self)

    def run(self, graph_connector: Any) -> tuple[Vertices, Vertices, Vertices]:
        """Answer Checkov's question: the blocks that passed, that failed, and of which it cannot be known."""
        answers: dict[CheckResult, Vertices] = {
            result: [] for result in (CheckResult.PASSED, CheckResult.FAILED, CheckResult.UNKNOWN)
        }
        for stack in stacks_of(graph_connector).values():
            for resource, result in self.verdicts(stack):
                answers[result].append(resource.reported)
        passed, failed, unknown = answers.values()
        return passed, failed, unknown

    def verdicts(self, stack: Stack) -> Iterator[tuple[Resource, CheckResult]]:
        """Yield the verdict on each resource of the stack that the rule applies to."""
        for resource in stack.of(*self.resources):
            if not resource.planned and self.applies(resource, stack):
                yield resource, judged(self.demands(resource, stack), resource)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the rule has anything to say of this resource."""
        return True

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield what of a failing resource is not as its contract declares, as paths; nothing where no rule says."""
        return iter(())

    @abstractmethod
    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each thing that the rule demands is so."""
