"""Models of a release's content."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.model import Model
from relinfra.release.values import Key, Line, Minutes, Share, Text, Version

__all__ = ["BreakingChange", "DatabaseChange", "Feature", "Fix", "Flag", "Improvement", "Limitation", "System"]


class Feature(Model):
    """Something new for users."""

    title: Line = Field(description="What it is called.", examples=["One-page checkout"])
    description: Text | None = Field(None, description="What it does.")
    value: Line | None = Field(None, description="Why it is worth having.")
    example: Line | None = Field(None, description="How a user tries it.")
    epic: Line | None = Field(None, description="Epic that it is part of.", examples=["EPIC-7"])
    ticket: Line | None = Field(None, description="Where it is tracked.", examples=["SHOP-2411"])
    owner: Line | None = Field(None, description="Who made it.", examples=["checkout-team"])
    status: (
        Annotated[
            Literal["in_development", "testing", "ready"],
            choices({"in_development": "Still written.", "testing": "Written, and tested.", "ready": "Tested."}),
        ]
        | None
    ) = Field(None, description="How far it is.")
    depends_on: tuple[Key, ...] = Field((), description="Entries of `systems` it depends on.")
    flag: Key | None = Field(None, description="Entry of `flags` that turns it on and off.")
    help: Line | None = Field(None, description="How support helps users with it.")


class Fix(Model):
    """Something that was broken."""

    title: Line = Field(description="What works now.")
    severity: Annotated[
        Literal["critical", "high", "normal"],
        choices(
            {
                "critical": "Users could not go on, or lost something.",
                "high": "Many users were hindered.",
                "normal": "Users could work around it.",
            }
        ),
    ] = Field("normal", description="How bad it was.")
    ticket: Line | None = Field(None, description="Where it is tracked.")
    impact: Line | None = Field(None, description="Who and what was affected.")
    check: Line | None = Field(None, description="How one sees that it is fixed.")
    owner: Line | None = Field(None, description="Who fixed it.")


class Improvement(Model):
    """Something that works better."""

    title: Line = Field(description="What is better.")
    kind: Annotated[
        Literal["performance", "security", "infrastructure", "usability"],
        choices(
            {
                "performance": "It is faster, or takes less.",
                "security": "It is safer.",
                "infrastructure": "It runs on something better.",
                "usability": "It is easier to use.",
            }
        ),
    ] = Field(description="In which way.", examples=["performance"])
    ticket: Line | None = Field(None, description="Where it is tracked.")
    owner: Line | None = Field(None, description="Who made it.")


class BreakingChange(Model):
    """Something others have to adapt to."""

    title: Line = Field(description="What changes.", examples=["GET /api/v1/orders answers with 410"])
    reason: Line | None = Field(None, description="Why.")
    migration: Line | None = Field(None, description="What those do who rely on it.")
    removal: Line | None = Field(None, description="When the old way is gone, or was announced to be.")
    ticket: Line | None = Field(None, description="Where it is tracked.")
    owner: Line | None = Field(None, description="Who answers for it.")


class DatabaseChange(Model):
    """A change of a schema or of data."""

    description: Line = Field(description="What changes.", examples=["Column `currency` of table `orders`."])
    service: Key | None = Field(None, description="Service of the matrix whose migration does it.")
    database: Key | None = Field(None, description="Database of the matrix it is done in.")
    backward_compatible: bool | None = Field(None, description="Whether the previous version works with it.")
    minutes: Minutes | None = Field(None, description="How long it takes.")
    rehearsed_in: Line | None = Field(None, description="Stage in which it was rehearsed.", examples=["staging"])
    rollback: Line | None = Field(None, description="How it is undone.")
    cleanup: Line | None = Field(None, description="What is removed later, and when.")


class Limitation(Model):
    """A known limitation, which users should hear of."""

    description: Line = Field(description="What does not work.")
    workaround: Line | None = Field(None, description="What users do instead.")
    planned: Version | None = Field(None, description="Release that will bring it.")


class Flag(Model):
    """A feature flag."""

    service: Line | None = Field(None, description="What keeps the flag.", examples=["AWS AppConfig"])
    description: Line | None = Field(None, description="What it turns on.")
    owner: Line | None = Field(None, description="Who may change it.")
    rollout_percent: tuple[Share, ...] = Field((), description="Shares of users it is raised to, in percent, in order.")
    fallback: Line | None = Field(None, description="What users see when it is turned off.")


class System(Model):
    """A system of others that the release depends on."""

    kind: Line | None = Field(None, description="What it is.", examples=["payment provider"])
    breaks: Line | None = Field(None, description="What breaks when the two do not fit.")
    check: Line | None = Field(None, description="How one sees that they fit.")
    contact: Line | None = Field(None, description="Whom to ask.")
