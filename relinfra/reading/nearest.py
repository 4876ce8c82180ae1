"""Nearest names: what was probably meant."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from relinfra.reading.excerpt import named

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["meant", "nearest"]

_ALIKE = 0.75
"""How alike two spellings of one name are: `prot` and `port` are, `sidecars` and `secrets` (0.67) are not."""

_BEGINNING = 3
_SHOWN = 20
"""How many of the names that are known a hint lists."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint that names what was probably meant, or else everything that is known.

    A name made of the same words comes first (`retention_days` for `log_retention_days`), then one spelt alike.
    """
    names = sorted(known)
    if spelt := meant(word, names):
        return f"did you mean {named(spelt)}?"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"known here: {', '.join(map(named, names[:_SHOWN]))}{more}" if names else ""


def meant(word: str, known: Iterable[str]) -> str:
    """Return the name that was probably meant, empty where none is near."""
    names = sorted(known)
    alike = get_close_matches(word, names, cutoff=_ALIKE) or get_close_matches(word, _begun_alike(word, names), n=1)
    close = [*_of_the_same_words(word, names), *alike]
    return next(iter(get_close_matches(word, close, n=1, cutoff=0)), "")


def _of_the_same_words(word: str, names: Iterable[str]) -> list[str]:
    written = _words(word)
    return [name for name in names if written and (written <= _words(name) or _words(name) <= written)]


def _begun_alike(word: str, names: Iterable[str]) -> list[str]:
    """Return the names that begin with the same letters, such as `staging` for `stage`."""
    return [name for name in names if name[:_BEGINNING] == word[:_BEGINNING]]


def _words(name: str) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[_\W]+", name.lower()) if part)
