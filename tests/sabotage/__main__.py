"""`python -m tests.sabotage` prints the shares of single changes that are noticed, and which are not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.sabotage.listing import sampled, serious
from tests.sabotage.shares import Shares, survivors
from tests.sabotage.trial import Example, Tried, tried

EXAMPLES = Path(__file__).parents[2] / "examples"
VERSIONS = {"shop": "2.5.0", "minimal": "1.0.0"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Try the changes of the examples and print what was found."""
    asked = _parser().parse_args(arguments)
    found: list[Tried] = []
    for name in asked.example or VERSIONS:
        with TemporaryDirectory() as folder:
            found += _tried(Example(Path(folder), EXAMPLES / name, VERSIONS[name]), asked)
    if asked.json:
        sys.stdout.write(json.dumps(_body(found), indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in (*survivors(found), *_figures(found)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("--example", action="append", choices=VERSIONS, help="of this example alone; all by default")
    parser.add_argument("--environment", default="production", help="of the stacks of this environment")
    parser.add_argument("--sample", type=int, help="try this many of each example's changes")
    parser.add_argument("--only", default="*", help="try changes whose address and path fit this pattern")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--json", action="store_true", help="print every change with who noticed it, as JSON")
    return parser


def _tried(example: Example, asked: argparse.Namespace) -> list[Tried]:
    ReleaseApp(Matrix.load(example.repository / "relinfra.yaml"), example.folder).synth()
    changes = [
        one for one in serious(example, asked.environment) if fnmatchcase(f"{one.address} {one.attribute}", asked.only)
    ]
    return list(tried(example, sampled(changes, asked.sample) if asked.sample else changes, asked.workers))


def _figures(found: Sequence[Tried]) -> list[str]:
    origins = {one.mutation.origin for one in found}
    return [
        f"{name}: {Shares.of([one for one in found if one.mutation.origin == name])}" for name in sorted(origins)
    ] + [f"all: {Shares.of(found)}"]


def _body(found: Sequence[Tried]) -> dict[str, object]:
    changes = [
        {"change": one.mutation.id, "origin": one.mutation.origin, "verify": one.documents, "policies": one.policies}
        for one in found
    ]
    return {"shares": asdict(Shares.of(found)), "changes": changes}


if __name__ == "__main__":
    main()
