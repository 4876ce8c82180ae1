"""The pack of an environment that names none."""

__all__ = ["DEFAULT"]

DEFAULT = "production"
"""It leaves nothing out. Said here, beside no model, so that reading a matrix loads no more."""
