"""Short ids that keep their meaning: `DEP-007` is the same entry in every edition of the documents."""

from __future__ import annotations

import json
from collections.abc import Mapping

__all__ = ["DocumentIds"]

_DIGITS = 3


class DocumentIds:
    """The ids given so far, by kind and key, such as `DEP` and `criteria.unit_tests`.

    A key keeps the number it was first given; a new one gets the number after the highest, so that one whose thing is
    gone is never given again.
    """

    def __init__(self, given: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._given = {kind: dict(numbers) for kind, numbers in (given or {}).items()}

    def of(self, kind: str, key: str) -> str:
        """Return the id of a thing, such as `DEP-007`."""
        numbers = self._given.setdefault(kind, {})
        number = numbers.setdefault(key, max(numbers.values(), default=0) + 1)
        return f"{kind}-{number:0{_DIGITS}}"

    @property
    def empty(self) -> bool:
        """Whether no id was given yet."""
        return not any(self._given.values())

    @property
    def text(self) -> str:
        """All ids as JSON, to be kept with the repository."""
        ordered = {
            kind: dict(sorted(numbers.items(), key=lambda one: one[1]))
            for kind, numbers in sorted(self._given.items())
            if numbers
        }
        return json.dumps(ordered, indent=2, ensure_ascii=False) + "\n"

    def beyond(self, former: DocumentIds) -> tuple[str, ...]:
        """Return what has an id here and none in `former`, such as `DEP-017 steps.web`."""
        return tuple(
            f"{kind}-{number:0{_DIGITS}} {key}"
            for kind, numbers in sorted(self._given.items())
            for key, number in numbers.items()
            if key not in former._given.get(kind, {})
        )

    def copy(self) -> DocumentIds:
        """Return the same ids, to which others can be added."""
        return DocumentIds(self._given)

    @classmethod
    def parse(cls, text: str) -> DocumentIds:
        """Read what `text` gave. Raises `ValueError` for anything else, and for a number given twice."""
        body = json.loads(text)
        if not isinstance(body, dict):
            raise ValueError("no mapping of kinds")
        for kind, numbers in body.items():
            if not isinstance(numbers, dict) or not all(type(number) is int for number in numbers.values()):
                raise ValueError(f"{kind} is no mapping of keys to numbers")
            if len(set(numbers.values())) < len(numbers) or min(numbers.values(), default=1) < 1:
                raise ValueError(f"a number of {kind} stands twice or below 1")
        return cls(body)
