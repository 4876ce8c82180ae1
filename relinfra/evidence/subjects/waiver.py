"""Waivers: which rule does not hold, where, why, who answers for it, until when."""

from __future__ import annotations

from relinfra.evidence.declared import Declarations
from relinfra.evidence.sheet import Sheet

__all__ = ["collect"]

_FIELDS = ("policy", "resources", "environments", "reason", "owner", "expires", "ticket")


def collect(declared: Declarations, sheet: Sheet) -> None:
    """Collect every waiver, numbered in the order of the matrix."""
    for index, waiver in enumerate(declared.waivers, start=1):
        own = sheet.at(f"waiver.{index:03}")
        for field in _FIELDS:
            found = declared.waiver_line(waiver, field)
            if found is not None and found.value not in ((), ""):
                own.declare(field, found)
