"""The order of schema and code, forth and back: the one model of it that every document renders."""

from __future__ import annotations

from relinfra.claims import Verdict, change_is_borne
from relinfra.evidence.records.release_file import DatabaseChange
from relinfra.plan.missing import missing
from relinfra.plan.model import Line
from relinfra.plan.say import asserted

__all__ = ["order_back", "order_forth", "undone"]

_KINDS = {Verdict.HOLDS: "borne", Verdict.FAILS: "unborne", Verdict.UNKNOWN: "unsaid"}


def order_forth(change: DatabaseChange, *apart: str) -> Line:
    """Return in which order schema and code change, and from where on there is no return without the data of before.

    `apart` keeps what is said of several environments apart.
    """
    return _said(change, "forth", apart)


def order_back(change: DatabaseChange, *apart: str) -> Line:
    """Return in which order code and data go back; `apart` keeps what is said of several environments apart."""
    return _said(change, "back", apart)


def undone(change: DatabaseChange) -> Line:
    """Return the same, and ask how the change itself is undone where the release file does not say."""
    path = f"database_changes.{change.key}.rollback"
    asked = () if change.rollback else (missing("database_changes.rollback", path, change.key),)
    return (*order_back(change), *asked)


def _said(change: DatabaseChange, way: str, apart: tuple[str, ...]) -> Line:
    claim, about = change_is_borne(change), ".".join((change.id, *apart))
    given = {"change": change.key, **({"undo": change.rollback} if way == "back" else {})}
    return (asserted(claim, f"order.{way}.{_KINDS[claim.verdict]}", about, **given),)
