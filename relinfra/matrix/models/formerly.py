"""Keys that were renamed: what names in AWS are made of stays the key that was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Protocol

from pydantic import Field

from relinfra.matrix.values.names import Name

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Formerly", "Renamed", "former_keys", "named_after"]

Formerly = Annotated[
    Name | None,
    Field(
        description="The key it had before. Names in AWS stay those of that key, and Terraform is told that addresses "
        "moved, so that nothing is made anew; the line stays as long as the thing does.",
        examples=["web"],
    ),
]


class Renamed(Protocol):
    """Something with a key that may have been another one before."""

    @property
    def formerly(self) -> str | None: ...  # noqa: D102 - the class says it


def named_after(key: str, thing: Renamed) -> str:
    """Return the key that names in AWS are made of: the former one of what was renamed."""
    return thing.formerly or key


def former_keys(table: Mapping[str, Renamed]) -> dict[str, str]:
    """Return the former key of each entry by the present one; only of those that were renamed."""
    return {key: thing.formerly for key, thing in table.items() if thing.formerly}
