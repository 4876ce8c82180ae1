"""A fact and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias

from typing_extensions import TypeVar

__all__ = [
    "CommitEvidence",
    "Evidence",
    "Fact",
    "Figure",
    "FileEvidence",
    "FormerEvidence",
    "Json",
    "Scalar",
    "TerraformEvidence",
    "Value",
    "value_of",
]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | tuple[str, ...]
Figure: TypeAlias = int | float | str
"""A number, or the text of an expression that Terraform computes."""

T_co = TypeVar("T_co", bound=Value, covariant=True, default=Value)


@dataclass(frozen=True, slots=True)
class TerraformEvidence:
    """One attribute of the synthesized Terraform.

    `address` is a resource (`aws_lb.main`, `data.aws_route53_zone.web`), another element of the stack
    (`provider.aws`, `terraform`), or a resource type, whose attribute `count` is how many the stack has;
    for the address `resource` that is all of them. `attribute` is a path such as
    `load_balancer[0].container_port`; it steps into JSON text as into a block.
    """

    stack: str
    address: str
    attribute: str
    value: Json


@dataclass(frozen=True, slots=True)
class FormerEvidence(TerraformEvidence):
    """The same of the output that the present one is compared with; a value of None is the absence of the place."""


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """The words of a file. `line` counts from 1, and is None where it is about the file as a whole."""

    file: str
    line: int | None
    excerpt: str

    @property
    def place(self) -> str:
        """The file and the line, as people write them."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class CommitEvidence:
    """A commit of the repository: its whole id, and words of its message."""

    commit: str
    excerpt: str

    @property
    def place(self) -> str:
        """The id, as people write it."""
        return self.commit[:12]


Evidence: TypeAlias = TerraformEvidence | FileEvidence | CommitEvidence


@dataclass(frozen=True, slots=True)
class Fact(Generic[T_co]):
    """One value of the project with its proof.

    `id` is stable and readable (`production.service.web.port`); `unit` is a word the locales know (`minutes`,
    `percent`, ...) or empty. `how` names, for the locales, how the value follows from its evidence where it is
    not simply read (`count`, `period_times_evaluations`). `source` is the line of the matrix that asked for it.
    """

    id: str
    value: T_co
    unit: str
    evidence: tuple[Evidence, ...]
    how: str = ""
    source: FileEvidence | None = None

    @property
    def number(self) -> float | None:
        """The value as a number, or None where it is none, such as an expression that Terraform computes."""
        return self.value if isinstance(self.value, int | float) else None


def value_of(fact: Fact[T_co] | None) -> T_co | None:
    """Return what a fact says, or None where nothing is known."""
    return None if fact is None else fact.value
