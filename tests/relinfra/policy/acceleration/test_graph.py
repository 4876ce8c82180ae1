from types import SimpleNamespace
from typing import Any

import pytest
from checkov.terraform.graph_builder.local_graph import TerraformLocalGraph

from relinfra.policy.acceleration.graph import Graph

NAMES = ["aws_s3_bucket.a", 'aws_s3_bucket.b["x"]', "aws_s3_bucket.b[y]", "aws_s3_bucket.c[0]", "aws_s3_bucket.c[1][2]"]


def _graph(kind: Any) -> Any:
    graph = kind(SimpleNamespace())
    for index, name in enumerate(NAMES):
        graph.vertices_by_module_dependency_by_name[None]["resource"][name].append(index)
    return graph


@pytest.mark.parametrize(
    "name",
    [*NAMES, 'aws_s3_bucket.b["y"]', "aws_s3_bucket.b", "aws_s3_bucket.c", "aws_s3_bucket.c[1]", "aws_s3_bucket.", ""],
)
def test_a_name_means_the_blocks_that_checkov_finds(name: str) -> None:
    """With an index, without one, and with one of another notation."""
    found = [_graph(kind)._get_possible_vertices(None, "resource", name) for kind in (Graph, TerraformLocalGraph)]

    assert found[0] == found[1]
    assert _graph(Graph)._get_possible_vertices("other", "data", name) == []


def test_attributes_are_read_anew_after_a_change() -> None:
    """A reference to what was rendered before sees the rendered value."""
    graph = Graph(SimpleNamespace())
    block = SimpleNamespace(values={"a": 1}, changed_attributes={})
    block.get_attribute_dict = lambda add_hash: dict(block.values)
    block.find_attribute = lambda name: None
    block.update_attribute = lambda key, value, *rest: block.values.update({key: value})
    graph.vertices = [block]

    assert graph.get_vertex_attributes_by_index(0, add_hash=False) == {"a": 1}
    graph.update_vertex_attribute(0, "a", 2, 0, None)
    assert graph.get_vertex_attributes_by_index(0, add_hash=False) == {"a": 2}
