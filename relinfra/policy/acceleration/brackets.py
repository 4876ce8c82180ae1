"""The pairs of brackets in a text."""

from __future__ import annotations

import re

__all__ = ["pairs"]


def pairs(text: str, opening: str, closing: str) -> list[dict[str, int]]:
    """Do what `evaluate_terraform.find_brackets_pairs` does: return those that hold something, by their beginning."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for place in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if place[0] == opening:
            opened.append(place.start())
        elif opened:
            found.append((opened.pop(), place.start()))
    return [{"start": start, "end": end} for start, end in sorted(found) if end - start > 1]
