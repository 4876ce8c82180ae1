"""The order of schema and code, forth and back: the one model of it that every document renders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relinfra.claims import PreviousVersionWorks, Verdict, change_is_borne
from relinfra.evidence.facts import Everything
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
    beside = tuple(fact for other in _unborne_beside(change) for fact in other.facts) if claim.holds else ()
    said = asserted(claim, f"order.{way}.{_KINDS[claim.verdict]}{'_beside' if beside else ''}", about, **given)
    return (replace(said, rests=(*claim.facts, *beside)),)


def _unborne_beside(change: DatabaseChange) -> Iterator[PreviousVersionWorks]:
    """Yield the claims that do not hold of other changes of the release: all of them go forth and back together."""
    claims = (change_is_borne(one) for one in Everything(change.facts, "").release.database_changes)
    return (claim for claim in claims if not claim.holds)
