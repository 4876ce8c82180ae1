"""Retention: whether what shows what the release was is kept for as long as the contract says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from relinfra.evidence import Facts
from relinfra.gate.obstacle import Obstacle

__all__ = ["kept_too_short"]

_CONTRACT = 365
"""Days for which the evidence of a release is kept: twelve months."""


def kept_too_short(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield each workflow whose artifacts go before the contract ends, where nothing else keeps the evidence.

    The evidence bucket of the bootstrap does, and so does a bundle that a job makes. It stops nothing.
    """
    del at, environment
    buckets = (account.evidence.days for account in facts.project.accounts)
    if any(days and (days.number or 0) >= _CONTRACT for days in buckets):
        return
    for workflow in facts.project.repository.workflows:
        spans = workflow.artifact_days
        days = [int(one) for one in spans.value if one.isdecimal()] if spans else []
        if workflow.delivers and not workflow.bundles_evidence and days and max(days) < _CONTRACT:
            found = f"its artifacts are kept {max(days)} days, evidence has to be for {_CONTRACT}, and nothing keeps it"
            remedy = (
                "make a bundle (`relinfra evidence make`) and attach it to the release, or set `bootstrap.evidence`"
            )
            yield Obstacle.of("retention", found, remedy, spans, stops=False)
