"""Container repositories: where the images of services lie, and for how long."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.values.names import Repository
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Images"]

KeptReleases = Annotated[int, Field(ge=1, le=1000), expecting("a number of releases from 1 to 1000")]
UnreleasedDays = Annotated[int, Field(ge=30, le=3650), expecting("a number of days from 30 to 3650")]


class Images(Model):
    """The repositories of Amazon ECR that services name in `image`, made with the account that each lies in."""

    scanning: Annotated[
        Literal["basic", "enhanced"],
        choices(
            {
                "basic": "When it is pushed, for what its operating system is known to suffer from.",
                "enhanced": "By Amazon Inspector, packages of programming languages too, and again when more is known.",
            }
        ),
    ] = Field(
        "basic",
        description="How images are looked through. `enhanced` is a setting of the whole registry, an account in a "
        "region: repositories of others there are then scanned only by hand.",
    )
    refused_severity: Annotated[
        Literal["critical", "high", "medium"],
        choices(
            {
                "critical": "Critical findings alone.",
                "high": "Findings of high severity, and critical ones.",
                "medium": "Findings of medium severity, and all above.",
            }
        ),
    ] = Field("high", description="From which severity of a finding on an image is released nowhere.")
    kept_releases: KeptReleases = Field(
        50,
        description="How many images that were deployed to a stage are kept for it: so many releases can come back.",
    )
    unreleased_days: UnreleasedDays = Field(
        90,
        description="How long an image is kept that no stage was given, in days: as long as the runs of the workflow "
        "whose stacks name it.",
    )
    pushers: Annotated[tuple[Repository, ...], DISTINCT] = Field(
        (),
        description="Further GitHub repositories, as owner/name, whose workflows push images: from their environment "
        "`images`.",
        examples=[["acme/web"]],
    )
