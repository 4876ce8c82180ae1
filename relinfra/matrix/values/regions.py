"""AWS regions, known by name so that a typing mistake is found before AWS is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["REGIONS", "Region", "dns_suffix", "lacking", "oidc_audience", "partition"]

_PARTITIONS: Mapping[str, Mapping[str, Any]] = json.loads(Path(__file__).with_name("partitions.json").read_text())[
    "partitions"
]
"""What `scripts/generate_partitions.py` tells of partitions."""
REGIONS: Mapping[str, str] = {
    region: name for name, found in sorted(_PARTITIONS.items()) for region in sorted(found["regions"])
}
"""The partition of each region."""
_EXPECTED = "an AWS region such as us-east-1"


def _known(region: str) -> str:
    if region not in REGIONS:
        nearest = get_close_matches(region, sorted(REGIONS), n=1)
        refuse(_EXPECTED, f"did you mean `{nearest[0]}`?" if nearest else "")
    return region


Region = Annotated[
    str,
    Field(json_schema_extra={"enum": sorted(REGIONS)}),
    AfterValidator(_known),
    expecting(_EXPECTED),
]


def partition(region: str) -> str:
    """Return the partition of a region: `aws-cn`, `aws-eusc`, `aws-us-gov`, and `aws` of any other."""
    return REGIONS.get(region, "aws")


def dns_suffix(region: str) -> str:
    """Return how host names of AWS end in the partition of a region: `amazonaws.com`, `amazonaws.com.cn`."""
    return str(_PARTITIONS[partition(region)]["dns_suffix"])


def oidc_audience(region: str) -> str:
    """Return for whom GitHub issues the tokens that a region's partition exchanges: `sts.amazonaws.com`."""
    return str(_PARTITIONS[partition(region)]["audience"])


def lacking(region: str) -> frozenset[str]:
    """Return the services, by the prefix of their endpoint, that the partition of a region does not offer."""
    return frozenset(_PARTITIONS[partition(region)]["lacks"])
