"""Who takes part: relinfra with an example of the repository, each peer, and cdktf without bindings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .bare_idioms import BARE_IDIOMS
from .bindings import Bindings
from .contest import Contestant
from .peer import Peer
from .process_tree import Command
from .program import Idiom, write_program
from .terraform_output import Stacks
from .typed_idiom import TypedIdiom
from .venvs import python_of, site_packages_of

__all__ = ["Arena", "environment_with"]


def environment_with(node: str) -> dict[str, str]:
    """Return this environment with the Node.js that every contestant is to use, and no other switch that matters."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JSII_", "NODE_"))}
    return {**kept, "JSII_NODE": node}


@dataclass(frozen=True)
class Arena:
    """Where the contestants' programs and outputs lie, and what all of them find in their environment.

    `python` is the interpreter of relinfra, which holds cdktf too.
    """

    python: Path
    work: Path
    environment: Mapping[str, str]

    def relinfra(self, example: Path) -> Contestant:
        """Return `python main.py` in the example itself; it writes into the work folder."""
        output = self.work / "relinfra" / "cdktf.out"
        return Contestant("relinfra", "relinfra", self._command(self.python, example, output), output)

    def peer(self, peer: Peer, venv: Path, stacks: Stacks) -> Contestant:
        """Write the program that makes the same stacks with a peer's bindings."""
        idiom = TypedIdiom(peer.cdk, Bindings(site_packages_of(venv), peer.bindings))
        return self._written(peer.name, peer.title, python_of(venv), idiom, stacks)

    def bare(self, stacks: Stacks) -> list[Contestant]:
        """Write the programs that make the same stacks of bare resources, one for each idiom."""
        made = [idiom("cdktf") for idiom in BARE_IDIOMS]
        return [self._written(idiom.name, f"bare: {idiom.title}", self.python, idiom, stacks) for idiom in made]

    def _written(self, name: str, title: str, python: Path, idiom: Idiom, /, stacks: Stacks) -> Contestant:
        folder = self.work / name
        write_program(folder, stacks, idiom)
        output = folder / "cdktf.out"
        return Contestant(name, title, self._command(python, folder, output), output, tuple(idiom.notes))

    def _command(self, python: Path, folder: Path, output: Path) -> Command:
        output.parent.mkdir(parents=True, exist_ok=True)
        return Command([str(python), "main.py"], folder, {**self.environment, "CDKTF_OUTDIR": str(output)})
