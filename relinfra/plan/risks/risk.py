"""One risk, and how its severity follows from its probability and its impact."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.plan.model import Line, Statement

__all__ = ["IMPACTS", "PROBABILITIES", "SEVERITIES", "SEVERITY", "Risk"]

PROBABILITIES = ("low", "medium", "high")
"""How likely a risk is. High: it happens if nothing is done. Medium: it may. Low: only if something else fails too."""

IMPACTS = ("low", "medium", "high", "critical")
"""How bad it is. Low: extra work. Medium: some users notice, or nobody would see what happens. High: users cannot work,
or the way back is lost. Critical: data or secrets are lost for good."""

SEVERITIES = IMPACTS
"""How severe a risk is, from the least."""

SEVERITY: dict[str, tuple[str, ...]] = {
    "low": ("low", "medium", "medium", "high"),
    "medium": ("low", "medium", "high", "critical"),
    "high": ("medium", "high", "critical", "critical"),
}
"""The severity by probability, and within it by impact in the order of `IMPACTS`."""


@dataclass(frozen=True)
class Risk:
    """One risk: something that may go wrong.

    `key` is stable. `why` is what the risk follows from, one line for each reason; `mitigation` is done before,
    `contingency` when it happens, and the release goes on only when `criteria` are seen.
    """

    key: str
    category: str
    probability: str
    impact: str
    title: Statement
    description: Line
    why: tuple[Line, ...]
    mitigation: tuple[Line, ...]
    contingency: tuple[Line, ...]
    criteria: tuple[Line, ...]
    owner: Line

    @property
    def severity(self) -> str:
        """The severity, by `SEVERITY`."""
        return SEVERITY[self.probability][IMPACTS.index(self.impact)]
