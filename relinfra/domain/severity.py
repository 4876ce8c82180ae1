"""The severity of a risk, from how likely it is and how bad it would be."""

from __future__ import annotations

__all__ = ["ELSEWHERE", "IMPACTS", "PROBABILITIES", "SEVERITIES", "SEVERITY", "severity"]

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

ELSEWHERE = {"low": "low", "medium": "low", "high": "medium", "critical": "medium"}
"""The impact outside the live stage: one step less bad, and medium at most."""


def severity(probability: str, impact: str, *, live: bool = True) -> str:
    """Return how severe a risk is, by `SEVERITY`; outside the live stage, of its lesser impact there."""
    return SEVERITY[probability][IMPACTS.index(impact if live else ELSEWHERE[impact])]
