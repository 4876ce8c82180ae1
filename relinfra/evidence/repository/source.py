"""Text files of the repository, read safely."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relinfra.evidence.fact import FileEvidence
from relinfra.reading.file import read_inside
from relinfra.real_path import real

__all__ = ["Repository", "SourceFile"]

_LARGEST = 1_000_000
_EXCERPT = 120
_WORKFLOWS = ".github/workflows"


@dataclass(frozen=True)
class SourceFile:
    """A file: its path in the repository, with `/`, and its text."""

    path: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.splitlines()

    def evidence(self, line: int) -> FileEvidence:
        """Return one line, counted from 1, as evidence."""
        lines = self.lines
        excerpt = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        return FileEvidence(self.path, line, excerpt[:_EXCERPT])

    def find(self, needle: str) -> int | None:
        """Return the first line that contains a text, or None."""
        return next((number for number, line in enumerate(self.lines, start=1) if needle in line), None)


@dataclass(frozen=True)
class Repository:
    """The folder that holds the matrix, the workflows and the release configuration."""

    root: Path

    @cached_property
    def top(self) -> Repository:
        """The repository of git around the folder, which has the workflows; itself where git has none above."""
        above = (folder for folder in (self.root, *real(self.root).parents) if _is_top(folder))
        return Repository(next(above, self.root))

    @property
    def folder(self) -> str:
        """The folder within the repository of git, with `/`; empty where it is the whole of it."""
        found = real(self.root).relative_to(real(self.top.root)).as_posix()
        return "" if found == "." else found

    @property
    def workflows(self) -> tuple[SourceFile, ...]:
        """The workflows, which GitHub reads at the top of a repository; of a folder, those that name it."""
        named = re.compile(rf"(?<![\w/.-]){re.escape(self.folder)}(?![\w-])")
        found = self.top.each(_WORKFLOWS, ".yml", ".yaml")
        return tuple(file for file in found if not self.folder or named.search(file.text))

    def read(self, path: str, *, largest: int = _LARGEST) -> SourceFile | None:
        """Return a file, or None where there is none, it lies outside, is too large or is no text."""
        content = read_inside(self.root, path, largest=largest)
        try:
            return None if content is None else SourceFile(path, _text(content))
        except UnicodeDecodeError:
            return None

    def each(self, folder: str, *suffixes: str) -> tuple[SourceFile, ...]:
        """Return the readable files of one folder with these suffixes, by name."""
        parent = self.root / folder
        if not parent.is_dir():
            return ()
        paths = sorted(path.name for path in parent.iterdir() if path.suffix in suffixes)
        return tuple(found for name in paths if (found := self.read(f"{folder}/{name}")))


def _is_top(folder: Path) -> bool:
    try:
        return (folder / ".git").exists()
    except OSError:  # a folder that is not ours to look into
        return False


def _text(content: bytes) -> str:
    """Return text in which every line ends alike, whatever system wrote it."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
