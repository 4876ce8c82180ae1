"""Watching: of what somebody is told, and of what nobody is."""

from __future__ import annotations

from relinfra.claims import SomebodyIsTold, gone_is_told, restarts_are_told
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import asserted, reason

__all__ = ["told_of_recovery", "told_of_service"]


def told_of_service(stage: Stage, service: Service) -> Line:
    """Return whether somebody is told when a service is gone, and when its tasks break one after another."""
    return (
        *_told(gone_is_told(service), "observability", "gone", stage=stage, service=service),
        *_told(restarts_are_told(service), "observability", "restarts", stage=stage, service=service),
    )


def _told(claim: SomebodyIsTold, section: str, event: str, *, stage: Stage, service: Service) -> Line:
    told = "told" if claim.holds else "untold"
    given = {"stage": stage.title, "name": service.name, "alarm": claim.alarm}
    return (asserted(claim, f"{section}.{told}.{event}", claim.about, **given), *reason(claim))


def told_of_recovery(claim: SomebodyIsTold, event: str) -> Line:
    """Return whether somebody is told of what happens in recovery: `late` or `failed` copies, a name that `moved`."""
    told = "told" if claim.holds else "untold"
    given = {"alarm": claim.alarm, "limit": claim.limit}
    return (asserted(claim, f"recovery.{told}.{event}", claim.about, **given), *reason(claim))
