"""Names that customers ask: led to the recovery region, and back, through Route 53."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.failover import FailoverName
from relinfra.evidence.records.recovery import StandbyService
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.standby_services import home_of
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["control_region", "led_away", "led_home"]

_SHOWN_WITHIN = 10
"""Minutes; Route 53 says of most changes that they are everywhere within 60 seconds."""
_ASKED = "'false false'"
_CONTROL = "us-east-1"
"""Route 53 is changed through this region alone, while its answers and its checks come from everywhere:
https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53/
"""
_OTHER_PARTITIONS = ("cn-", "us-gov-", "eusc-")


def led_away(stage: Stage) -> tuple[Step, ...]:
    """Return how every name leads to the recovery region, whatever home answers.

    A check that is disabled counts as healthy, and as unhealthy when it is inverted too, until somebody ends that:
    https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html#Route53-UpdateHealthCheck-request-Disabled
    """
    recovery = stage.recovery
    region, balancer = recovery.region, recovery.load_balancer.name or recovery.prepared.load_balancer.name
    overruled = [step for one in stage.recovery.names for step in _checked(one, region, away=True)]
    return (*overruled, *(step for one in _by_hand(stage) for step in _led(stage, one, balancer, region)))


def led_home(stage: Stage) -> tuple[Step, ...]:
    """Return how every name leads home again, as Terraform has it."""
    region, balancer = stage.region, stage.load_balancer.name
    asked = [step for one in stage.recovery.names for step in _checked(one, region, away=False)]
    return (*asked, *(step for one in _by_hand(stage) for step in _led(stage, one, balancer, region)))


def _checked(name: FailoverName, region: Fact | None, *, away: bool) -> tuple[Step, ...]:
    if not (name.home.asks and name.domain):
        return (Step("lead_people", Kind.DECIDE, given={"domain": name.domain, "region": region}),)
    about: dict[str, Given] = {"asks": name.home.asks, "domain": name.domain, "region": region}
    if away:
        # Where Route 53 cannot be changed, its checks have led the name there, or nobody can.
        healthy = Everything(name.facts, "").project.aws.checkers_healthy
        given = {**about, "control": control_region(region), "healthy": healthy}
        return (Step("overrule", Kind.ATTEMPT, "overrule_check", given),)
    return (
        Step("check", Kind.LEARN, "health_check", about, variable="CHECK_ID"),
        Step("ask_again", Kind.ACT, "ask_check", about),
        Step("asked_again", Kind.AWAIT, "check_switches", about, _ASKED, minutes=_SHOWN_WITHIN),
        Step("home_healthy", Kind.AWAIT, "check_healthy", about, "yes", minutes=_SHOWN_WITHIN),
    )


def _by_hand(stage: Stage) -> list[StandbyService]:
    """Return the services whose names no record leads there, one of those that share a name."""
    elsewhere = {value_of(name.domain) for name in stage.recovery.names}
    there = (*stage.recovery.services, *stage.recovery.prepared.services)
    names = {service: value_of(home_of(stage, service).domain) for service in there}
    first = {name: service for service, name in reversed(names.items()) if name and name not in elsewhere}
    return [service for service, name in names.items() if name and first.get(name) == service]


def _led(stage: Stage, service: StandbyService, balancer: Fact | None, region: Fact | None) -> tuple[Step, ...]:
    home = home_of(stage, service)
    about: dict[str, Fact | None] = {"domain": home.domain, "region": region}
    needed: dict[str, Fact | None] = {**about, "zone": service.zone, "balancer": balancer}
    if not all(needed.values()):
        return (Step("lead_people", Kind.DECIDE, given=about),)
    given: dict[str, Given] = {**needed, "ipv6": home.ipv6_record, "control": control_region(region)}
    given["ttl"] = Everything(stage.facts, "").project.aws.alias_ttl
    return (
        Step("zone", Kind.LEARN, "public_zone", given, variable="ZONE_ID"),
        Step("balancer_name", Kind.LEARN, "balancer_name", given, variable="LB_DNS_NAME"),
        Step("balancer_zone", Kind.LEARN, "balancer_zone", given, variable="LB_ZONE_ID"),
        Step("lead", Kind.ACT, "lead_domain", given),
        Step("leads", Kind.AWAIT, "record_leads", given, "yes", minutes=_SHOWN_WITHIN),
    )


def control_region(region: Fact | None) -> str | None:
    """Return the region that Route 53 is changed through, None in a partition whose own is not known here."""
    return None if str(value_of(region)).startswith(_OTHER_PARTITIONS) else _CONTROL
