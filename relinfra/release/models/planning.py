"""Models of planning: windows, calendars, needs, costs."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.model import Model
from relinfra.reading.table import Table, empty
from relinfra.release.values import Amount, Clock, Count, Day, Days, Hours, Key, Line, Lines, Minutes, Zone

__all__ = [
    "Acceptance",
    "Branching",
    "Calendar",
    "Communication",
    "Cost",
    "Freeze",
    "History",
    "HourlyCost",
    "LogPattern",
    "Mvp",
    "Needs",
    "Rehearsal",
    "Support",
    "Window",
]

_Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Window(Model):
    """The window in which the release may be deployed."""

    start: Clock = Field(description="When it begins on the day of the release.", examples=["14:00"])
    minutes: Minutes = Field(description="How long it is.", examples=[180])
    timezone: Zone = Field("UTC", description="Time zone of `start`.")


class Freeze(Model):
    """Days on which nothing is released."""

    from_: Day = Field(alias="from", description="First day.", examples=["2026-12-18"])
    to: Day = Field(description="Last day.", examples=["2027-01-04"])
    reason: Line | None = Field(None, description="Why.")


class Calendar(Model):
    """Days on which nobody works on a release."""

    weekend: tuple[_Weekday, ...] = Field(("saturday", "sunday"), description="Days of the week.")
    freezes: Table[Key, Freeze] = Field(default_factory=empty, description="Freezes and holidays by name.")
    day_hours: Hours | None = Field(
        None, description="How long one person works on a day; hours that do not fit are a finding.", examples=[8]
    )


class Needs(Model):
    """Needs by which deployment strategies are scored."""

    zero_downtime: bool | None = Field(None, description="Whether users may notice nothing.")
    rollback_within_minutes: Minutes | None = Field(None, description="Within how long a rollback has to be done.")
    exposure: (
        Annotated[
            Literal["all_at_once", "gradual"],
            choices({"all_at_once": "All users at the same moment.", "gradual": "A few users first."}),
        ]
        | None
    ) = Field(None, description="How users get the release.")
    double_capacity: bool | None = Field(None, description="Whether twice the tasks can be paid for meanwhile.")
    mixed_versions: bool | None = Field(None, description="Whether two versions may answer at a time.")


class Acceptance(Model):
    """User acceptance: who takes part, and what they try."""

    participants: Lines | None = Field(
        None, description="Who takes part.", examples=[["Support team", "Two beta shops"]]
    )
    scenarios: Lines | None = Field(None, description="What they try.", examples=[["Pay with a saved address"]])


class Rehearsal(Model):
    """Rehearsals of the way back."""

    last: Day | None = Field(None, description="Day on which it was last walked.", examples=["2026-11-20"])
    where: Line | None = Field(None, description="Environment in which that was.", examples=["staging"])
    next: Day | None = Field(None, description="Day on which it is walked again.", examples=["2026-12-02"])


class LogPattern(Model):
    """A pattern of logs that tells of a failure of this release."""

    service: Key = Field(description="Service of the matrix that writes it.", examples=["web"])
    pattern: Line = Field(description="What one searches for.", examples=["receipt timed out"])
    means: Line | None = Field(None, description="What it tells of.")


class Mvp(Model):
    """The minimum viable product within the release, and what comes after it."""

    features: tuple[Key, ...] = Field((), description="Entries of `features` that belong to it.")
    goals: Lines | None = Field(None, description="What is to be learned from it.")
    exit_criteria: Lines | None = Field(None, description="When it has done its work.")
    seed_data: Line | None = Field(None, description="Data it starts with.")
    later: Lines | None = Field(None, description="What comes after it.")


class Communication(Model):
    """Something that is told to somebody."""

    channel: Line = Field(description="Where it is told.", examples=["email"])
    days_before: Count | None = Field(None, description="How many days before the release.")
    days_after: Count | None = Field(None, description="How many days after the release; 0 is the day itself.")
    text: Line | None = Field(None, description="What is told.")


class Cost(Model):
    """A cost of the release beside the work."""

    title: Line = Field(description="What is paid for.")
    amount: Amount | None = Field(None, description="How much.")
    currency: Line | None = Field(None, description="In which currency.", examples=["USD"])
    days: Days | None = Field(None, description="For how many days it is paid.")


class HourlyCost(Model):
    """The cost of an hour of work, whoever does it."""

    amount: Amount = Field(description="How much.", examples=[90])
    currency: Line = Field(description="In which currency.", examples=["USD"])


class Support(Model):
    """Whom outside the company one can call."""

    company: Line = Field(description="Who it is.", examples=["AWS"])
    plan: Line | None = Field(None, description="Support plan or contract.")
    contact: Line | None = Field(None, description="How to reach them.")
    use: Line | None = Field(None, description="When they are called.")


class Branching(Model):
    """The branching model."""

    model: Annotated[
        Literal["trunk", "git_flow"],
        choices(
            {
                "trunk": "Everybody works on one branch, which is released.",
                "git_flow": "The next release is integrated on a branch of its own.",
            }
        ),
    ] = Field(description="The model.", examples=["trunk"])
    main: Line = Field("main", description="Branch that is released.")
    develop: Line | None = Field(None, description="Branch on which the next release is integrated, in git_flow.")


class History(Model):
    """A source of the commits of the release."""

    context: Line | None = Field(
        None, description="File with what `git cliff --context` prints in the repository of an application."
    )
    since: Line | None = Field(None, description="Tag or commit after which the release begins.")
    until: Line | None = Field(None, description="Tag or commit with which it ends.")
