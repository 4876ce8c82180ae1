"""Arguments that depart from what a stack declares of them, named in the findings of the rules that hold values."""

from __future__ import annotations

from relinfra.evidence.resource import Resource

__all__ = ["departing"]


def departing(policy: str, resource: Resource | None) -> tuple[str, ...]:
    """Return the arguments for which a policy that holds values fails; none of any other policy."""
    from relinfra_policies.shapes import values  # noqa: PLC0415 - loads Checkov, which runs by now
    from relinfra_policies.shapes.kept_rule import KEPT  # noqa: PLC0415
    from relinfra_policies.shapes.stack import Resource as Block  # noqa: PLC0415
    from relinfra_policies.shapes.stack import Stack  # noqa: PLC0415

    if policy not in KEPT or resource is None or not isinstance(resource.body, dict):
        return ()
    block = Block(resource.body, kind=resource.type, name=resource.name, vertex={})
    return values.departures(block, Stack([block]))
