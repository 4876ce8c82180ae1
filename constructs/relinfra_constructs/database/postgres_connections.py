"""The limit of connections of an RDS PostgreSQL instance, as AWS sets it by default."""

from __future__ import annotations

__all__ = ["maximum_connections"]

_GIB_PER_VCPU = {"m": 4, "r": 8, "x": 16}
_BURSTABLE_GIB = {"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_VCPUS_PER_XLARGE = 4
_BYTES_PER_CONNECTION = 9531392
_LIMIT = 5000


def maximum_connections(instance_class: str) -> int | None:
    """Return `max_connections` of a class such as `db.r7g.large`, or None for a class not known here.

    RDS computes it as LEAST(memory / 9531392 bytes, 5000). The memory here is the class's nominal one; the
    operating system keeps a little of it, so that the real figure is slightly lower.
    """
    gib = _memory_gib(instance_class)
    return None if gib is None else min(int(gib * 1024**3 / _BYTES_PER_CONNECTION), _LIMIT)


def _memory_gib(instance_class: str) -> int | None:
    parts = instance_class.removeprefix("db.").split(".")
    if len(parts) != len(("family", "size")):
        return None
    family, size = parts
    if family.startswith("t"):
        return _BURSTABLE_GIB.get(size)
    per_vcpu, vcpus = _GIB_PER_VCPU.get(family[:1]), _vcpus(size)
    return None if per_vcpu is None or vcpus is None else per_vcpu * vcpus


def _vcpus(size: str) -> int | None:
    if size == "large":
        return 2
    count = size.removesuffix("xlarge")
    if count == size or not (count == "" or count.isdigit()):
        return None
    return _VCPUS_PER_XLARGE * int(count or 1)
