from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from relinfra.evidence import Evidence, Fact, Facts, TerraformEvidence
from relinfra.plan import LANGUAGES, SETS
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.files import FORMER_IDS
from relinfra.plan.kept_ids import KEPT_IDS
from relinfra.plan.model import Paragraph, Steps
from relinfra.plan.render import rendered
from tests.relinfra.plan.repository import with_history
from tests.support import assert_golden

EXAMPLES = Path(__file__).parents[3] / "examples"
GOLDEN = Path(__file__).parents[2] / "golden"
VERSIONS = {"minimal": None, "shop": "2.5.0"}
"""The release each example is documented for; the minimal one has no release file, and so no set of one release."""

Known = Callable[[str], Facts]


@pytest.fixture(scope="session")
def known(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Return a function: the name of an example in, its facts out; each is read once."""
    done: dict[str, Facts] = {}

    def read(example: str) -> Facts:
        if example not in done:
            repository = with_history(EXAMPLES / example, tmp_path_factory.mktemp("golden"))
            done[example] = known_facts(synthesized(example), repository=repository, version=VERSIONS[example])
        return done[example]

    return read


@pytest.mark.parametrize("example", VERSIONS)
def test_the_facts_of_an_example_are_as_golden(example: str, known: Known) -> None:
    """No fact comes, goes or changes its value, its unit or what proves it but on purpose."""
    assert_golden(GOLDEN / example / "facts.txt", (_told(fact) for fact in known(example).values()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", VERSIONS)
def test_the_documents_of_an_example_are_as_golden(example: str, language: str, known: Known) -> None:
    """Every set says what it said before, in every language, in as many files."""
    folder = GOLDEN / example / "documents" / language
    texts = _documents(known(example), VERSIONS[example], language)
    for path in sorted(set(_files(folder)) - texts.keys()):
        if os.environ.get("RELINFRA_GOLDEN") == "write":
            (folder / path).unlink()
    for path, text in texts.items():
        assert text.endswith("\n")
        assert_golden(folder / path, text.removesuffix("\n").split("\n"))
    assert sorted(_files(folder)) == sorted(texts)


def _documents(facts: Facts, version: str | None, language: str) -> Mapping[str, str]:
    ids = DocumentIds()
    sets = [name for name, one in SETS.items() if version or not one.of_release]
    plans = [plan_of(name, facts, version, ids) for name in sets]
    files = {str(path): file.text for plan in plans for path, file in rendered(plan, language, ("md",)).items()}
    return files | {FORMER_IDS: ids.text}


def _files(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _told(fact: Fact) -> str:
    """Return a fact as one line: its id, its value with its unit, how it follows and from where, who asked for it."""
    value = json.dumps(fact.value, ensure_ascii=False)
    how = f"{fact.how}: " if fact.how else ""
    asked = f" <- {fact.source.place}" if fact.source else ""
    return f"{fact.id} = {f'{value} {fact.unit}'.strip()} | {how}{', '.join(map(_place, fact.evidence))}{asked}"


def _place(evidence: Evidence) -> str:
    if isinstance(evidence, TerraformEvidence):
        return f"{evidence.stack} {evidence.address} {evidence.attribute}".rstrip()
    return evidence.place


@pytest.mark.parametrize("example", VERSIONS)
def test_an_example_keeps_the_ids_that_its_documents_need(example: str, known: Known) -> None:
    """Its workflow refuses new ones: `relinfra plan --set all` adds them, and the file is committed."""
    needed = _ids(known(example), VERSIONS[example])
    kept = DocumentIds.parse((EXAMPLES / example / KEPT_IDS).read_text())
    assert needed.beyond(kept) == ()


def _ids(facts: Facts, version: str | None) -> DocumentIds:
    ids = DocumentIds()
    for name, one in SETS.items():
        if version or not one.of_release:
            plan_of(name, facts, version, ids)
    return ids


@pytest.mark.parametrize("name", [name for name in SETS if name != "runbooks"])
def test_no_list_of_steps_goes_from_one_way_back_into_another(known: Known, name: str) -> None:
    """Whoever has stopped a deployment has the version before; the rollback would go one further back."""
    documents = plan_of(name, known("shop"), "2.5.0").documents
    blocks = [block for one in documents for section in one.sections for block in section.blocks]
    lists = [
        [said.key for step in block.steps for said in step.command] for block in blocks if isinstance(block, Steps)
    ]
    assert [keys for keys in lists if keys.count("account") > 1] == []
    said = {statement.key for one in documents for statement in one.statements}
    labels = {statement.key for block in blocks if isinstance(block, Paragraph) for statement in block.line}
    assert ("runbook.turned.do" in said) is ("runbook.when.stop" in labels)
    assert ("runbook.redeploy.do" in said) is ("runbook.when.rollback" in labels)
