from __future__ import annotations

from relinfra.evidence import Fact, Facts, FileEvidence
from relinfra.plan.sections.local_stage import local_cells

PROOF = (FileEvidence("compose.yaml", 1, ""),)
DECLARED = {"name": "local", "target": "compose", "local_database": "postgres"}


def _keys(**values: str) -> list[list[str]]:
    """Return the sentences of the three cells of a local stage."""
    named = {key.replace("local_database", "database"): value for key, value in (DECLARED | values).items()}
    facts = [Fact(f"local.{key.replace('__', '.')}", value, "", PROOF) for key, value in named.items()]
    cells = local_cells(Facts(facts).stage("local"))
    return [[statement.key for line in cell for statement in line] for cell in cells]


def test_without_a_compose_file_it_is_asked_for() -> None:
    """What the matrix declares is said, what runs is an open question."""
    assert _keys() == [["environments.local_place"], ["gap.here"], ["environments.local_data"]]


def test_services_run_and_stores_keep_data() -> None:
    """A database in a container takes the place of the word in the matrix; helpers are not told."""
    found = _keys(
        compose__file="compose.yaml",
        compose__container__web__name="web",
        compose__container__web__kind="service",
        compose__container__job__name="job",
        compose__container__probe__kind="health",
        compose__container__main__kind="database",
        compose__container__store__kind="object-store",
    )
    assert found[1] == ["environments.local_service", "environments.local_service"]
    assert found[2] == ["environments.local_store", "environments.local_store"]


def test_sqlite_is_said_as_the_matrix_says_it() -> None:
    """No container is a database then."""
    found = _keys(local_database="sqlite", compose__file="compose.yaml", compose__container__sqlite__kind="sqlite")
    assert found[1:] == [["none"], ["environments.local_data"]]
