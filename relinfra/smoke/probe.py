"""Probes: the addresses that a stage has to answer at, with which status and how soon, by the facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from relinfra.evidence import value_of
from relinfra.plan.sections.path_routing import routed
from relinfra.smoke.request import Answer, ask

if TYPE_CHECKING:
    from relinfra.evidence.records.stage import Stage

__all__ = ["Outcome", "Probe", "Probed", "probe", "probes_of"]

Outcome = Literal["passed", "failed", "unknown"]

_DEFAULT_SECONDS = 10.0
_RANGE = re.compile(r"(\d{3})(?:-(\d{3}))?")


@dataclass(frozen=True, slots=True)
class Probe:
    """An address to ask: the statuses that are well, as load balancers write them, and the limit for an answer."""

    name: str
    url: str
    statuses: str
    limit_ms: float | None = None
    elsewhere: bool = False
    """Whether the name leads to another region, so that only a place to connect to asks this one."""

    def accepts(self, status: int | None) -> bool:
        """Whether a status is well: `200`, `200-299`, or several of them with commas."""
        if status is None:
            return False
        spans = _RANGE.findall(self.statuses)
        return any(int(first) <= status <= int(last or first) for first, last in spans)


@dataclass(frozen=True, slots=True)
class Probed:
    """A probe with its answers, and what follows."""

    probe: Probe
    answers: tuple[Answer, ...]
    outcome: Outcome
    found: str


def probes_of(stage: Stage, urls: Mapping[str, str], primary: Collection[str] = ()) -> Iterator[Probe]:
    """Yield the addresses of a stage: each service that customers reach, and what its checks from outside ask for.

    `urls` are addresses to ask instead, by service; `primary` are the domains that lead to the primary region.
    """
    for service in stage.services:
        path, domain = value_of(service.health.path), value_of(service.domain)
        seconds = service.health.timeout_seconds
        limit = seconds.number * 1000 if seconds and seconds.number else None
        statuses = value_of(service.health.matcher) or "200"
        if service.key in urls:
            yield Probe(service.key, urls[service.key], statuses, limit)
        elif path and domain and routed(service):
            yield Probe(service.key, f"https://{domain}{path}", statuses, limit, domain in primary)
    for check in stage.checks:
        url, limit_ms = value_of(check.url), check.limit
        if url and url.startswith(("https://", "http://")):
            slowest = limit_ms.number if limit_ms else None
            elsewhere = urlsplit(url).hostname in primary
            yield Probe(f"check {check.key}", url, value_of(check.status) or "200", slowest, elsewhere)


def probe(one: Probe, requests: int, seconds: float | None, connect: tuple[str, int] | None) -> Probed:
    """Ask an address several times; every answer has to be well and in time."""
    if one.elsewhere and connect is None:
        return Probed(one, (), "unknown", "its name leads to the primary region; say --connect LOAD_BALANCER")
    longest = seconds or (one.limit_ms or _DEFAULT_SECONDS * 1000) / 1000
    answers = tuple(ask(one.url, longest, connect) for _ in range(requests))
    wrong = [answer for answer in answers if not one.accepts(answer.status)]
    slow = [answer for answer in answers if one.limit_ms is not None and answer.milliseconds > one.limit_ms]
    slowest = max(answer.milliseconds for answer in answers)
    if wrong:
        told = wrong[0].error or f"status {wrong[0].status}, expected {one.statuses}"
        return Probed(one, answers, "failed", f"{len(wrong)} of {requests} requests: {told}")
    if slow:
        return Probed(one, answers, "failed", f"{slowest} ms, expected at most {one.limit_ms:g} ms")
    return Probed(one, answers, "passed", f"{requests} of {requests} requests, the slowest in {slowest} ms")
