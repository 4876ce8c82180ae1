"""Names that a user chooses, within what every AWS service they end up in accepts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting

__all__ = ["BucketName", "DomainName", "EmailAddress", "Name", "Repository", "Reviewer", "ShortName", "VariableName"]

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"

Name = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40),
    expecting("a name of at most 40 lower-case letters, digits and single hyphens that starts with a letter"),
]
ShortName = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=15),
    expecting("a name of at most 15 lower-case letters, digits and single hyphens that starts with a letter"),
]
VariableName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=255),
    expecting("the name of an environment variable: letters, digits and underscores"),
]
BucketName = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9-]*[a-z0-9]$", min_length=3, max_length=63),
    expecting("the name of an S3 bucket: 3 to 63 lower-case letters, digits and hyphens"),
]
DomainName = Annotated[
    str,
    Field(pattern=rf"^{_LABEL}(\.{_LABEL})+$", max_length=253),
    expecting("a domain name in lower case such as shop.example.com"),
]
EmailAddress = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254),
    expecting("an e-mail address"),
]
Repository = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", max_length=140),
    expecting("a GitHub repository such as acme/shop"),
]
Reviewer = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$", max_length=140),
    expecting("a GitHub user or team such as release-managers or acme/release-managers"),
]
