"""A question asked of a whole stack, whose failures stand at the resources that are to blame."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from checkov.common.models.enums import CheckResult

from relinfra_policies.shapes.stack import SETTINGS, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

__all__ = ["OffenceRule"]


class OffenceRule(StackRule, ABC):
    """No resource of a stack is an offender; each that is fails by itself, and a stack without any passes once."""

    resources = (SETTINGS,)

    def verdicts(self, stack: Stack) -> Iterator[tuple[Resource, CheckResult]]:
        """Yield a failure for each offender; without any, that the stack passes, where it says anything of itself."""
        offenders = [(one, CheckResult.FAILED) for one in stack.all() if not one.planned and self.offends(one)]
        passing = ((one, CheckResult.PASSED) for one in stack.of(SETTINGS) if not one.planned)
        yield from offenders or passing

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether a resource is no offender."""
        yield not self.offends(resource)

    @abstractmethod
    def offends(self, resource: Resource) -> bool:
        """Whether a resource, data source, module, output or the settings may not be as they are."""
