"""Images of what stands beside the services, each pinned to a version.

The store is SeaweedFS: maintained, Apache-2.0, one process with buckets made as it starts, S3's two ways to address a
bucket, versioning and object lock. MinIO, which most Compose files name, archived its source in April 2026 and took its
images from Docker Hub on 2026-09-11 (https://github.com/testcontainers/testcontainers-java/issues/11322,
https://github.com/flowershow/flowershow/issues/1382); Garage is AGPL-3.0 and wants a layout before its first bucket.
"""

from __future__ import annotations

__all__ = ["HELPER_IMAGE", "OBJECT_STORE_IMAGE"]

OBJECT_STORE_IMAGE = "chrislusf/seaweedfs:4.48"
HELPER_IMAGE = "curlimages/curl:8.21.0"
