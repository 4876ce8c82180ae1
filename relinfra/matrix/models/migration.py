"""The migration that a release runs once, before its code is deployed."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.container import Cpu
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.text import Value

__all__ = ["Migration"]

Command = Annotated[tuple[Value, ...], Field(min_length=1), expecting("a list of words")]
MigrationMinutes = Annotated[int, Field(ge=1, le=240), expecting("a number of minutes from 1 to 240")]
Memory = Annotated[int, Field(ge=512, le=122_880), expecting("a memory size from 512 to 122880 MiB")]


class Migration(Model):
    """A task with the service's image, variables, secrets and rights, run once before the service is deployed.

    No resource holds its security group, since `aws ecs run-task` names it: `CKV2_AWS_5` is accepted by design.
    """

    command: Command = Field(
        description="Command and arguments, such as those that migrate a database.",
        examples=[["python", "-m", "shop.migrate"]],
    )
    cpu: Cpu | None = Field(None, description="CPU of the task, in units of 1/1024 vCPU; the service's if absent.")
    memory: Memory | None = Field(None, description="Memory of the task, in MiB; the service's if absent.")
    timeout_minutes: MigrationMinutes = Field(
        30, description="How long the pipeline waits for its end before the release fails, in minutes."
    )
