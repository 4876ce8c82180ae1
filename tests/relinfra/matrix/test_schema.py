import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import TypeAdapter

from relinfra.errors import MatrixError
from relinfra.matrix import AnyEnvironment, Database, DisasterRecovery, Matrix, Strategy
from relinfra.matrix.reference import REFERENCE_FILE, reference_text
from relinfra.matrix.schema import SCHEMA_FILE, json_schema, schema_text
from relinfra.reading import compose, plain
from relinfra.reading.reference import models
from relinfra.release.schema import schema_text as release_schema_text
from tests.relinfra.matrix.mistakes import BASE
from tests.support import assert_golden

EXAMPLES = Path(__file__).parents[3] / "examples"


def as_json(content: bytes) -> Any:
    """Return a matrix as an editor sees it: null is a value there."""
    return json.loads(json.dumps(plain(compose(content, "m.yaml", MatrixError))))


def faults(content: bytes) -> list[str]:
    validator = jsonschema.Draft202012Validator(json_schema())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_json(content))]


def test_golden_schema_is_current() -> None:
    """The checked-in schema is that of the models; `python -m relinfra.matrix.schema` writes it."""
    assert_golden(SCHEMA_FILE, schema_text().splitlines())


def test_golden_reference_is_current() -> None:
    """The documentation describes the models; `python -m relinfra.matrix.schema` writes it."""
    assert_golden(REFERENCE_FILE, reference_text().splitlines())


def test_the_schema_is_one() -> None:
    """Editors can use it."""
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["shop", "minimal"])
def test_the_examples_are_valid(name: str) -> None:
    """What loads is not underlined in an editor."""
    assert faults((EXAMPLES / name / "relinfra.yaml").read_bytes()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nat: single", "natt: single"),
        ("nat: single", "nat: double"),
        ("port: 8000", "port: 0"),
        ("region: us-west-2", "region: us-wset-2"),
        ("    web:\n      image", "    Web:\n      image"),
        ("    approval:", "    regions: {eu-west-1: {purpose: x}}\n    approval:"),
        ("    approval:", "    name: x\n    approval:"),
        ("project: shop\n", ""),
    ],
)
def test_mistakes_are_underlined(old: str, new: str) -> None:
    """An editor finds unknown keys, wrong values and missing sections before relinfra does."""
    assert faults(BASE.replace(old, new).encode())


def test_parts_are_valid_where_merging_completes_them() -> None:
    """An environment may say one thing of a service, and remove another by null."""
    document = as_json(BASE.encode())
    document["environments"]["staging"] |= {"services": {"web": {"port": 9000, "domain": None}}, "buckets": None}
    document["environments"]["staging"]["databases"] = {"main": None}
    jsonschema.Draft202012Validator(json_schema()).validate(document)


def test_every_model_knows_all_its_keys_and_never_changes() -> None:
    """Strictness is a property of every model, not of most."""
    for model, _ in models(Matrix):
        config = model.model_config
        assert (config["extra"], config["frozen"], config["strict"]) == ("forbid", True, True), model


@pytest.mark.parametrize("union", [AnyEnvironment, Database, DisasterRecovery, Strategy])
def test_the_examples_of_needed_fields_can_stand_in(union: Any) -> None:
    """Where a variant lacks a field, its example takes its place while the rest is checked."""
    for member in get_args(get_args(union)[0]):
        fields = {key: field for key, field in member.written().items() if field.is_required() and key != "name"}
        content = {key: field.examples[0] for key, field in fields.items()}
        named = {"name": "production"} if "name" in member.model_fields else {}
        assert isinstance(TypeAdapter(union).validate_python({**content, **named}), member)


def test_every_field_is_documented() -> None:
    """A field says what it is, and a required one shows an example unless it is a section."""
    for model, _ in models(Matrix):
        for name, field in model.model_fields.items():
            assert (field.description or "").endswith("."), f"{model.__name__}.{name}"
            assert name in {"environments", "name", "state"} or not field.is_required() or field.examples, (
                f"{model.__name__}.{name}"
            )


SPEAKING = ("af-south-1", "monday", 1)
"""The first values of choices that say themselves what they are: regions, days of the week, numbers of days."""


@pytest.mark.parametrize("text", [schema_text(), release_schema_text()], ids=["matrix", "release"])
def test_editors_show_what_each_choice_means(text: str) -> None:
    """Every value of every choice, in the words of yaml-language-server."""
    for schema in _each(json.loads(text)):
        if "enum" in schema and schema["enum"][0] not in SPEAKING:
            meanings = schema["markdownEnumDescriptions"]
            assert schema["enumDescriptions"] == meanings
            assert len(meanings) == len(schema["enum"])
            assert all(meaning.endswith(".") for meaning in meanings), meanings


def test_editors_show_defaults() -> None:
    """In the description and in its Markdown, as YAML writes them."""
    properties = json_schema()["$defs"]["Network"]["properties"]
    assert properties["nat"]["markdownDescription"].endswith("\n\nDefault: `per_az`.")
    assert properties["nat"]["description"].endswith(" Default: `per_az`.")
    assert "Default" not in json_schema()["$defs"]["Domain"]["properties"]["zone"]["description"]


def _each(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inside in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _each(inside)
