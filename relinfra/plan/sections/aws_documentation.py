"""AWS documentation that a statement rests on."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.facts import Everything
from relinfra.evidence.record import Record
from relinfra.evidence.records.project import AwsDocumentation

__all__ = ["documented"]


def documented(known: Facts | Record) -> AwsDocumentation:
    """Return the figures that AWS documents, each with its page; a record has them from the facts it reads."""
    return Everything(known.facts if isinstance(known, Record) else known, "").project.aws
