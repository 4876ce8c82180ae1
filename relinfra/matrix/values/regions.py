"""AWS regions, known by name so that a typing mistake is found before AWS is asked."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["REGIONS", "Region", "partition"]

REGIONS = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eusc-de-east-1",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    }
)
_EXPECTED = "an AWS region such as us-east-1"
_PARTITIONS = {"cn": "aws-cn", "eusc": "aws-eusc"}


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
    """Return the partition of a region: `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`."""
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return _PARTITIONS.get(region.split("-", maxsplit=1)[0], "aws")
