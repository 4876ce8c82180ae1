"""The command line: parse, call, print."""

from __future__ import annotations

import gc

__all__ = ["main"]

_NEW_OBJECTS = 20_000


def main() -> None:
    """Run the program and end the process with an `ExitCode`."""
    # What a command imports and reads stays until it ends: to look through it after every 700 new objects, as Python
    # does by itself, is a tenth of the time of the shorter commands.
    gc.set_threshold(_NEW_OBJECTS)
    from relinfra.cli.program import main as run  # noqa: PLC0415 - most of it is imported here

    run()
