"""Short ways to write statements down."""

from __future__ import annotations

from dataclasses import replace

from relinfra.claims import Claim
from relinfra.plan.model import Given, Line, Statement

__all__ = ["again", "asserted", "command", "label", "reason", "say"]


def say(key: str, about: str = "", /, **given: Given) -> Statement:
    """Return the statement `key` about a thing, filled with facts."""
    return Statement(_id(key, about), key, given)


def asserted(claim: Claim, key: str, about: str = "", /, **given: Given) -> Statement:
    """Return the statement `key` that asserts a claim, or says that it fails.

    It rests on everything that makes the claim true, or breaks it, whatever its words show.
    """
    return Statement(_id(key, about), key, given, rests=claim.facts)


def reason(claim: Claim) -> Line:
    """Return why a claim does not hold, nothing where it does."""
    broken = claim.broken
    return (asserted(claim, f"claim.{claim.kind}.{broken.name}", claim.about),) if broken else ()


def command(key: str, about: str, /, **given: Given) -> Statement:
    """Return the command `key` about a thing."""
    return Statement(_id(f"command.{key}", about), key, given, command=True)


def label(key: str, /, **words: str) -> Statement:
    """Return words that claim nothing: a heading of a table, a name of a group."""
    return Statement("", key, dict(words))


def again(statement: Statement) -> Statement:
    """Return a statement where a document repeats it: the first place has the id."""
    return replace(statement, id="")


def _id(key: str, about: str) -> str:
    return f"{key}/{about}" if about else key
