"""What `relinfra build` says of each file that it writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.cli.commands.build import _what
from relinfra.plan import FORMATS, SETS, write_plan

SHOP = Path(__file__).parents[3] / "examples" / "shop"


@pytest.mark.parametrize("name", ["release-package", "runbooks"])
def test_every_file_is_told(name: str, synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """Of the sets that write more than documents: data and logs beside them, programs, pages; none is unknown to it."""
    assert name in SETS
    written = write_plan(synthesized("shop"), tmp_path, repository=SHOP, version="2.5.0", sets=[name], formats=FORMATS)
    assert all(map(_what, written))
    assert {file.suffix for file in written} >= {".md", ".json", ".html"}
