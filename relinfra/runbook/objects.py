"""Objects of a bucket brought back to a time: their former versions become the newest, and nothing is erased."""

from __future__ import annotations

from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket
from relinfra.runbook.checks import right_account
from relinfra.runbook.step import Given, Kind, Procedure, Step

__all__ = ["objects_restore_of"]

_SEEN_WITHIN = 10


def objects_restore_of(stage: Stage, bucket: Bucket) -> Procedure | None:
    """Return how the objects of a bucket go back to a time, None where it keeps no versions.

    A copy of a former version is a new version, and what was not there gets a delete marker, so that this can be undone
    in the same way. One request copies 5 GiB at most:
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    """
    if not (stage.region and bucket.name and bucket.versioned and bucket.versioned.value):
        return None
    days = bucket.old_version_days if bucket.old_versions_end and bucket.old_versions_end.value else None
    about: dict[str, Given] = {"region": stage.region, "bucket": bucket.name, "days": days}
    steps = (
        *right_account(stage),
        Step("versions", Kind.DEMAND, "versions_kept", about, "Enabled"),
        Step("time", Kind.DEMAND, "time_in_versions", about, "yes"),
        Step("large", Kind.DEMAND, "objects_too_large", about, "0"),
        Step("count", Kind.LEARN, "objects_count", about, variable="OBJECTS"),
        Step("silent", Kind.DECIDE, given=about),
        Step("objects", Kind.ACT, "objects_restore", about),
        Step("objects_back", Kind.AWAIT, "objects_differ", about, "0", minutes=_SEEN_WITHIN),
        Step("silent_over", Kind.DECIDE, given=about),
    )
    title: dict[str, Given] = {"identifier": bucket.name, "stage": stage.name}
    return Procedure("restore", bucket.id, title, steps, ("RESTORE_TIME",), ("PREFIX",))
