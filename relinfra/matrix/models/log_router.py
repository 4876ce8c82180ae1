"""The log router of a service."""

from pydantic import Field

from relinfra.matrix.values.aws import ImageReference
from relinfra.matrix.values.names import Name
from relinfra.matrix.values.pattern import Pattern
from relinfra.reading.model import Model

__all__ = ["LogRouter"]


class LogRouter(Model):
    """FireLens: Fluent Bit beside the application in each task.

    AWS has it run as root, which needs a waiver of `CKV_RELINFRA_11` (of `CKV_AWS_336` too where plans are checked).
    A task ends with its router, so that no log is lost unseen.
    """

    bucket: Name | None = Field(
        None,
        description="Key of the bucket that gets the application's log, gzipped, under `logs/SERVICE/`; if absent, "
        "the service's log group gets it.",
        examples=["archive"],
    )
    exclude: Pattern | None = Field(
        None,
        description="Lines that this regular expression matches go nowhere, such as those of health checks.",
        examples=["GET /healthz"],
    )
    image: ImageReference | None = Field(
        None,
        description="A copy of AWS for Fluent Bit 3 with its tag or digest, in ECR where there is no NAT; if absent, "
        "the one in AWS's public registry.",
    )
