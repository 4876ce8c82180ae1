"""Failover: what moves a name to the recovery region by itself, and how a person asks, or overrules, the signal."""

from __future__ import annotations

from relinfra.claims import Verdict, failover_moves, move_is_told
from relinfra.evidence import Fact
from relinfra.evidence.records.failover import FailoverName
from relinfra.plan.model import Line, Step
from relinfra.plan.say import asserted, command, reason, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.watching import told_of_recovery

__all__ = ["led", "signal_asked", "turned_around"]


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


def signal_asked(name: FailoverName, region: Fact | None) -> tuple[Step, ...]:
    """Return how a person sees what the checks see, and whether the other region answers."""
    about, home, away, domain = name.id, name.home, name.away, name.domain
    healthy = documented(name).checkers_healthy
    if not (domain and region and home.asks and away.asks and away.path):
        return ()
    return (
        Step(
            (say("manual.check", about, domain=domain, asks=home.asks),),
            (command("find_check", about, asks=home.asks),),
            (say("manual.check_found", about),),
        ),
        Step(
            (say("manual.checked", about, asks=home.asks),),
            (command("check_status", about),),
            (say("manual.check_status", about, domain=domain, region=region, healthy=healthy),),
        ),
        Step(
            (say("manual.ask_region", about, region=region, asks=away.asks),),
            (command("probe", about, domain=away.asks, path=away.path, seconds=None),),
            (say("manual.region_answered", about, matcher=away.matcher),),
        ),
    )


def turned_around(name: FailoverName, region: Fact | None) -> tuple[Step, ...]:
    """Return how a person leads a name there although home answers."""
    about, domain = name.id, name.domain
    if not (domain and region and name.home.asks):
        return ()
    return (
        Step(
            (say("manual.invert", about, domain=domain, region=region),),
            (command("invert_check", about),),
            (say("manual.inverted", about, domain=domain),),
        ),
    )
