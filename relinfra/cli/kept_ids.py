"""`releases/document-ids.json` as a command finds and leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.plan import KEPT_IDS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["KeptIds"]


class KeptIds:
    """The file of ids of a repository; `written` once it is another than when this was made."""

    def __init__(self, repository: Path) -> None:
        self.path = repository / KEPT_IDS
        self._before = self._content

    @property
    def written(self) -> bool:
        """Whether ids were added, so that the file is to be committed."""
        return self._content != self._before

    @property
    def _content(self) -> bytes | None:
        return self.path.read_bytes() if self.path.is_file() else None
