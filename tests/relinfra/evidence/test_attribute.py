import json

from relinfra.evidence.attribute import Attribute


def attribute(value: object) -> Attribute:
    """Return the root of a block."""
    return Attribute("stack", "aws_x.y", (), json.loads(json.dumps(value)))


def test_enters_a_block_written_as_a_list_without_naming_its_index() -> None:
    """A block and a list of one block read alike, and the evidence says what is really there."""
    for value, path in (({"a": {"b": 1}}, "a.b"), ({"a": [{"b": 1}]}, "a[0].b")):
        found = attribute(value).at("a", "b")
        assert found is not None
        assert found.evidence.attribute == path
        assert found.value == 1


def test_enters_json_text_like_a_block() -> None:
    """Container definitions are text to Terraform and a list of blocks to a reader."""
    root = attribute({"container_definitions": json.dumps([{"name": "web"}, {"name": "otel"}])})
    names = [found.at("name") for found in root.each("container_definitions")]
    assert [name.evidence.attribute for name in names if name] == [
        "container_definitions[0].name",
        "container_definitions[1].name",
    ]


def test_finds_nothing_where_there_is_nothing() -> None:
    """An absent and a null attribute are the same."""
    assert attribute({}).at("a") is None
    assert attribute({"a": None}).at("a") is None
    assert attribute({"a": 1}).each("b") == ()


def test_undoes_template_escapes() -> None:
    """A person wrote `${{ x }}`, Terraform needs `$${{ x }}`; the plan shows what the person wrote."""
    assert attribute("$${{ github.sha }} %%{if}").text == "${{ github.sha }} %{if}"


def test_takes_numbers_written_as_text_and_leaves_expressions_alone() -> None:
    """A number that Terraform will compute is not known yet."""
    assert attribute("30").number == 30
    assert attribute(0.4).number == 0.4
    assert attribute("${var.minutes}").number is None
    assert attribute("inf").number is None
