"""The budget of an environment."""

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.numbers import Threshold
from relinfra.reading.table import DISTINCT

__all__ = ["Budget"]


class Budget(Model):
    """A monthly cost budget, and when it speaks up."""

    monthly_usd: Annotated[
        int, Field(ge=1, le=1_000_000_000), expecting("a whole number of US dollars of at least 1")
    ] = Field(description="Limit for a calendar month, in whole US dollars.", examples=[4000])
    alert_at_percent: Annotated[
        tuple[Threshold, ...],
        Field(min_length=1, max_length=10),
        DISTINCT,
        expecting("one to ten whole percentages"),
    ] = Field(
        (80, 100),
        description="Shares of the limit, in percent of actual cost, at which the alert addresses are told.",
    )
