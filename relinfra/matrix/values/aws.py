"""Names of AWS as values: accounts, images, instance classes, tags."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting

__all__ = [
    "AccountId",
    "FunctionName",
    "ImageReference",
    "PostgresMajor",
    "PostgresVersion",
    "SubnetId",
    "TagKey",
    "TagValue",
    "VpcId",
]

AccountId = Annotated[
    str,
    Field(pattern=r"^[0-9]{12}$"),
    expecting('an AWS account id of 12 digits in quotes such as "111111111111"'),
]
FunctionName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"),
    expecting("the name of a Lambda function: at most 64 letters, digits, hyphens and underscores"),
]
ImageReference = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+"
        r"(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$",
        max_length=500,
    ),
    expecting("a container image such as 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web"),
]
PostgresMajor = Annotated[
    str,
    Field(pattern=r"^1[3-9]$"),
    expecting('a major version of PostgreSQL from 13 on, in quotes, such as "16"'),
]
PostgresVersion = Annotated[
    str,
    Field(pattern=r"^1[3-9](\.[0-9]{1,2})?$"),
    expecting('a version of PostgreSQL from 13 on, in quotes, such as "17" or "17.4"'),
]
SubnetId = Annotated[
    str,
    Field(pattern=r"^subnet-([0-9a-f]{8}|[0-9a-f]{17})$"),
    expecting("the id of a subnet such as subnet-0a1b2c3d4e5f60718"),
]
TagKey = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$"),
    expecting("a tag key of at most 128 letters, digits and _.:/=+@-"),
]
TagValue = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9 _.:/=+@-]{0,256}$"),
    expecting("a tag value of at most 256 letters, digits, spaces and _.:/=+@-"),
]
VpcId = Annotated[
    str,
    Field(pattern=r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$"),
    expecting("the id of a VPC such as vpc-0a1b2c3d4e5f60718"),
]
