"""Files of a synthesized folder that synth did not write, and Terraform would apply all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from relinfra.output.listing import Listing, digest
from relinfra.output.working_files import is_applied
from relinfra.regular_file import readable

__all__ = ["ForeignFile", "foreign_files"]

_ADVICE = {
    "unlisted": "was not written by synth, and Terraform would apply it; remove it, and put what it holds into an "
    "override of the matrix or a stack of your own",
    "state": "was not written by synth, and Terraform would change its state by it; remove it, and run "
    "`terraform state mv`, `terraform import` or `terraform state rm` in that folder instead",
    "edited": "was edited since synth wrote it; put the change into an override of the matrix, and synthesize again",
    "missing": "was written by synth, and is gone; synthesize again",
}


_OF_STATE = re.compile(r'^\s*(?:moved|import|removed)\s*\{|"(?:moved|import|removed)"\s*:', re.MULTILINE)
# https://developer.hashicorp.com/terraform/language/moved, …/import and …/resources/syntax#removing-resources


@dataclass(frozen=True, order=True, slots=True)
class ForeignFile:
    """A file, by its path in the synthesized folder, that is not what synth wrote there."""

    path: str
    kind: Literal["unlisted", "edited", "missing"]
    of_state: bool = False
    """Whether it holds blocks that change the state: `moved`, `import` or `removed`."""

    def __str__(self) -> str:
        """Return it as a person reads it, with what to do."""
        return f"{self.path}: {_ADVICE['state' if self.of_state else self.kind]}"


def foreign_files(folder: Path) -> tuple[ForeignFile, ...]:
    """Return what Terraform would apply from a synthesized folder that synth did not write, sorted by path."""
    return tuple(sorted(_foreign(folder, Listing(folder))))


def _foreign(folder: Path, listing: Listing) -> Iterator[ForeignFile]:
    for path in listing.strangers:
        if is_applied(path.name):
            yield ForeignFile(path.relative_to(folder).as_posix(), "unlisted", _is_of_state(path))
    for name, written in listing.digests.items():
        if not (folder / name).is_file():
            yield ForeignFile(name, "missing")
        elif digest(folder / name) != written:
            yield ForeignFile(name, "edited")


def _is_of_state(path: Path) -> bool:
    try:
        return bool(_OF_STATE.search(readable(path).read_text("utf-8", errors="replace")))
    except OSError:
        return False
