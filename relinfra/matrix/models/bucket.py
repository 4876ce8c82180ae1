"""An S3 bucket."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.models.formerly import Formerly
from relinfra.matrix.models.object_lock import ObjectLock
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Bucket"]

Days = Annotated[int, Field(ge=1, le=3650), expecting("a number of days from 1 to 3650")]


class Bucket(Model):
    """A private, encrypted S3 bucket that refuses plain HTTP."""

    versioning: bool = Field(True, description="Keep every version of an object; a replica for recovery needs it.")
    expire_noncurrent_days: Days = Field(90, description="Delete a version so many days after a newer one replaced it.")
    expire_days: Days | None = Field(
        None, description="Delete an object so many days after it was written; if absent, never."
    )
    formerly: Formerly = None
    object_lock: ObjectLock | None = Field(
        None,
        description="Keep every version from being deleted for a while. Decide it with the first release: a bucket "
        "that has the lock never loses it, and this one gets it only by being made again.",
    )
