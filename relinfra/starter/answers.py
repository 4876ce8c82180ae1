"""Answers that only the team knows when it starts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from relinfra.matrix.values.regions import dns_suffix

__all__ = ["STAND_INS", "Answers"]

STAND_INS = ("000000000000", "change-me")
"""No account is numbered so, and nobody means such a name: either marks a value still to be decided."""

_ACCOUNT, _WORD = STAND_INS

_LENGTH = 30
"""Letters of a project's name that leave room for those of the environments, in every name in AWS."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The values of a first matrix; what is not known yet is a stand-in that `relinfra validate` reports.

    `accepted_until` is the last day of the exceptions from policies that the first matrix makes.
    """

    project: str
    accepted_until: date
    repository: str = ""
    region: str = "us-east-1"
    staging_account: str = _ACCOUNT
    production_account: str = _ACCOUNT
    domain: str = f"{_WORD}.example"
    notify: str = f"{_WORD}@{_WORD}.example"
    reviewer: str = _WORD

    @property
    def github(self) -> str:
        """The repository, by default named after the project."""
        return self.repository or f"{_WORD}/{self.project}"

    @property
    def state_bucket(self) -> str:
        """A bucket name nobody else can have taken: it carries the account."""
        return f"{self.project}-tfstate-{self.production_account}"

    @property
    def image(self) -> str:
        """The image of the first service, in the registry of the production account."""
        return f"{self.production_account}.dkr.ecr.{self.region}.{dns_suffix(self.region)}/{self.project}/web"

    @staticmethod
    def project_of(folder: str) -> str:
        """Return a project name made of a folder's name, as many words of it as fit; empty where none can be used."""
        name = re.sub(r"^[^a-z]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", folder.lower()))
        if len(name) <= _LENGTH:
            return name
        return name[: _LENGTH + 1].rpartition("-")[0] or name[:_LENGTH]
