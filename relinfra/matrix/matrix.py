"""The environment matrix."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, PrivateAttr

from relinfra.errors import MatrixError, UsageError
from relinfra.matrix.deployment import Deployment
from relinfra.matrix.models import Bootstrap, Environment, State, Waiver
from relinfra.matrix.values.names import Name, Repository
from relinfra.reading import Node, compose, locate, problem_of
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.problems import in_order
from relinfra.reading.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relinfra.matrix.rules import Finding
    from relinfra.reading.problems import Position

__all__ = ["Matrix"]


class Matrix(Model):
    """Every environment of a project, merged and checked; read one with `Matrix.load`."""

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

    _tree: Node = PrivateAttr()
    _file: str = PrivateAttr()
    _sha256: str = PrivateAttr()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Matrix:
        """Read the matrix in the file `path`.

        Raises `UsageError` when there is no such file, `MatrixError` with every problem in it.
        """
        file = os.fspath(path)
        try:
            content = FilePath(file).read_bytes()
        except OSError as error:
            found = f"found none ({error.strerror}); `relinfra init` writes one"
            msg = f"{file}: expected a matrix to read, {found}"
            raise UsageError(msg) from None
        return cls.parse(content, file)

    @classmethod
    def parse(cls, content: bytes, file: str = "relinfra.yaml") -> Matrix:
        """Read a matrix from the bytes of a file; `file` is the name that positions carry."""
        from relinfra.matrix.check import check  # noqa: PLC0415 - the checks know Matrix

        matrix, tree = check(cls, compose(content, file, MatrixError))
        matrix._tree, matrix._file, matrix._sha256 = tree, file, sha256(content).hexdigest()
        return matrix

    @property
    def file(self) -> str:
        """The path the matrix was read from, as it was given."""
        return self._file

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes, in hexadecimal."""
        return self._sha256

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

    def source(self, environment: str, *path: str | int, region: str | None = None) -> Position | None:
        """Return the line that supplied a value of an effective environment: region, environment or defaults.

        None if no line did, which means the value is a default of relinfra.
        """
        further = () if region in (None, self.environments[environment].region) else ("regions", region or "")
        return self.position("environments", environment, *further, *path)

    def position(self, *path: str | int) -> Position | None:
        """Return the line of a value by its path from the top: `matrix.position("waivers", 0, "reason")`."""
        place = locate(self._tree, path)
        return None if place.node is None else place.position

    def refusal(self, findings: Iterable[Finding]) -> MatrixError:
        """Return the error for what could only be found later, such as in the stacks, with the lines behind it."""
        return MatrixError(in_order(problem_of(finding, self._tree) for finding in findings))
