"""Where a service is reached."""

from __future__ import annotations

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.values.names import DomainName

__all__ = ["Domain"]


class Domain(Model):
    """A name in a public Route 53 zone, served over HTTPS."""

    name: DomainName = Field(description="Name the service answers to.", examples=["shop.example.com"])
    zone: DomainName = Field(
        description="Hosted zone that holds the name: the name itself or a parent of it.",
        examples=["example.com"],
    )
