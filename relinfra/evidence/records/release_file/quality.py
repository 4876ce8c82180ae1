"""Records of quality: journeys, tests, metrics, risks."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, text, texts

__all__ = ["Baselines", "Criterion", "Journey", "Metric", "Risk", "Suite"]


class Journey(Record):
    """A way of users through the product that has to work."""

    title = text()
    steps = text()
    automated = flag()
    test = text()


class Suite(Record):
    """A suite of tests, and how it ended."""

    passed = figure()
    total = figure()
    load_percent = figure("percent")
    report = text()


class Baselines(Record):
    """Baselines: ordinary values before the release."""

    error_rate_percent = figure("percent")
    p95_latency_ms = figure("ms")


class Metric(Record):
    """A number that the business watches."""

    title = text()
    baseline = figure()
    unit = text()
    alert_below = figure()
    alert_above = figure()
    where = text()


class Criterion(Record):
    """A criterion that only people can judge."""

    title = text()
    category = text()
    met = flag()
    owner = text()
    proof = text()


class Risk(Record):
    """A risk, as people see it."""

    title = text()
    description = text()
    probability = text()
    impact = text()
    indicators = texts()
    mitigation = texts()
    contingency = texts()
    criteria = texts()
    owner = text()
