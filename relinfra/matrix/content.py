"""The content of a matrix, once it is merged."""

import re
from itertools import takewhile
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from relinfra.matrix.models import AnyEnvironment, Bootstrap, IntendedDifference, LintWaiver, State, Waiver
from relinfra.matrix.regional_environment import RegionalEnvironment
from relinfra.matrix.values.names import Name, Repository
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import Table

__all__ = ["Foundation", "MatrixContent"]


Folder = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$", max_length=200),
    expecting("a folder below that of the matrix, such as checks"),
]


_OF_CUSTOMERS = re.compile(r"prod(?:uction)?(?P<more>-.+)?")
"""Names of environments that customers use, where nothing else is said."""


class Foundation(NamedTuple):
    """The section `bootstrap`, and the account of the buckets of state and evidence."""

    bootstrap: Bootstrap
    account: str


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
    environments: Annotated[Table[Name, AnyEnvironment], Field(min_length=1), expecting("at least one environment")] = (
        Field(description="Environments by key; each lies on `defaults`.")
    )
    promotion: tuple[Name, ...] = Field(
        (), description="Environments in the order a release passes them; their order in the file if absent."
    )
    waivers: tuple[Waiver, ...] = Field((), description="Policies that are knowingly not met.")
    checks: tuple[Folder, ...] = Field(
        (),
        description="Folders with checks of the team's own for Checkov, relative to the matrix; asked of every stack.",
        examples=[["checks"]],
    )
    lint_waivers: tuple[LintWaiver, ...] = Field((), description="Findings of `relinfra lint` that are knowingly left.")
    parity: tuple[IntendedDifference, ...] = Field(
        (), description="Differences between two environments that are meant, for `relinfra parity`."
    )

    @classmethod
    def known_keys(cls) -> frozenset[str]:
        """Return every key of the file: `defaults` is merged into the environments before they are read."""
        return super().known_keys() | {"defaults"}

    def regional_environments(self) -> tuple[RegionalEnvironment, ...]:
        """Return every AWS environment in every region: in the order of the file, its own region first."""
        return tuple(
            RegionalEnvironment(self.project, effective, primary)
            for environment in self.environments.values()
            if environment.target == "aws"
            for effective, primary in (
                (environment, True),
                *((further, False) for further in environment.regions.values()),
            )
        )

    @property
    def live(self) -> tuple[str, ...]:
        """The environments on AWS that customers use, in the order of the promotion."""
        named = (self.environments[name] for name in self.promotion if name in self.environments)
        deployed = [one for one in named if one.target == "aws"]
        last = {one.name for one in deployed[-1:]}
        return tuple(
            one.name
            for one in deployed
            if (one.name in last or _is_for_customers(one) if one.live is None else one.live)
        )

    @property
    def before_live(self) -> str | None:
        """The environment on AWS that a release passes just before the first of customers; None where there is none."""
        named = (self.environments[name] for name in self.promotion if name in self.environments)
        deployed = (one.name for one in named if one.target == "aws")
        return next(reversed([*takewhile(lambda name: name not in self.live, deployed)]), None)

    @property
    def shared_accounts(self) -> dict[str, tuple[str, ...]]:
        """The environments in each AWS account that holds several, in the order of the file."""
        accounts: dict[str, tuple[str, ...]] = {}
        for name, environment in self.environments.items():
            if environment.target == "aws":
                accounts[environment.account] = (*accounts.get(environment.account, ()), name)
        return {account: names for account, names in accounts.items() if len(names) > 1}

    @property
    def foundation(self) -> Foundation | None:
        """The bootstrap of the accounts; None where the matrix does not ask for it."""
        account = self.state_account
        return None if self.bootstrap is None or account is None else Foundation(self.bootstrap, account)

    @property
    def state_account(self) -> str | None:
        """The account of the state bucket; None where relinfra does not make the bucket."""
        if self.bootstrap is None:
            return None
        accounts = [self.environments[name].account for name in self.promotion if name in self.environments]
        return self.bootstrap.state_account or next((account for account in reversed(accounts) if account), None)


def _is_for_customers(environment: AnyEnvironment) -> bool:
    """Whether customers use an environment by its name; one with more behind it has to be approved as well."""
    named = _OF_CUSTOMERS.fullmatch(environment.name)
    return bool(named and (environment.approval or not named["more"]))
