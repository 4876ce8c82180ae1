from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.evidence import Fact, FileEvidence, Repository
from relinfra.evidence.declared import Declarations
from relinfra.evidence.facts import Everything
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.repository import compose

COMPOSE = """\
# by hand
x-relinfra: local
services:
  db:
    image: postgres:17
    environment: {POSTGRES_PASSWORD: "${PASSWORD:?set it}"}
  web:
    x-relinfra: service
    image: shop/web:${TAG:-latest}
    ports: ["9229", "127.0.0.1:${PORT:-8080}:80"]
    depends_on: {db: {condition: service_healthy}}
    environment:
      URL: postgres://user:hunter2@db/${NAME?}
      PRICE: $${FREE:?}
  jobs:
    build: ./jobs
    depends_on: [db, web]
"""
DECLARED = Declarations({"environments": {"local": {"target": "compose"}, "staging": {"target": "aws"}}})


def facts(root: Path, text: str | None = COMPOSE, example: str | None = None) -> dict[str, Fact]:
    """Return what a repository says of its local stage."""
    for name, content in (("compose.yaml", text), (".env.example", example)):
        if content is not None:
            (root / name).write_text(content, "utf-8")
    recorder = Recorder([], DECLARED, (Everything,))
    compose.collect(Repository(root), DECLARED, recorder)
    return {fact.id: fact for fact in recorder.facts}


def test_containers_are_facts_with_their_lines(tmp_path: Path) -> None:
    """Variables have their defaults; a port is that of this machine."""
    found = facts(tmp_path)
    image = found["local.compose.container.web.image"]
    assert (image.value, image.how) == ("shop/web:latest", "unset_variables")
    assert image.evidence == (FileEvidence("compose.yaml", 9, "image: shop/web:${TAG:-latest}"),)
    assert found["local.compose.container.web.port"].value == "127.0.0.1:8080"
    assert found["local.compose.container.web.kind"].value == "service"
    assert found["local.compose.container.web.awaits"].value == ("db",)
    assert found["local.compose.container.jobs.awaits"].value == ("db", "web")
    assert found["local.compose.container.jobs.build"].value == "./jobs"
    assert "local.compose.container.db.kind" not in found
    assert not [one for one in found if one.startswith("staging")]


def test_what_has_to_be_set_is_known_without_what_stands_beside_it(tmp_path: Path) -> None:
    """A line may hold a password that somebody wrote down: the name of the variable alone is quoted."""
    found = facts(tmp_path, example="# of ours\nexport NAME=\n")
    assert found["local.compose.asked"].value == ("PASSWORD", "NAME")
    assert found["local.compose.unnamed"].value == ("PASSWORD",)
    assert found["local.compose.asked"].evidence[1] == FileEvidence("compose.yaml", 13, "NAME")
    assert "hunter2" not in str(found)


def test_values_of_the_example_are_told_and_not_quoted(tmp_path: Path) -> None:
    """Comments and empty quotes are no value."""
    found = facts(tmp_path, None, "A=\nB=''  # none\n# C=1\nKEY=s3cr3t\n")
    assert found["project.repository.file.example_variables"].value == ("A", "B", "KEY")
    assert found["project.repository.file.example_values"].value == ("KEY",)
    assert found["project.repository.file.example_values"].evidence == (FileEvidence(".env.example", 4, "KEY"),)
    assert "s3cr3t" not in str(found)


@pytest.mark.parametrize("text", [None, "", "services: [", COMPOSE.replace("x-relinfra: local", "x-relinfra: qa")])
def test_without_a_file_of_the_stage_nothing_is_known(tmp_path: Path, text: str | None) -> None:
    """A file that is no YAML, or another environment's, says nothing of it."""
    assert facts(tmp_path, text) == {}


def test_a_file_by_hand_is_every_local_stages(tmp_path: Path) -> None:
    """Without relinfra's mark, it is what `docker compose` reads."""
    assert facts(tmp_path, COMPOSE.replace("x-relinfra: local\n", ""))["local.compose.file"].value == "compose.yaml"
