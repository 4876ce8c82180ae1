import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from checkov.common.util.data_structures_utils import pickle_deepcopy
from checkov.terraform.graph_builder.graph_components.blocks import TerraformBlock
from checkov.terraform.graph_builder.graph_components.module import Module
from checkov.terraform_json import parser
from hypothesis import given, settings
from hypothesis import strategies as st

from relinfra.policy.acceleration import memory
from relinfra.policy.acceleration.graph import Graph

TEXTS = st.text() | st.sampled_from(["", "a", "${aws_vpc.main.id}", "a\\b", "\\", 'a"b\n'])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=15
)


def _same(found: Any, wanted: Any) -> bool:
    """Whether two values are equal, in the same order and of the same types."""
    return repr(found) == repr(wanted)


@settings(deadline=None)
@given(VALUES)
def test_a_copy_is_the_one_that_checkov_makes(value: Any) -> None:
    """Nothing in it that can be changed is shared."""
    found = memory.copied(pickle_deepcopy)(value)
    assert _same(found, pickle_deepcopy(value))
    before = repr(value)
    if isinstance(found, dict | list):
        found.clear()
    assert repr(value) == before


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=3))
def test_characters_are_cleaned_as_checkov_does(value: dict[str, Any]) -> None:
    """Backslashes among them."""
    usual = Module.clean_bad_characters
    assert _same(memory.cleaned(usual)(value), usual(value))


@pytest.mark.parametrize("value", [{1: "a"}, {"a": (1,)}, [{"a": {1}}]])
def test_what_is_no_json_is_left_to_checkov(value: Any) -> None:
    """Its copy keeps types that JSON does not have."""
    assert _same(memory.copied(pickle_deepcopy)(value), value)


@settings(deadline=None)
@given(TEXTS, VALUES, st.booleans())
def test_inner_attributes_are_those_of_checkov(path: str, value: Any, strip: bool) -> None:
    """In the same order; and what it does to the value on the way."""
    one, other = pickle_deepcopy(value), pickle_deepcopy(value)
    found = memory.inner_attributes(TerraformBlock, path, one, strip)
    assert _same(found, TerraformBlock.get_inner_attributes(path, other, strip))
    assert _same(one, other)


def test_paths_are_shared_by_all_blocks() -> None:
    """There are as many blocks as resources, and few paths."""
    first, second = (list(memory.inner_attributes(TerraformBlock, "tags", {"Name": "x"})) for _ in range(2))
    assert first[1] is second[1]


def test_a_file_has_lines_or_none(tmp_path: Path) -> None:
    """Checkov takes a file without lines for one that it could not read; the lines themselves are in no report."""
    file = tmp_path / "cdk.tf.json"
    file.write_text(json.dumps({"resource": {"aws_vpc": {"main": {}}}}, indent=1))
    template, lines = memory.without_lines(parser.parse)(file)
    assert template == parser.parse(file)[0]
    assert (bool(lines), lines[0:3]) == (True, [])
    file.write_text("")
    assert memory.without_lines(parser.parse)(file) == parser.parse(file)


def test_a_graph_is_empty_once_it_is_saved() -> None:
    """What was saved is what is asked from there on."""
    graph = Graph(SimpleNamespace(blocks=[1]))
    graph.vertices.append(SimpleNamespace())
    assert memory.emptied(lambda _, one: len(one.vertices))(None, graph) == 1
    assert (graph.vertices, graph.module.blocks) == ([], [])
