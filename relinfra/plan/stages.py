"""The stages of a project as the facts know them."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.stage import Stage

__all__ = ["deployed", "live", "stages"]


def stages(facts: Facts) -> tuple[Stage, ...]:
    """Return every stage in promotion order; another region of a stage follows its primary one."""
    return facts.stages


def deployed(facts: Facts) -> tuple[Stage, ...]:
    """Return the stages that have stacks."""
    return tuple(stage for stage in facts.stages if stage.region)


def live(facts: Facts) -> Stage | None:
    """Return the last deployed stage, in its primary region: the one customers use."""
    primary = [stage for stage in deployed(facts) if stage.primary]
    return primary[-1] if primary else None
