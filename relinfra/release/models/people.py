"""Models of people, of on call, and of channels."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.release.values import Count, Day, Hours, Line, Minutes

__all__ = ["Absence", "Channels", "Duty", "Escalation", "OnCall", "Person", "Role", "Work"]

Role = Annotated[
    Literal[
        "release_manager",
        "technical_lead",
        "devops_engineer",
        "database_administrator",
        "qa_lead",
        "security_engineer",
        "support_lead",
        "product_manager",
        "business_owner",
        "engineering_manager",
        "cto",
    ],
    choices(
        {
            "release_manager": "Leads the release, and decides whether it goes on.",
            "technical_lead": "Answers for the code.",
            "devops_engineer": "Deploys, and takes back.",
            "database_administrator": "Answers for databases and their changes.",
            "qa_lead": "Answers for the tests.",
            "security_engineer": "Answers for security.",
            "support_lead": "Speaks with users who need help.",
            "product_manager": "Says what users get.",
            "business_owner": "Says what the business needs, and accepts risks.",
            "engineering_manager": "Answers for the people who do the work.",
            "cto": "Decides when nobody else can.",
        }
    ),
]


class Work(Model):
    """The hours of a role in each phase of a release, of everybody together who works in it."""

    planning: Hours | None = Field(
        None, description="From the code freeze to the deployment to staging.", examples=[20]
    )
    testing: Hours | None = Field(None, description="From there to the approval.")
    release: Hours | None = Field(None, description="From the approval to the end of close monitoring.")


class Person(Model):
    """A person who has a role in the release."""

    name: Line = Field(description="Who has the role.", examples=["Dana Petrova"])
    backup: Line | None = Field(None, description="Who has it when they are away.")
    contact: Line | None = Field(None, description="How to reach them: an address, a number, a handle.")
    commitment: Line | None = Field(None, description="How much of their time the release has.")
    hours: Work | None = Field(None, description="How many hours of work the release takes, by phase.")
    team_size: Count | None = Field(None, description="How many people work with them on the release.")


class Duty(Model):
    """A person on call, from one day to another."""

    name: Line = Field(description="Who is called.", examples=["Tom Becker"])
    contact: Line = Field(description="How to reach them at any hour.", examples=["+1 555 0100"])
    from_: Day = Field(alias="from", description="First day on call.", examples=["2026-12-07"])
    to: Day = Field(description="Last day on call.", examples=["2026-12-11"])


class Escalation(Model):
    """One level of escalation: who is called next, and how soon they answer."""

    role: Role | Annotated[Literal["on_call"], choices({"on_call": "Whoever is on call."})] = Field(
        description="A role of `people`, or `on_call`.", examples=["technical_lead"]
    )
    within_minutes: Minutes = Field(description="Within how long they answer.", examples=[30])


class OnCall(Model):
    """The people on call while the release is new."""

    primary: Duty = Field(description="Who is called first.")
    secondary: Duty | None = Field(None, description="Who is called when the first does not answer.")
    escalation: Annotated[tuple[Escalation, ...], expecting("levels of escalation, the first one first")] = Field(
        (), description="Who is called after whom."
    )


class Absence(Model):
    """An absence during the release, and who covers for it."""

    name: Line = Field(description="Who is away.", examples=["Omar Haddad"])
    from_: Day = Field(alias="from", description="First day away.", examples=["2026-12-01"])
    to: Day = Field(description="Last day away.", examples=["2026-12-03"])
    cover: Line | None = Field(None, description="Who covers for them.")


class Channels(Model):
    """The channels in which the release is talked about."""

    release: Line | None = Field(None, description="Where its state is told.", examples=["#release-2-5-0"])
    incidents: Line | None = Field(None, description="Where incidents are told.", examples=["#incidents"])
    team: Line | None = Field(None, description="Address of everybody concerned.", examples=["engineering@example.com"])
    meeting: Line | None = Field(None, description="Where the go/no-go meeting is held.")
    status_page: Line | None = Field(None, description="Where users are told of disturbances.")
    support: Line | None = Field(None, description="Where users ask for help.", examples=["support@example.com"])
