"""The S3-compatible store on a developer's machine, with the buckets of the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relinfra.local.images import OBJECT_STORE_IMAGE
from relinfra.local.names import OBJECT_STORE
from relinfra.local.setting import Setting

__all__ = ["ObjectStore"]

_ACCESS_KEY_ID = "local"
_S3_PORT, _FILER_PORT = 8333, 8888


@dataclass(frozen=True)
class ObjectStore:
    """SeaweedFS with every bucket of the environment: their names by key, and the region that clients sign for."""

    buckets: Mapping[str, str]
    region: str
    secret_key: Setting

    @property
    def variables(self) -> dict[str, str]:
        """The variables that lead an SDK of AWS to it, without a word in the code of a service.

        https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
        """
        return {
            "AWS_ACCESS_KEY_ID": _ACCESS_KEY_ID,
            "AWS_ENDPOINT_URL_S3": f"http://{OBJECT_STORE}:{_S3_PORT}",
            "AWS_REGION": self.region,
            "AWS_SECRET_ACCESS_KEY": self.secret_key.reference,
        }

    @property
    def definition(self) -> dict[str, Any]:
        """Its container: every bucket is a name in the network too, since SDKs put it before that of the store."""
        names = list(self.buckets.values())
        return {
            "x-relinfra": "object-store",
            "image": OBJECT_STORE_IMAGE,
            "command": [
                "mini",
                "-dir=/data",
                f"-s3.port={_S3_PORT}",
                f"-s3.domainName={OBJECT_STORE}",
                f"-filer.port={_FILER_PORT}",
            ],
            "environment": {
                "AWS_ACCESS_KEY_ID": _ACCESS_KEY_ID,
                "AWS_SECRET_ACCESS_KEY": self.secret_key.reference,
                "S3_BUCKET": ",".join(names),
            },
            "networks": {"default": {"aliases": [f"{name}.{OBJECT_STORE}" for name in names]}},
            "volumes": [f"{OBJECT_STORE}:/data"],
            "healthcheck": {
                "test": ["CMD-SHELL", " && ".join(map(_exists, names))],
                "interval": "5s",
                "timeout": "5s",
                "retries": 10,
                "start_period": "60s",
            },
        }


def _exists(bucket: str) -> str:
    """Return the command that asks for a bucket: it starts without one that it could not make, and only warns.

    By IPv4, where it listens; busybox tries IPv6 first. https://github.com/apache/flink/pull/28560
    """
    return f"wget -q -O /dev/null http://127.0.0.1:{_FILER_PORT}/buckets/{bucket}/"
