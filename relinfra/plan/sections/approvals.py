"""Approvals: which regions one of them lets a release into."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.plan.stages import deployed

__all__ = ["covers"]


def covers(facts: Facts, stage: Stage, where: str) -> Line:
    """Return that one approval covers every region of an environment, nothing where it stands in one."""
    regions = Stage.region.each(one for one in deployed(facts) if one.environment == stage.environment)
    return (say("approval.covers", f"{where}.{stage.id}", regions=regions),) if len(regions) > 1 else ()
