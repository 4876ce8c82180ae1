"""The approval of a release into an environment."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.names import Reviewer
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Approval"]

_MONTH = 43_200


class Approval(Model):
    """People who must agree before a release enters the environment."""

    reviewers: Annotated[
        tuple[Reviewer, ...], Field(min_length=1, max_length=6), DISTINCT, expecting("one to six reviewers")
    ] = Field(
        description="GitHub users or teams, any one of whom may approve; at most six.",
        examples=[["release-managers"]],
    )
    wait_minutes: Annotated[
        int, Field(ge=0, le=_MONTH), expecting(f"a number of minutes from 0 to {_MONTH} (30 days)")
    ] = Field(0, description="How long an approved release still waits, in minutes.")
