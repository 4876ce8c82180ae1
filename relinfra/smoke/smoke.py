"""A smoke test of one stage: every probe and every measurement, and whether all is well."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from relinfra.errors import UsageError
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.stage import Stage
from relinfra.plan.stages import deployed, stage_named
from relinfra.smoke.measure import Measured, measure, measurements_of
from relinfra.smoke.probe import Probe, Probed, probe, probes_of
from relinfra.visible import visible

__all__ = ["Asking", "Smoke", "run_smoke"]

_PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Asking:
    """The way in which a stage is asked.

    `requests` are made to each address, each within `seconds` (the limit of the address by default); for `wait` seconds
    an address that does not answer well is asked again. `urls` are asked instead, by service; `connect` is the load
    balancer to connect to; `metrics` the folder with what queries over `minutes` printed, unless nothing `measures`.
    """

    requests: int = 5
    seconds: float | None = None
    wait: float = 0
    urls: Mapping[str, str] | None = None
    connect: tuple[str, int] | None = None
    metrics: Path | None = None
    minutes: int = 15
    measures: bool = True


@dataclass(frozen=True)
class Smoke:
    """The outcome of a smoke test."""

    stage: str
    at: str
    probed: tuple[Probed, ...]
    measured: tuple[Measured, ...]

    @property
    def ok(self) -> bool:
        """Whether something was asked, and all of it is known to be well; what nobody measured is told alone."""
        return bool(self.probed) and not self.findings

    @property
    def findings(self) -> tuple[str, ...]:
        """Everything that is not well, or cannot be known."""
        found = [f"{one.probe.name}: {one.probe.url}: {one.found}" for one in self.probed if one.outcome != "passed"]
        found += [f"{one.measurement.alarm}: {one.found}" for one in self.measured if one.outcome != "passed"]
        nothing = () if self.probed else (f"{self.stage}: there is no address to ask; say --url SERVICE=URL",)
        return tuple(map(visible, (*nothing, *found)))

    @property
    def body(self) -> dict[str, Any]:
        """The outcome as JSON has it."""
        return {
            "check": "smoke",
            "ok": self.ok,
            "stage": self.stage,
            "at": self.at,
            "findings": list(self.findings),
            "probes": [asdict(one) for one in self.probed],
            "measurements": [asdict(one) for one in self.measured],
        }


def run_smoke(facts: Facts, stage: str, at: datetime, asking: Asking) -> Smoke:
    """Ask a stage of what runs. Raises `UsageError` where there is no such stage or service."""
    asked, urls = stage_named(facts, stage), dict(asking.urls or {})
    services = [service.key for service in asked.services]
    if unknown := sorted(urls.keys() - set(services)):
        raise UsageError(f"--url {unknown[0]}: expected a service of {stage}, one of {', '.join(services) or 'none'}")
    probed = tuple(_until_well(one, asking) for one in probes_of(asked, urls, _primary_domains(facts, asked)))
    measured = measurements_of(asked, at, asking.minutes) if asking.measures else ()
    judged = tuple(measure(one, asking.metrics) for one in measured)
    return Smoke(stage, at.strftime("%Y-%m-%dT%H:%M:%SZ"), probed, judged)


def _primary_domains(facts: Facts, stage: Stage) -> frozenset[str]:
    """Return the domains of the region that names lead to, where a stage is another one of the same environment."""
    primary = (one for one in deployed(facts) if one.primary and not stage.primary)
    own = (one for one in primary if one.environment == stage.environment)
    return frozenset(domain for one in own for service in one.services if (domain := value_of(service.domain)))


def _until_well(one: Probe, asking: Asking) -> Probed:
    until = time.monotonic() + asking.wait
    while True:
        found = probe(one, asking.requests, asking.seconds, asking.connect)
        if found.outcome != "failed" or time.monotonic() >= until:
            return found
        time.sleep(_PAUSE_SECONDS)
