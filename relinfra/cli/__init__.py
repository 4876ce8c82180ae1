"""The command line: parse, call, print."""

from relinfra.cli.program import main

__all__ = ["main"]
