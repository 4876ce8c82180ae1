"""What every document says of a change that the version before it does not bear."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.plan import SETS, build_plan
from relinfra.plan.markdown import render
from tests.relinfra.plan.options import OPTIONS

SHOP = Path(__file__).parents[3] / "examples" / "shop"
SENTENCE = "The version before this release does not work with the schema that it leaves"


@pytest.fixture
def documents(tmp_path: Path, with_options: Callable[[Mapping[str, Any]], Path]) -> Callable[[bool], str]:
    """Return a function: whether the previous version bears a change in, every document about it out."""

    def told(compatible: bool) -> str:
        repository = tmp_path / str(compatible)
        shutil.copytree(SHOP, repository, ignore=shutil.ignore_patterns("out"))
        path = repository / "releases/2.5.0.yaml"
        line = "backward_compatible: true"
        path.write_text(path.read_text().replace(line, f"backward_compatible: {str(compatible).lower()}"))
        plans = (
            build_plan(with_options(OPTIONS["migration"]), repository=repository, version="2.5.0", set=name)
            for name in SETS
        )
        texts = [render(one, "en").text for plan in plans for one in plan.documents]
        return "\n".join(texts)

    return told


def test_every_document_that_goes_back_agrees(documents: Callable[[bool], str]) -> None:
    """Plan, package and catalogue say it beside their ways back; writes stop before the schema changes."""
    incompatible = documents(False)
    assert incompatible.count(SENTENCE) > 5
    stop, run = incompatible.index("Stop all writes of `hello-production-web`"), incompatible.index("ecs run-task")
    assert incompatible.index("make database change `order_currency`") > stop > 0
    assert run > 0
    assert SENTENCE not in documents(True)
