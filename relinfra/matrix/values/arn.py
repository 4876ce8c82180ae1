"""ARNs that a matrix names: of secrets, parameters and keys that somebody else made."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple

from pydantic import Field

from relinfra.reading.expecting import expecting

__all__ = ["PARAMETER_ARN", "SECRET_ARN", "Arn", "KeyArn"]

_PLACE = r"[a-z0-9-]+:[0-9]{12}"
SECRET_ARN = rf"arn:aws[a-z0-9-]*:secretsmanager:{_PLACE}:secret:[A-Za-z0-9/_+=.@-]{{1,512}}-[A-Za-z0-9]{{6}}"
"""A whole ARN: policies compare it as text, with the six characters that Secrets Manager adds to the name."""
PARAMETER_ARN = rf"arn:aws[a-z0-9-]*:ssm:{_PLACE}:parameter(/[A-Za-z0-9_.-]+)+"

KeyArn = Annotated[
    str,
    Field(pattern=rf"^arn:aws[a-z0-9-]*:kms:{_PLACE}:key/(mrk-[0-9a-f]{{32}}|[0-9a-f-]{{36}})$"),
    expecting(
        "the ARN of a KMS key such as "
        "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab, not of an alias"
    ),
]

_ARN = re.compile(r"^arn:(?P<partition>[^:]+):(?P<service>[^:]+):(?P<region>[^:]*):(?P<account>[^:]*):")


class Arn(NamedTuple):
    """An ARN: what it says before it names the resource."""

    partition: str
    service: str
    region: str
    account: str

    @classmethod
    def of(cls, text: str) -> Arn | None:
        """Return the parts of an ARN, or None of any other text."""
        found = _ARN.match(text)
        return cls(**found.groupdict()) if found else None
