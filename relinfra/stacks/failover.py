"""Failover records: the region that a domain leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from relinfra.matrix.failover import switches_by_itself

if TYPE_CHECKING:
    from relinfra.matrix import Environment
    from relinfra.stacks.scope import StackScope

__all__ = ["answers_for_domains", "failover_role"]


def answers_for_domains(scope: StackScope, environment: Environment) -> bool:
    """Return whether the services of these stacks have DNS records: all but those that people switch over to."""
    return scope.protected is None or switches_by_itself(environment)


def failover_role(scope: StackScope, environment: Environment) -> Literal["PRIMARY", "SECONDARY"] | None:
    """Return the part in a failover that Route 53 makes by itself, or None where it makes none."""
    if not switches_by_itself(environment):
        return None
    return "PRIMARY" if scope.protected is None else "SECONDARY"
