"""Files that a script generates: written, or with `--check` compared, so that drift fails."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SHOWN_LINES, _SHOWN_WIDTH = 20, 200


def write_or_check(generate: Callable[[], Mapping[Path, str]], description: str | None, source: str) -> int:
    """Write each file that `generate` returns, or compare it; return the exit code. `source` is what made them."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    check = parser.parse_args().check
    stale = 0
    for path, text in generate().items():
        if not check:
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)} ({len(text):,} bytes)")
        elif (former := path.read_text() if path.exists() else "") != text:
            stale = 1
            print(f"{path.relative_to(ROOT)} is not what {source} says")
            difference = difflib.unified_diff(former.splitlines(), text.splitlines(), lineterm="", n=0)
            print("\n".join(line[:_SHOWN_WIDTH] for line in list(difference)[:_SHOWN_LINES]))
    return stale
