"""Building an image from what lies beside the matrix."""

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Build"]

BuildPath = Annotated[
    str,
    Field(pattern=r"^(\.|[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$", max_length=200),
    expecting("a path below the folder of the matrix such as app, or `.`"),
]
Target = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=100),
    expecting("the name of a stage of the Dockerfile such as runtime"),
]


class Build(Model):
    """The folder and Dockerfile that the release workflow builds an image from, for each `architecture`."""

    context: BuildPath = Field(
        ".",
        description="Folder that the build may read, from the matrix; that of the matrix if absent.",
        examples=["app"],
    )
    dockerfile: BuildPath = Field(
        "Dockerfile", description="The Dockerfile, from `context`.", examples=["docker/Dockerfile"]
    )
    target: Target | None = Field(
        None, description="Stage of the Dockerfile that is built; the last one if absent.", examples=["runtime"]
    )
