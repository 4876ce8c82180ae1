"""Models of quality: journeys, tests, metrics, risks."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.model import Model
from relinfra.release.models.people import Role
from relinfra.release.values import Count, Figure, Line, Lines, Milliseconds, Percent, Share

__all__ = ["Baselines", "Criterion", "Journey", "Metric", "Risk", "Suite"]


class Journey(Model):
    """A way of users through the product that has to work."""

    title: Line = Field(description="What the user wants.", examples=["Pay an order"])
    steps: Line | None = Field(None, description="How it is walked.")
    automated: bool = Field(False, description="Whether a test walks it.")
    test: Line | None = Field(None, description="The test that does.")


class Suite(Model):
    """A suite of tests, and how it ended."""

    passed: Count = Field(description="How many passed.", examples=[312])
    total: Count = Field(description="How many there are.", examples=[312])
    load_percent: Share | None = Field(None, description="Load it was run with, in percent of the expected one.")
    report: Line | None = Field(None, description="Where the report is.")


class Baselines(Model):
    """Baselines: ordinary values before the release."""

    error_rate_percent: Percent | None = Field(None, description="Share of requests that fail.")
    p95_latency_ms: Milliseconds | None = Field(None, description="Time within which 95 of 100 requests are answered.")


class Metric(Model):
    """A number that the business watches."""

    title: Line = Field(description="What is counted.", examples=["Baskets that become orders"])
    baseline: Figure | None = Field(None, description="What is ordinary.")
    unit: Line | None = Field(None, description="Its unit, such as `%`; absent for a plain count.")
    alert_below: Figure | None = Field(None, description="Below which it is a reason to go back.")
    alert_above: Figure | None = Field(None, description="Above which it is a reason to go back.")
    where: Line | None = Field(None, description="Where it is seen.")


class Risk(Model):
    """A risk, as people see it."""

    title: Line = Field(description="What may happen.", examples=["Payments are confirmed late"])
    description: Line | None = Field(None, description="How it would come about.")
    probability: Annotated[
        Literal["low", "medium", "high"],
        choices({"low": "It would surprise.", "medium": "It may well happen.", "high": "It is to be expected."}),
    ] = Field(description="How likely it is.", examples=["medium"])
    impact: Annotated[
        Literal["low", "medium", "high", "critical"],
        choices(
            {
                "low": "Hardly anybody notices.",
                "medium": "Some users are hindered.",
                "high": "Many users are hindered, or money is lost.",
                "critical": "The business stands still, or data is lost.",
            }
        ),
    ] = Field(description="How bad it would be.", examples=["high"])
    indicators: Lines | None = Field(None, description="By which signs one sees it coming.")
    mitigation: Lines | None = Field(None, description="What is done against it before.")
    contingency: Lines | None = Field(None, description="What is done when it happens.")
    criteria: Lines | None = Field(None, description="What has to be seen before the release goes on.")
    owner: Line | None = Field(None, description="Who watches it.")


class Criterion(Model):
    """A criterion that only people can judge."""

    title: Line = Field(description="What has to be true.", examples=["Security review of the checkout is signed"])
    category: Annotated[
        Literal["functional", "performance", "security", "operational", "documentation"],
        choices(
            {
                "functional": "What it does; blocks the release.",
                "performance": "How fast it is under load; blocks the release.",
                "security": "How safe it is; blocks the release.",
                "operational": "How it is watched, supported and taken back.",
                "documentation": "What is written about it.",
            }
        ),
    ] = Field(description="Its category; the first three block the release.", examples=["security"])
    met: bool = Field(False, description="Whether it is true today.")
    owner: Role | None = Field(None, description="Role of `people` that verifies it.")
    proof: Line | None = Field(None, description="What shows it.")
