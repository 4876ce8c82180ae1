"""A finding of lint that is knowingly left."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.models.accepted_risk import AcceptedRisk
from relinfra.reading.expecting import expecting

__all__ = ["LintWaiver"]

RuleId = Annotated[
    str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40), expecting("a rule of lint such as environment-drift")
]
Subject = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_*?][A-Za-z0-9_*?.@/\\-]*$", max_length=200),
    expecting("what a finding is about, in which * stands for anything, such as production.services.web.cpu"),
]


class LintWaiver(AcceptedRisk):
    """An exception to one rule of `relinfra lint` with a reason, an owner and an end."""

    rule: RuleId = Field(description="Rule that is waived.", examples=["environment-drift"])
    subjects: Annotated[tuple[Subject, ...], Field(min_length=1), expecting("at least one subject")] = Field(
        description="What it is waived for, as lint names it in brackets; `*` stands for anything.",
        examples=[["production.databases.*.class"]],
    )
