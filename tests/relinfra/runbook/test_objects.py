import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import Emulator
from tests.relinfra.runbook.seeds import REGION, Seeds

NAME = "restore-production-bucket-assets"
Seeding = Callable[..., Seeds]
Running = Callable[..., Run]


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with a bucket that keeps versions."""
    web: dict[str, Any] = {"buckets": ["assets"]}
    return made(tmp_path_factory.mktemp("objects"), web, buckets={"assets": {"expire_noncurrent_days": 30}})


def stamp(moment: datetime) -> str:
    """Return a time as whoever runs it writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def held(s3: Any, bucket: str) -> dict[str, bytes]:
    """Return what lies in a bucket now."""
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in found}


def test_objects_go_back_to_a_time(*, aws: Emulator, keeping: Project, seeds: Seeding, run: Running) -> None:
    """What was changed, removed or added since is as it was then, whatever its key is; every version is still there."""
    bucket, s3 = seeds(keeping).bucket(), aws.client("s3", REGION)
    before = {"a/same": b"1", "a/changed": b"22", "with space+plus.txt": b"333", "\u0434\u043e\u043c": b"4444"}
    for key, body in before.items():
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    time.sleep(1.1)  # versions are told apart by the second
    then = stamp(datetime.now(UTC))
    time.sleep(1.1)
    for key in ("a/changed", "with space+plus.txt"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"damaged")
    s3.delete_object(Bucket=bucket, Key="\u0434\u043e\u043c")
    s3.put_object(Bucket=bucket, Key="added", Body=b"5")
    done = run(keeping, NAME, RESTORE_TIME=then)
    assert done.code == 0, done.said
    assert held(s3, bucket) == before
    assert "OBJECTS=3 back, 1 hidden" in done.logged("learnt")
    assert len(s3.list_object_versions(Bucket=bucket)["Versions"]) == len(before) + 2 + 1 + 3


def test_only_a_time_that_is_kept_is_gone_back_to(
    *, aws: Emulator, keeping: Project, seeds: Seeding, run: Running
) -> None:
    """Versions that have ended, or a time to come, end it before anything is written."""
    bucket, s3 = seeds(keeping).bucket(), aws.client("s3", REGION)
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    for days in (31, -1):
        done = run(keeping, NAME, RESTORE_TIME=stamp(datetime.now(UTC) - timedelta(days=days)))
        assert done.code == 1
        assert "Otherwise choose another time., found no\n" in done.said
        assert "nothing has been changed" in done.said
        assert held(s3, bucket) == {"a": b"1"}
