"""Failover: what moves a name to the recovery region by itself."""

from __future__ import annotations

from relinfra.claims import Verdict, failover_moves, move_is_told
from relinfra.evidence.records.failover import FailoverName
from relinfra.plan.model import Line
from relinfra.plan.say import asserted, reason, say
from relinfra.plan.sections.watching import told_of_recovery

__all__ = ["led"]


def led(name: FailoverName) -> Line:
    """Return what leads a name there and what has no say in it, or why that is not to be counted on."""
    claim, home, away = failover_moves(name), name.home, name.away
    if not claim.holds:
        key = "led_unknown" if claim.verdict is Verdict.UNKNOWN else "led_in_vain"
        return (asserted(claim, f"recovery.{key}", name.id, domain=name.domain), *reason(claim))
    given = {"asks": home.asks, "path": home.path, "interval": home.interval_seconds, "failures": home.failures}
    line = [
        asserted(claim, "recovery.led", name.id, domain=name.domain, service=home.service, **given),
        say("recovery.led_back", name.id, asks=away.asks, path=away.path),
        say("recovery.led_alone", name.id, service=home.service, follows=home.follows_target_health),
    ]
    if home.together:
        line.append(say("recovery.led_together", name.id, together=home.together))
    return (*line, *told_of_recovery(move_is_told(home), "moved"), *told_of_recovery(move_is_told(away), "unready"))
