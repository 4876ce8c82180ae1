"""What people write without a full stop does not run into the sentence behind it, in any document."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.plan import LANGUAGES, build_plan
from relinfra.plan.markdown import render

SHOP = Path(__file__).parents[3] / "examples" / "shop"
UNTOUCHED = ("calendar", "absences", "planning_started", "on_call", "people", "window")
MARK = "zz"
MORE: dict[str, Any] = {
    "history": {},
    "limitations": {"bare": {"description": "No workaround.", "planned": "2.6.0"}},
    "external_support": {"aws": {"company": "AWS Support.", "plan": "A plan.", "use": "When RDS fails."}},
}


def unended(value: Any) -> Any:
    """Return a value in which every sentence ends with the mark instead of a full stop."""
    if isinstance(value, dict):
        return {key: unended(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unended(item) for item in value]
    return f"{value.rstrip('.')} {MARK}" if isinstance(value, str) and " " in value else value


@pytest.mark.parametrize("name", ["release-package", "release-master", "deployment-plan"])
def test_what_people_wrote_is_ended(name: str, synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """The sets that quote most of a release file, in every language."""
    release = yaml.safe_load((SHOP / "releases/2.5.0.yaml").read_text())
    texts = {**unended({**release, **MORE}), **{key: release[key] for key in UNTOUCHED}}
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases/2.5.0.yaml").write_text(yaml.safe_dump(texts, allow_unicode=True))
    plan = build_plan(synthesized("shop"), repository=tmp_path, version="2.5.0", set=name)
    run_on = re.compile(rf"(?m)^.*{MARK}(?:\*\*|”|»)? (?:\*\*|“|«)?[A-Z\u0410-\u042f\u0401].*$")
    for document in plan.documents:
        for language in LANGUAGES:
            said = re.sub(r" ?\[\^p\d+\]", "", render(document, language).text.partition("\n[^p1]:")[0])
            assert run_on.findall(said) == [], f"{document.name} ({language})"
