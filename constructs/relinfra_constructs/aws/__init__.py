"""Every resource type of hashicorp/aws that relinfra uses, as a class: `aws.Vpc(scope, "main", cidr_block=...)`.

The classes are made on first use from `schema.json`; editors and mypy see them in the generated stub beside this file.
"""

from __future__ import annotations

import sys

from . import data
from .expression import Expression, expression, literal
from .provider import Provider
from .resource import DataSource, Resource, class_of

__all__ = ["DataSource", "Expression", "Provider", "Resource", "data", "expression", "literal"]


def __getattr__(name: str) -> type[Resource]:
    return class_of(sys.modules[__name__], Resource, name)
