"""The environment matrix."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import PrivateAttr

from relinfra.errors import MatrixError, UsageError
from relinfra.layout import MATRIX
from relinfra.matrix.check import check
from relinfra.matrix.content import MatrixContent
from relinfra.matrix.digest import digest_of
from relinfra.reading import MappingNode, Node, compose, is_null, locate, problem_of
from relinfra.reading.fields import model_at
from relinfra.reading.file import read_document
from relinfra.reading.problems import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from relinfra.reading import Finding
    from relinfra.reading.problems import Position, Problem

__all__ = ["Matrix"]


class Matrix(MatrixContent):
    """Every environment of a project, merged and checked; read one with `Matrix.load`."""

    _tree: Node = PrivateAttr()
    _document: Node = PrivateAttr()
    _remarks: tuple[Problem, ...] = PrivateAttr(())
    _file: str = PrivateAttr()
    _text: str = PrivateAttr()
    _sha256: str = PrivateAttr()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Matrix:
        """Read the matrix in the file `path`.

        Raises `UsageError` when there is no such file, `MatrixError` with every problem in it.
        """
        file = os.fspath(path)
        try:
            content = read_document(FilePath(file))
        except OSError as error:
            raise UsageError(_unreadable(file, error)) from None
        return cls.parse(content, file)

    @classmethod
    def parse(cls, content: bytes, file: str = "relinfra.yaml") -> Matrix:
        """Read a matrix from the bytes of a file; `file` is the name that positions carry."""
        text = content.decode("utf-8-sig", "replace")
        try:
            document = compose(content, file, MatrixError)
            matrix, tree, remarks = check(cls, document)
        except MatrixError as error:
            raise MatrixError(error.problems, {file: text}) from None
        matrix._tree, matrix._document, matrix._remarks = tree, document, remarks
        matrix._file, matrix._text, matrix._sha256 = file, text, sha256(content).hexdigest()
        return matrix

    @property
    def file(self) -> str:
        """The path the matrix was read from, as it was given."""
        return self._file

    @property
    def sources(self) -> Mapping[str, str]:
        """The text of the file by its path, for excerpts."""
        return {self._file: self._text}

    @property
    def document(self) -> Node:
        """The file as it was written, before anything was merged."""
        return self._document

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """Hints: what is no mistake and yet not what it looks like, such as a null that removes nothing."""
        return self._remarks

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes, in hexadecimal."""
        return self._sha256

    @property
    def effective_digests(self) -> Mapping[str, str]:
        """The digest of the effective values of each environment by its name, and under `""` that of all the rest.

        Comments, the order of keys, where a value stands, and a default that is written out do not change them. Nor
        does what is waived of lint, of which nothing is synthesized.
        """
        dumped = self.model_dump(mode="json")
        each = {name: digest_of(one, dumped["environments"][name]) for name, one in self.environments.items()}
        beside = self.model_copy(update={"environments": {}, "lint_waivers": ()})
        return {"": digest_of(beside, {**dumped, "environments": {}, "lint_waivers": []}), **each}

    def source(self, environment: str, *path: str | int, region: str | None = None) -> Position | None:
        """Return the line that supplied a value of an effective environment: region, environment or defaults.

        None if no line did, which means the value is a default of relinfra.
        """
        further = () if region in (None, self.environments[environment].region) else ("regions", region or "")
        return self.position("environments", environment, *further, *path)

    def position(self, *path: str | int) -> Position | None:
        """Return the line of a value by its path from the top: `matrix.position("waivers", 0, "reason")`."""
        place = locate(self._tree, path)
        return None if place.node is None else place.position

    def nearest(self, *path: str | int) -> Position:
        """Return the line of a value by its path from the top; where it is absent, the nearest above it that exists."""
        return locate(self._tree, path).position

    def positions(self, *path: str) -> Iterator[tuple[tuple[str, ...], Position]]:
        """Visit each value that the file gives somewhere under a path, with its own path from the top and its line."""
        node, tabular = locate(self._tree, path).node, model_at(type(self), path) is None
        for key, entry in node.entries.items() if isinstance(node, MappingNode) else ():
            # What null removes from a table is not there; of a model, null is a decision.
            if tabular and is_null(entry.node):
                continue
            yield (*path, key), locate(self._tree, (*path, key)).position
            yield from self.positions(*path, key)

    def refusal(self, findings: Iterable[Finding]) -> MatrixError:
        """Return the error for what could only be found later, such as in the stacks, with the lines behind it."""
        return MatrixError(in_order(problem_of(finding, self._tree) for finding in findings), self.sources)


def _unreadable(file: str, error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        inside = FilePath(file) / MATRIX
        there = (
            f"with one in it: name `{inside}`"
            if inside.is_file()
            else f"without a {MATRIX}, which `relinfra init` writes"
        )
        return f"{file}: expected the file of a matrix, found a folder {there}"
    if isinstance(error, FileNotFoundError):
        return f"{file}: expected the file of a matrix, found none; `relinfra init` writes one"
    return f"{file}: expected the file of a matrix, found one that cannot be read ({error.strerror})"
