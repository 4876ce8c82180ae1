import json
from pathlib import Path

import jsonschema

from relinfra.errors import ReleaseError
from relinfra.reading import compose, plain
from relinfra.release.schema import REFERENCE_FILE, SCHEMA_FILE, reference_text, schema_text
from tests.support import assert_golden

SHOP = Path(__file__).parents[3] / "examples" / "shop"


def test_golden_schema_is_current() -> None:
    """The checked-in schema is that of the models; `python -m relinfra.release.schema` writes it."""
    assert_golden(SCHEMA_FILE, schema_text().splitlines())


def test_golden_reference_is_current() -> None:
    """The documentation describes the models; `python -m relinfra.release.schema` writes it."""
    assert_golden(REFERENCE_FILE, reference_text().splitlines())


def test_the_example_is_valid() -> None:
    """What loads is not underlined in an editor."""
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    content = plain(compose((SHOP / "releases" / "2.5.0.yaml").read_bytes(), "r.yaml", ReleaseError))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(content)))
