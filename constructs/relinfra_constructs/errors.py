"""Errors of constructs.

ConstructError
└── ArgumentError    an argument of a resource that its provider schema does not allow
"""

from __future__ import annotations

__all__ = ["ArgumentError", "ConstructError"]


class ConstructError(Exception):
    """The base of every error a construct raises on purpose."""


class ArgumentError(ConstructError):
    """Arguments of one resource that the provider's schema does not allow.

    `path` is the construct path, `address` the Terraform address and `problems` every fault found.
    """

    def __init__(self, path: str, address: str, problems: tuple[str, ...]) -> None:
        self.path = path
        self.address = address
        self.problems = problems
        super().__init__("\n".join(f"{path}: {address}: {problem}" for problem in problems))
