"""The branch that is released: as the release file names it, or as its schema has it where it names none."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts

__all__ = ["released_branch"]

_ORDINARY = "main"
"""The default of `branching.main` in the release file."""


def released_branch(facts: Facts) -> Fact[str] | str | None:
    """Return the branch that is released, None where nobody has said how branches are used."""
    branching = facts.release.branching
    return branching.main or (_ORDINARY if branching.model else None)
