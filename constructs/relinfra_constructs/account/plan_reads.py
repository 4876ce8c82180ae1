"""Permissions of the role that previews: it reads what planning needs, and nothing because AWS has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.read_table import synthesized_reads
from relinfra_constructs.iam import Statement

__all__ = ["plan_reads"]

_OBJECTS = ("s3:GetObject", "s3:GetObjectTagging")


def plan_reads(access: EnvironmentAccess, further: Mapping[str, Sequence[str]]) -> list[Statement]:
    """Allow to refresh the types of our stacks, and those of `further` by the actions named there.

    Buckets are read under the environment's own names, and objects where the scripts of canaries lie; the description
    of anything else is not secret, and most of it has no name to tell it by.
    """
    rows = [*synthesized_reads().values(), *further.values()]
    actions = sorted({action for row in rows for action in row} - set(_OBJECTS))
    buckets = [action for action in actions if action.startswith("s3:")]
    return [
        Statement(
            sid="ReadDescriptions",
            actions=[action for action in actions if action not in buckets],
            resources=["*"],
        ),
        Statement(
            sid="ReadBuckets",
            actions=buckets,
            resources=[access.placement.global_arn("s3", f"{access.name}-*")],
        ),
        Statement(sid="ReadScripts", actions=_OBJECTS, resources=[access.scripts]),
        # The manifest alone, by which the pipeline knows the digest of a tag; layers are data, and refused.
        Statement(sid="ResolveImages", actions=["ecr:BatchGetImage"], resources=["*"]),
    ]
