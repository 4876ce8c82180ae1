"""A risk that is accepted for a time."""

from __future__ import annotations

from pydantic import Field

from relinfra.reading.model import Model
from relinfra.reading.text import Date, Line

__all__ = ["LONGEST_YEARS", "AcceptedRisk"]

LONGEST_YEARS = 2
"""Whoever accepts a risk for longer does not look at it again."""


class AcceptedRisk(Model):
    """A risk that somebody accepts for a reason, from a day until a day."""

    reason: Line = Field(description="Why the risk is accepted.", examples=["Rotation is done by the vendor."])
    owner: Line = Field(description="Who answers for it.", examples=["payments-team"])
    since: Date | None = Field(
        None,
        description="First day on which it holds; required from the next release on.",
        examples=["2026-06-30"],
    )
    expires: Date = Field(
        description="Last day on which it holds, at most two years after `since`.", examples=["2027-06-30"]
    )
    ticket: Line | None = Field(None, description="Where it was discussed.")
