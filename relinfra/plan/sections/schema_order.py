"""The order of schema and code, forth and back: the one model of it that every document renders."""

from __future__ import annotations

from relinfra.claims import Verdict, change_is_borne
from relinfra.evidence.records.release_file import DatabaseChange
from relinfra.plan.model import Line
from relinfra.plan.say import asserted

__all__ = ["order_back", "order_forth"]

_KINDS = {Verdict.HOLDS: "borne", Verdict.FAILS: "unborne", Verdict.UNKNOWN: "unsaid"}


def order_forth(change: DatabaseChange) -> Line:
    """Return in which order schema and code change, and from where on there is no return without the data of before."""
    return _said(change, "forth")


def order_back(change: DatabaseChange) -> Line:
    """Return in which order code and data go back."""
    return _said(change, "back")


def _said(change: DatabaseChange, way: str) -> Line:
    claim = change_is_borne(change)
    return (asserted(claim, f"order.{way}.{_KINDS[claim.verdict]}", change.id, change=change.key),)
