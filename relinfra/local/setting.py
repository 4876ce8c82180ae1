"""Settings: variables of `.env` that Compose puts into its file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Setting", "escaped"]

_UNSET = "is not set; .env.example says what it is, .env gives it"


@dataclass(frozen=True)
class Setting:
    """A variable of `.env`: what it is for, and the value it has where nobody sets it; without one it must be set."""

    name: str
    meaning: str
    default: str = ""

    @property
    def reference(self) -> str:
        """The place in the Compose file that its value takes: Compose starts nothing while one is missing."""
        return f"${{{self.name}:-{self.default}}}" if self.default else f"${{{self.name}:?{_UNSET}}}"

    @property
    def lines(self) -> tuple[str, str]:
        """Its lines in `.env.example`, which never give a secret."""
        return f"# {self.meaning}", f"# {self.name}={self.default}" if self.default else f"{self.name}="


def escaped(text: str) -> str:
    """Return text that Compose takes literally: a dollar sign in it begins no variable."""
    return text.replace("$", "$$")
