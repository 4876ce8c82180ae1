from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from relinfra.domain.stateful import LOSSES, MAJOR_VERSIONS, NAMED_BY, major_version


def test_types_and_their_names_are_those_of_the_provider() -> None:
    """A table of words nobody checks would lock nothing and say nothing; skip where no schema of the provider lies."""
    found = sorted(Path(os.environ.get("RELINFRA_TFCHECK", "")).parent.glob("aws-schema-*.json.gz"))
    if not found:
        pytest.skip("no schema of the provider beside the program that RELINFRA_TFCHECK names")
    schemas = json.loads(gzip.decompress(found[-1].read_bytes()))["resource_schemas"]
    assert NAMED_BY.keys() - schemas.keys() == set()
    for type_, names in NAMED_BY.items():
        assert set(names) <= schemas[type_]["block"]["attributes"].keys(), type_
    for type_ in MAJOR_VERSIONS:
        assert "engine_version" in schemas[type_]["block"]["attributes"], type_


def test_every_type_has_one_loss() -> None:
    """The two tables are about the same types."""
    assert LOSSES.keys() == NAMED_BY.keys()


@pytest.mark.parametrize(
    ("engine", "version", "major"),
    [
        ("postgres", "16", "16"),
        ("postgres", "16.4", "16"),
        ("aurora-postgresql", "17.4", "17"),
        ("mysql", "8.0.36", "8.0"),
        ("aurora-mysql", "8.0.mysql_aurora.3.05.2", "8.0"),
        ("mariadb", "10.11.8", "10.11"),
        ("docdb", "5.0.0", "5"),
    ],
)
def test_the_major_version_is_what_only_an_upgrade_changes(engine: str, version: str, major: str) -> None:
    """MySQL and its kin have two numbers."""
    assert major_version(engine, version) == major
