"""The state of a stack: its backend in S3, and what the matrix declares of it."""

from __future__ import annotations

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = ["account_of", "settings", "state_of"]


def settings(stack: Stack) -> Resource | None:
    """Return what a stack says of itself, where it says anything."""
    return next(stack.of("terraform"), None)


def state_of(stack: Stack) -> Block:
    """Return the backend in S3 of a stack; an empty block where it has none."""
    found = settings(stack)
    return found.block("backend").block("s3") if found else Block({})


def account_of(stack: Stack) -> str | None:
    """Return the number of the account that a stack is declared to be for."""
    account = state_of(stack).declared("account")
    return account if isinstance(account, str) else None
