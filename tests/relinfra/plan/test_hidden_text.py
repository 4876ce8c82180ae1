"""What people write into the matrix and the release file cannot hide or reorder anything in the documents."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra import api
from relinfra.plan import FORMATS, LANGUAGES
from relinfra.visible import visible_lines

SHOP = Path(__file__).parents[3] / "examples" / "shop"
HOSTILE = " \u202e\u200b\u2066\U000e0041"


def hostile(value: Any) -> Any:
    """Return a value in which every sentence turns text around."""
    if isinstance(value, dict):
        return {key: hostile(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return value.replace(" ", HOSTILE) if isinstance(value, str) else value


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_holds_what_hides(language: str, synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """Every set, in every format; and what is written verifies."""
    stacks, repository, out = tmp_path / "cdktf.out", tmp_path / "repository", tmp_path / "documents"
    shutil.copytree(synthesized("shop"), stacks)
    declared = json.loads((stacks / "relinfra.json").read_text())
    declared |= {key: hostile(declared[key]) for key in ("environments", "waivers")}
    declared["environments"]["production"]["purpose"]["value"] = "a lone\ud800surrogate"
    declared["matrix"]["file"] = "a <b>\udcff.yaml"
    (stacks / "relinfra.json").write_text(json.dumps(declared))
    (repository / "releases").mkdir(parents=True)
    release = yaml.safe_load((SHOP / "releases/2.5.0.yaml").read_text())
    for key in ("date", "calendar", "absences", "planning_started", "on_call"):
        release.pop(key)
    (repository / "releases/2.5.0.yaml").write_text(
        yaml.safe_dump(hostile(release | {"history": {}}), allow_unicode=True)
    )
    written = api.write_plan(
        stacks, out, repository=repository, release="2.5.0", sets=["all"], language=language, formats=FORMATS
    )
    texts = {path: path.read_text() for path in written}
    assert any("\N{REPLACEMENT CHARACTER}" in text for text in texts.values())
    assert {path.name: _first(text) for path, text in texts.items() if text != visible_lines(text)} == {}
    assert api.verify(stacks, out, repository=repository).ok


def _first(text: str) -> str:
    return next(line for line in text.split("\n") if line != visible_lines(line))[:200]
