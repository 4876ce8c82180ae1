"""The permissions boundary of the roles that stacks make."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Roles, Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect how many roles a deployment makes, and which boundaries they carry, where any does."""
    roles = stage.find("aws_iam_role")
    bound = [boundary for role in roles if (boundary := role.at("permissions_boundary"))]
    if not bound:
        return
    own = recorder.at(Stage.roles)
    own.add(Roles.boundaries, tuple(sorted({boundary.text.rpartition("/")[2] for boundary in bound})), *bound)
    own.add(Roles.bound, len(bound), *bound, how="count")
    unbound = [role.root for role in roles if role.at("permissions_boundary") is None]
    if unbound:
        own.add(Roles.unbound, len(unbound), *unbound, how="count")
