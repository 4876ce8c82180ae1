"""The release file."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.model import Model
from relinfra.reading.table import Table, empty
from relinfra.release.models.content import (
    BreakingChange,
    DatabaseChange,
    Feature,
    Fix,
    Flag,
    Improvement,
    Limitation,
    System,
)
from relinfra.release.models.people import Absence, Channels, OnCall, Person, Role
from relinfra.release.models.planning import (
    Acceptance,
    Branching,
    Calendar,
    Communication,
    Cost,
    History,
    HourlyCost,
    LogPattern,
    Mvp,
    Needs,
    Rehearsal,
    Support,
    Window,
)
from relinfra.release.models.quality import Baselines, Criterion, Journey, Metric, Risk, Suite
from relinfra.release.values import Day, Key, Line, Lines, Minutes, Text, Version

__all__ = ["Release"]


class Release(Model):
    """One release, as only people know it."""

    version: Version = Field(description="Its version; the file is named after it.", examples=["2.5.0"])
    previous: Version | None = Field(None, description="Version it replaces.", examples=["2.4.1"])
    name: Line | None = Field(None, description="What people call it.", examples=["One-page checkout"])
    summary: Text | None = Field(None, description="What it is, in a sentence.")
    reason: Text | None = Field(None, description="Why now.")
    value: Text | None = Field(None, description="What it is worth.")
    audience: Line | None = Field(None, description="Whom it concerns.")
    ticket: Line | None = Field(None, description="Where it is tracked.")
    status: Annotated[
        Literal["planning", "approved", "released", "rolled_back"],
        choices(
            {
                "planning": "It is being prepared.",
                "approved": "It may go live.",
                "released": "It is live.",
                "rolled_back": "It was live, and was taken back.",
            }
        ),
    ] = Field("planning", description="Where it is.")
    planning_started: Day | None = Field(None, description="Day on which its planning began.")
    date: Day | None = Field(None, description="Day on which it goes live: T-0.", examples=["2026-12-08"])
    window: Window | None = Field(None, description="When it may be deployed on that day.")
    cadence: Line | None = Field(None, description="How often there is a release.")
    calendar: Calendar = Field(default_factory=Calendar, description="Days on which nothing happens.")

    people: Table[Role, Person] = Field(default_factory=empty, description="Who has which role.")
    on_call: OnCall | None = Field(None, description="Who is called while the release is new.")
    absences: Table[Key, Absence] = Field(default_factory=empty, description="Who is away meanwhile.")
    channels: Channels = Field(default_factory=Channels, description="Where it is talked about.")
    updates_minutes: Minutes | None = Field(None, description="Time between two reports during the deployment.")
    communications: Table[Key, Communication] = Field(default_factory=empty, description="What is told to whom.")

    features: Table[Key, Feature] = Field(default_factory=empty, description="What is new.")
    fixes: Table[Key, Fix] = Field(default_factory=empty, description="What is fixed.")
    improvements: Table[Key, Improvement] = Field(default_factory=empty, description="What is better.")
    breaking_changes: Table[Key, BreakingChange] = Field(
        default_factory=empty, description="What others have to adapt to."
    )
    database_changes: Table[Key, DatabaseChange] = Field(
        default_factory=empty, description="What changes in databases."
    )
    limitations: Table[Key, Limitation] = Field(default_factory=empty, description="What does not work yet.")
    out_of_scope: Lines | None = Field(None, description="What was considered and left out.")
    flags: Table[Key, Flag] = Field(default_factory=empty, description="Feature flags.")
    systems: Table[Key, System] = Field(default_factory=empty, description="Systems of others it depends on.")
    history: Table[Key, History] = Field(default_factory=empty, description="Where its commits are found.")

    journeys: Table[Key, Journey] = Field(default_factory=empty, description="Ways of users that have to work.")
    tests: Table[Key, Suite] = Field(default_factory=empty, description="Suites of tests.")
    baselines: Baselines = Field(default_factory=Baselines, description="What is ordinary before it.")
    acceptance: Acceptance | None = Field(None, description="Who accepts it, and what they try.")
    rollback_rehearsal: Rehearsal | None = Field(None, description="When the way back was walked, and will be.")
    log_patterns: Table[Key, LogPattern] = Field(
        default_factory=empty, description="What in the logs tells of failures."
    )
    metrics: Table[Key, Metric] = Field(default_factory=empty, description="What the business watches.")
    criteria: Table[Key, Criterion] = Field(default_factory=empty, description="Criteria that only people can judge.")
    risks: Table[Key, Risk] = Field(default_factory=empty, description="Risks that people see.")

    needs: Needs = Field(default_factory=Needs, description="What the strategy has to give.")
    mvp: Mvp | None = Field(None, description="What of it is the first usable product.")
    branching: Branching | None = Field(None, description="How branches are used.")
    costs: Table[Key, Cost] = Field(default_factory=empty, description="What it costs beside the work.")
    hourly_cost: HourlyCost | None = Field(None, description="What an hour of work costs.")
    constraints: Lines | None = Field(None, description="What binds its planning.")
    external_support: Table[Key, Support] = Field(default_factory=empty, description="Whom outside one can call.")
    ui: Line | None = Field(None, description="How assets of the user interface are deployed and cached.")
