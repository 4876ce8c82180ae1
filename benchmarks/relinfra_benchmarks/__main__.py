"""Measure relinfra against its peers in one run and print the report; see README.md in the folder above."""

from __future__ import annotations

import subprocess
import sys

from .contest import DifferentWorkError
from .options import parse
from .process_tree import CommandError
from .run import measure


def main() -> int:
    """Print the report. Returns 1 where measuring failed; a goal missed is no failure."""
    options = parse()
    try:
        report = measure(options)
    except (CommandError, DifferentWorkError, subprocess.CalledProcessError) as error:
        print(f"nothing to compare: {error}", file=sys.stderr)
        return 1
    print(report.text(), end="")
    if options.json_path:
        report.write_json(options.json_path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
