"""Who takes part: relinfra with an example of the repository, each peer, and cdktf without bindings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
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

__all__ = ["BARE_PREFIX", "bare_contestants", "environment_with", "peer_contestant", "relinfra_contestant"]

BARE_PREFIX = "bare:"


def environment_with(node: str) -> dict[str, str]:
    """Return this environment with the Node.js that every contestant is to use, and nothing of Python's switches."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JSII_", "NODE_"))}
    return {**kept, "JSII_NODE": node}


def relinfra_contestant(python: Path, example: Path, work: Path, environment: Mapping[str, str]) -> Contestant:
    """Return `python main.py` in the example itself; it writes into the work folder."""
    return _contestant("relinfra", "relinfra", python, example, work / "relinfra", environment)


def peer_contestant(peer: Peer, venv: Path, stacks: Stacks, work: Path, environment: Mapping[str, str]) -> Contestant:
    """Write the program that makes the same stacks with a peer's bindings."""
    idiom = TypedIdiom(peer.cdk, Bindings(site_packages_of(venv), peer.bindings))
    return _written(peer.name, peer.title, python_of(venv), idiom, stacks, work, environment)


def bare_contestants(
    python: Path, stacks: Stacks, work: Path, environment: Mapping[str, str]
) -> Sequence[Contestant]:
    """Write the programs that make the same stacks of bare resources, one for each idiom."""
    return [
        _written(
            f"{BARE_PREFIX}{made.__name__}", f"bare: {made.title}", python, made("cdktf"), stacks, work, environment
        )
        for made in BARE_IDIOMS
    ]


def _written(
    name: str, title: str, python: Path, idiom: Idiom, stacks: Stacks, work: Path, environment: Mapping[str, str]
) -> Contestant:
    folder = work / name.replace(":", "-")
    write_program(folder, stacks, idiom)
    return _contestant(name, title, python, folder, folder, environment, tuple(idiom.notes))


def _contestant(
    name: str,
    title: str,
    python: Path,
    folder: Path,
    work: Path,
    environment: Mapping[str, str],
    notes: tuple[str, ...] = (),
) -> Contestant:
    output = work / "cdktf.out"
    work.mkdir(parents=True, exist_ok=True)
    command = Command([str(python), "main.py"], folder, {**environment, "CDKTF_OUTDIR": str(output)})
    return Contestant(name, title, command, output, notes)
