"""What reads one another is scanned by one process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relinfra.policy.units import units

STACKS = {
    name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json", "dependencies": dependencies}
    for name, dependencies in {
        "network": [],
        "data": ["network"],
        "service": ["data"],
        "other": [],
        "last": ["gone"],
    }.items()
}


def test_stacks_that_read_one_another_are_one_unit(tmp_path: Path) -> None:
    """Also by what lies between; what depends on nothing that is there is alone, and so is what no manifest names."""
    (tmp_path / "manifest.json").write_text(json.dumps({"stacks": STACKS}))
    directories = [str(tmp_path / "stacks" / name) for name in STACKS] + [str(tmp_path / "hcl")]
    found = [{Path(one).name for one in unit} for unit in units(tmp_path, directories)]
    assert sorted(found, key=sorted) == [{"data", "network", "service"}, {"hcl"}, {"last"}, {"other"}]


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{", '{"stacks": []}', '{"stacks": {"a": 1, "b": {"dependencies": "a"}}}']
)
def test_a_manifest_that_is_none_joins_nothing(tmp_path: Path, manifest: str) -> None:
    """Whether the folder can be checked at all is told elsewhere."""
    (tmp_path / "manifest.json").write_text(manifest)
    assert units(tmp_path, ["a", "b"]) == [["a"], ["b"]]
    assert units(tmp_path / "none", ["a"]) == [["a"]]


def test_stacks_of_one_state_are_one_unit(tmp_path: Path) -> None:
    """Wherever they lie: a rule finds that they would destroy what the other made, and looks at both."""
    keys = {"a": "one", "b": "two", "c": "one", "d": None}
    for name, key in keys.items():
        folder = tmp_path / name
        folder.mkdir()
        backend = {"s3": {"bucket": "state", "key": key}} if key else {"local": {}}
        (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}}))
    found = [{Path(one).name for one in unit} for unit in units(tmp_path, [str(tmp_path / name) for name in keys])]

    assert sorted(found, key=sorted) == [{"a", "c"}, {"b"}, {"d"}]
