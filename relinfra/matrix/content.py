"""What a matrix declares, once it is merged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.deployment import Deployment
from relinfra.matrix.models import Bootstrap, Environment, State, Waiver
from relinfra.matrix.values.names import Name, Repository
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import Table

__all__ = ["MatrixContent"]


class MatrixContent(Model):
    """The fields of a matrix: all that the rules ask about. `Matrix` adds the file they were read from."""

    version: Literal[1] = Field(description="Version of this format; 1.", examples=[1])
    project: Name = Field(description="Name of the project; everything in AWS is named after it.", examples=["shop"])
    repository: Repository = Field(
        description="GitHub repository that may deploy, as owner/name.", examples=["acme/shop"]
    )
    state: State = Field(description="Where Terraform keeps its state.")
    bootstrap: Bootstrap | None = Field(
        None, description="What each account needs first: buckets of state and evidence, roles of the pipeline."
    )
    environments: Annotated[Table[Name, Environment], Field(min_length=1), expecting("at least one environment")] = (
        Field(description="Environments by key; each lies on `defaults`.")
    )
    promotion: tuple[Name, ...] = Field(
        (), description="Environments in the order a release passes them; their order in the file if absent."
    )
    waivers: tuple[Waiver, ...] = Field((), description="Policies that are knowingly not met.")

    @classmethod
    def known_keys(cls) -> frozenset[str]:
        """Return every key of the file: `defaults` is merged into the environments before they are read."""
        return super().known_keys() | {"defaults"}

    def deployments(self) -> tuple[Deployment, ...]:
        """Return every AWS environment in every region: in the order of the file, its own region first."""
        return tuple(
            Deployment(self.project, effective, primary)
            for environment in self.environments.values()
            if environment.target == "aws"
            for effective, primary in (
                (environment, True),
                *((further, False) for further in environment.regions.values()),
            )
        )

    @property
    def state_account(self) -> str | None:
        """The account of the state bucket; None where relinfra does not make the bucket."""
        if self.bootstrap is None:
            return None
        accounts = [self.environments[name].account for name in self.promotion if name in self.environments]
        return self.bootstrap.state_account or next((account for account in reversed(accounts) if account), None)
