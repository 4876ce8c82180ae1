"""Every data source of hashicorp/aws that relinfra uses, as a class: `aws.data.Route53Zone(scope, "web", name=...)`."""

from __future__ import annotations

import sys

from .resource import DataSource, class_of


def __getattr__(name: str) -> type[DataSource]:
    return class_of(sys.modules[__name__], DataSource, name)
