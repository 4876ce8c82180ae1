"""The overrides of a matrix, applied to the stacks they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from relinfra.matrix.rules import Finding
from relinfra.reading.nearest import nearest
from relinfra.reading.problems import Position
from relinfra.stacks.lookup import nearest_address
from relinfra_constructs import aws
from relinfra_constructs.aws.resource import resources_in
from relinfra_constructs.errors import ArgumentError

if TYPE_CHECKING:
    from relinfra.matrix import Matrix, RegionalEnvironment
    from relinfra.reading.problems import Path
    from relinfra.stacks.environment import EnvironmentStacks

__all__ = ["apply_overrides"]


def apply_overrides(matrix: Matrix, environments: Mapping[str, EnvironmentStacks]) -> None:
    """Set the arguments that every environment overrides, in each of its regions.

    Raises MatrixError with every override that names nothing or that the provider's schema refuses.
    """
    findings = [
        finding
        for deployment in matrix.regional_environments()
        if deployment.environment.overrides and deployment.environment.name in environments
        for finding in _Overriding(matrix, deployment, environments[deployment.environment.name]).findings()
    ]
    if findings:
        raise matrix.refusal(findings)


_UNKNOWN = "unknown argument"


class _Overriding:
    """The overrides of one environment in one region, and the stacks they are for."""

    def __init__(self, matrix: Matrix, deployment: RegionalEnvironment, environment: EnvironmentStacks) -> None:
        stacks = environment if deployment.primary else environment.regions[deployment.region]
        self._matrix = matrix
        self._overrides = deployment.environment.overrides
        self._stacks = stacks.by_component
        self._name = deployment.name
        region = () if deployment.primary else ("regions", deployment.region)
        self._path = ("environments", deployment.environment.name, *region, "overrides")

    def findings(self) -> Iterator[Finding]:
        """Apply what can be applied; yield what cannot."""
        for component, resources in self._overrides.items():
            stack = self._stacks.get(component)
            if stack is None:
                hint = nearest(component, self._stacks)
                yield _finding((*self._path, component), f"a stack of {self._name}", f"`{component}`", hint)
                continue
            known = resources_in(stack)
            for address, arguments in resources.items():
                if address in known:
                    yield from self._apply(known[address], component, arguments)
                else:
                    hint = nearest_address(address, known)
                    expected = f"a resource of {stack.node.id}"
                    yield _finding((*self._path, component, address), expected, f"`{address}`", hint)

    def _apply(
        self, resource: aws.Resource | aws.DataSource, component: str, arguments: Mapping[str, Any]
    ) -> Iterator[Finding]:
        for argument, value in arguments.items():
            path = (*self._path, component, resource.address, argument)
            try:
                resource.override(argument, _literal(value), source=self._source(path))
            except ArgumentError as error:
                for problem in error.problems:
                    found, _, hint = problem.partition("; ")
                    yield _finding(path, "", found, hint, at_key=found.startswith(_UNKNOWN))

    def _source(self, path: tuple[str, ...]) -> str:
        position = self._matrix.position(*path) or Position(self._matrix.file, 1, 1)
        return f"{FilePath(position.file).name}:{position.line}"


def _finding(path: Path, expected: str, found: str, hint: str, *, at_key: bool = False) -> Finding:
    reason = "An override has to reach an argument that the provider takes: what names nothing would change nothing."
    return Finding(path, expected, found, hint, rule="overrides", reason=reason, at_key=at_key)


def _literal(value: Any) -> Any:
    """Return a value in which Terraform evaluates nothing."""
    if isinstance(value, str):
        return aws.literal(value)
    if isinstance(value, Mapping):
        return {aws.literal(key): _literal(item) for key, item in value.items()}
    return [_literal(item) for item in value] if isinstance(value, tuple) else value
