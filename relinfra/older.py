"""The matrix that lies beside synthesized stacks today, and whether they are its."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path, PurePath

from relinfra.evidence.declared import Declarations
from relinfra.json_file import json_or_empty
from relinfra.matrix import Matrix
from relinfra.output import DECLARATION
from relinfra.regular_file import readable

__all__ = ["matrix_beside", "older_stacks"]


def matrix_beside(stacks: Path, repository: Path) -> Path | None:
    """Return the file in the repository of the matrix that the stacks were synthesized from, None where it is gone."""
    named = PurePath(_declared(stacks).matrix).name
    return repository / named if named and (repository / named).is_file() else None


def older_stacks(stacks: Path, repository: Path) -> tuple[str, ...]:
    """Return why the stacks are not those of today's matrix, nothing where they are or no matrix is known.

    What counts are effective values: a comment, or a default that is written out, changes none. Raises `MatrixError`
    where the matrix was changed into one that cannot be read.
    """
    declared = _declared(stacks)
    file = matrix_beside(stacks, repository)
    if not (file and declared.effective):
        return ()
    content = readable(file).read_bytes()
    if sha256(content).hexdigest() == declared.matrix_sha256:
        return ()
    then, now = declared.effective, Matrix.parse(content, str(file)).effective_digests
    differing = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    return (_told(stacks, file, differing),) if differing else ()


def _told(stacks: Path, file: Path, differing: list[str]) -> str:
    where = ", ".join(f"environments.{name}" if name else "what is said once for all" for name in differing)
    return (
        f"{stacks}: synthesized from other values than those of {file} today: {where}\n"
        "  -> synthesize the stacks and write the documents again (`relinfra build`)"
    )


def _declared(stacks: Path) -> Declarations:
    return Declarations(json_or_empty(stacks / DECLARATION))
