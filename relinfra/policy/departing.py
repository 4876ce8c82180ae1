"""Departures from the contract of a resource, named in the findings of the rules that hold it."""

from __future__ import annotations

from relinfra.evidence.resource import Resource

__all__ = ["departing"]


def departing(policy: str, resource: Resource | None) -> tuple[str, ...]:
    """Return the arguments, statements and references for which a policy fails; none where no rule can tell."""
    from relinfra_policies import RULES  # noqa: PLC0415 - loads Checkov, which runs by now
    from relinfra_policies.shapes.stack import Resource as Block  # noqa: PLC0415
    from relinfra_policies.shapes.stack import Stack  # noqa: PLC0415
    from relinfra_policies.shapes.stack_rule import StackRule  # noqa: PLC0415

    rule = RULES.get(policy)
    if not isinstance(rule, StackRule) or resource is None or not isinstance(resource.body, dict):
        return ()
    block = Block(resource.body, kind=resource.type, name=resource.name, vertex={})
    return tuple(sorted(set(rule.departures(block, Stack([block])))))
