"""Names: how a key of the matrix becomes a Terraform name."""

from __future__ import annotations

__all__ = ["terraform_name"]


def terraform_name(*parts: str) -> str:
    """Join `parts` into one Terraform name: `("my-api", "task")` is `my_api_task`."""
    return "_".join(parts).replace("-", "_")
