import json
from pathlib import Path

import pytest

from relinfra.domain.versions_file import versions_text
from relinfra.errors import OutputError
from relinfra.evidence import read_output


def write(folder: Path, stacks: dict[str, object], declared: object = None) -> None:
    """Write the two files every synthesized folder has."""
    (folder / "manifest.json").write_text(json.dumps({"version": "0.21.0", "stacks": stacks}))
    (folder / "relinfra.json").write_text(json.dumps(declared or {"version": 1}))


def test_says_what_to_run_where_nothing_is_synthesized(tmp_path: Path) -> None:
    """An empty folder is a missing step, not a traceback."""
    with pytest.raises(OutputError, match="relinfra synth"):
        read_output(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000])
def test_names_the_file_that_is_no_json_mapping(tmp_path: Path, text: str) -> None:
    """Whatever is wrong with a file, the error names it."""
    write(tmp_path, {})
    (tmp_path / "relinfra.json").write_text(text)
    with pytest.raises(OutputError, match=r"relinfra\.json"):
        read_output(tmp_path)


def test_refuses_what_another_version_declared(tmp_path: Path) -> None:
    """A newer file may mean something else by the same words."""
    write(tmp_path, {}, {"version": 2})
    with pytest.raises(OutputError, match="expected version 1, found 2"):
        read_output(tmp_path)


def test_reads_no_stack_outside_the_folder(tmp_path: Path) -> None:
    """A manifest cannot make relinfra quote another file."""
    write(tmp_path, {"a": {"synthesizedStackPath": "../elsewhere.json"}})
    with pytest.raises(OutputError, match="outside"):
        read_output(tmp_path)


def test_counts_resources_without_data_sources(tmp_path: Path) -> None:
    """What a stack creates is counted; what it looks up is not."""
    write(tmp_path, {"a": {"synthesizedStackPath": "a.json"}})
    body: dict[str, object] = {"resource": {"aws_vpc": {"main": {}}}, "data": {"aws_region": {"here": {}}}}
    (tmp_path / "a.json").write_text(json.dumps(body))
    stack = read_output(tmp_path).stacks["a"]
    assert [resource.address for resource in stack.resources] == ["aws_vpc.main", "data.aws_region.here"]
    assert stack.count().value == 1


def test_stacks_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    """No order would apply them; the error names the circle."""
    waits = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}
    for name in waits:
        (tmp_path / f"stacks/{name}").mkdir(parents=True)
        (tmp_path / f"stacks/{name}/cdk.tf.json").write_text("{}")
    write(tmp_path, {name: {"name": name, "dependencies": dependencies} for name, dependencies in waits.items()})
    with pytest.raises(
        OutputError, match=r"manifest\.json: stacks wait for each other: (. -> ){3}.; run `relinfra synth`"
    ):
        read_output(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("versions.tf", versions_text(">= 1.11", [("aws_vpc.a", "aws_vpc.b")])),
        (
            "versions.tf.json",
            '{"terraform": {"required_version": ">= 1.11"}, "moved": [{"from": "aws_vpc.a", "to": "aws_vpc.b"}]}',
        ),
    ],
)
def test_versions_and_moves_are_read_as_hcl_and_as_they_were_before(tmp_path: Path, name: str, text: str) -> None:
    """An output of last year is documented like one of today."""
    write(tmp_path, {"a": {"synthesizedStackPath": "a/cdk.tf.json"}})
    (tmp_path / "a").mkdir()
    (tmp_path / "a/cdk.tf.json").write_text("{}")
    (tmp_path / "a" / name).write_text(text)
    stack = read_output(tmp_path).stacks["a"]
    version = stack.version()
    assert version
    assert version.text == ">= 1.11"
    assert stack.versions["moved"] == [{"from": "aws_vpc.a", "to": "aws_vpc.b"}]
