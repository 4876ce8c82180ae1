"""Unready recovery: what bringing the service up in another region needs is lost together with the first one."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every live region whose loss takes the state of what stands in for it along."""
    regions = ((live, *one) for live in context.live for one in (("", live), *live.regions.items()))
    for live, further, environment in regions:
        recovery, home, state = environment.disaster_recovery, environment.region, context.matrix.state
        if recovery and not recovery.state and state.region == home:
            found = f"Terraform's state of what recovers from the loss of {home} lies there, and is lost with it"
            path = (live.name, *(("regions", further) if further else ()), "disaster_recovery")
            value = {"bucket": f"{state.bucket}-recovery", "region": recovery.region}
            advice = "Keep it in a bucket elsewhere; `terraform init -migrate-state` moves what is there."
            yield context.in_matrix(found, context.to_set(advice, *path, "state", value=value), *path)
