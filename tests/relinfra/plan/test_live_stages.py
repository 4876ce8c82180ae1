"""Every stage that customers use is told of alike, in every section of every set."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import approval_enforced
from relinfra.linter import lint
from relinfra.matrix import Matrix
from relinfra.pipeline import WORKFLOW_PATH, further_workflows, workflow
from relinfra.plan import LANGUAGES, SETS, build_plan
from relinfra.plan.build import known_facts
from relinfra.plan.catalogue import load
from relinfra.plan.day.acts import day
from relinfra.plan.markdown import render
from relinfra.plan.model import Document, Section
from relinfra.plan.sections.pipeline import deploying
from tests.relinfra.plan.options import ALIKE, SUBJECTS, TWO_LIVE, UNLIKE

SHOP = Path(__file__).parents[3] / "examples" / "shop"
REGIONS, ENVIRONMENTS = ("production.", "production@us-east-1."), ("production-eu.", "production-us.")
LIVE = ((ALIKE, REGIONS), (TWO_LIVE, ENVIRONMENTS))
"""Matrices with two live stages, and how ids of each begin: two regions of one environment, and two environments."""
OF_THE_ENVIRONMENT = {"approval.reviewers", "approval.minutes", "stage"}
"""What an environment has once, whatever its regions."""
ONCE = {
    "front.last": {"service.web.deployment.waits_for_steady_state", "service.web.deployment.waits_minutes"},
    "run.doing": {"service.web.image_variable"},
    "time.day": {"stage"},
    "run.undoing": {"service.web.image_variable"},
}
"""What one sentence of a section tells of all stages: the longest wait, the variable of one apply, where it goes on."""

Options = Callable[[Mapping[str, Any]], Path]


@cache
def _documents(output: Path, name: str) -> tuple[Document, ...]:
    return build_plan(output, repository=SHOP, version="2.5.0", set=name).documents


def sections(output: Path, name: str) -> list[tuple[str, Section]]:
    """Return the sections of a set about the release of the shop, each with its document."""
    return [(document.name, section) for document in _documents(output, name) for section in document.sections]


def told(section: Section, stage: str) -> Counter[str]:
    """Return how often a section rests on each fact of a stage, by what the fact is called in it."""
    ids = (fact.id for statement in section.statements for fact in statement.facts)
    return Counter(id_.removeprefix(stage) for id_ in ids if id_.startswith(stage))


@pytest.mark.parametrize(("options", "stages"), LIVE)
@pytest.mark.parametrize("name", [name for name in SETS if name != "runbooks"])
def test_every_section_tells_of_all_live_stages_alike(
    with_options: Options, name: str, options: Mapping[str, Any], stages: tuple[str, str]
) -> None:
    """Two stages that are alike differ in no document by what is told of them: none is about the first alone."""
    once = OF_THE_ENVIRONMENT if stages == REGIONS else set()
    for document, section in sections(with_options(options), name):
        first, second = (told(section, stage) for stage in stages)
        unlike = {*(first - second), *(second - first)} - once - ONCE.get(section.key, set())
        assert unlike == set(), f"{document}: {section.key}"


@pytest.mark.parametrize(("options", "stages"), LIVE)
def test_every_live_stage_has_the_same_runbooks(
    with_options: Options, options: Mapping[str, Any], stages: tuple[str, str]
) -> None:
    """Each is about one stage; what is alike is stopped, rolled back and restored alike."""
    first, second = stages
    plan = build_plan(with_options(options), repository=SHOP, version="2.5.0", set="runbooks")
    told_of = {
        stage: Counter(
            fact.id.removeprefix(stage)
            for document in plan.documents
            for statement in document.statements
            for fact in statement.facts
            if fact.id.startswith(stage)
        )
        for stage in stages
    }
    assert set(told_of[first]) == set(told_of[second])
    assert told_of[first]


@pytest.mark.parametrize(("options", "stages"), LIVE)
@pytest.mark.parametrize(("name", "subject"), [(name, subject) for name in SUBJECTS for subject in SUBJECTS[name]])
def test_every_set_has_the_subjects_of_every_live_stage(
    with_options: Options, name: str, subject: str, options: Mapping[str, Any], stages: tuple[str, str]
) -> None:
    """Triggers, validation, monitoring and rollback rest on facts of each stage, wherever a set has them."""
    found = [section for _, section in sections(with_options(options), name) if section.key in SUBJECTS[name][subject]]
    for stage in stages:
        assert any(told(section, stage) for section in found), f"{subject} of {stage}"


def test_a_way_back_starts_no_release(with_options: Options, tmp_path: Path) -> None:
    """Of the workflows that `relinfra init` writes, one brings a release; the others that deploy are no start of it."""
    output = with_options(TWO_LIVE)
    matrix = Matrix.load(output.parent / "relinfra.yaml")
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for path, text in {WORKFLOW_PATH: workflow(matrix), **further_workflows(matrix)}.items():
        (tmp_path / path).write_text(text)
    facts = known_facts(output, repository=tmp_path)
    for stage in facts.live:
        (found,) = deploying(facts, stage)
        assert found[0].file
        assert found[0].file.value.endswith("/release.yml")
        assert approval_enforced(facts, stage).holds


def test_lint_asks_every_environment_of_customers_alike(with_options: Options) -> None:
    """What a rule finds in one it finds in the other, but for names; neither loses its state with its region."""
    output = with_options({**TWO_LIVE, "state": {"region": "eu-central-1"}})
    found = lint(Matrix.load(output.parent / "relinfra.yaml"), SHOP, output, today=date(2026, 12, 1), version="2.5.0")
    subjects = [Counter(_neutral(one.subject, one.found, name) for one in found) for name in ("eu", "us")]
    told = [{one: times for one, times in each.items() if "ENVIRONMENT" in one[0]} for each in subjects]
    assert told[0] == told[1]
    assert {subject.partition(".")[2] for subject, _ in told[0]} >= {"databases.main", "services.web"}


def test_a_region_without_a_quick_way_back_is_told(with_options: Options) -> None:
    """A return that replaces tasks again takes as long as a deployment, whatever the other region does."""
    output = with_options(UNLIKE)
    found = lint(Matrix.load(output.parent / "relinfra.yaml"), SHOP, output, today=date(2026, 12, 1), version="2.5.0")
    (said,) = [one.found for one in found if one.subject == "release.needs.rollback_within_minutes"]
    assert re.fullmatch(r"a return is wanted within 5 minutes, and one of hello-production-\S+ may take \d+", said)


def _neutral(subject: str, found: str, name: str) -> tuple[str, str]:
    return subject.replace(f"production-{name}", "ENVIRONMENT"), found.replace(f"production-{name}", "ENVIRONMENT")


@pytest.mark.parametrize("language", LANGUAGES)
def test_environments_have_approvals_of_their_own(with_options: Options, language: str) -> None:
    """Every set but the runbooks says in which order they come, and what happens where it fails in the second."""
    output = with_options(TWO_LIVE)
    for name in (name for name in SETS if name != "runbooks"):
        keys = [one.key for document in _documents(output, name) for one in document.statements]
        assert "approval.fails_in_one" in keys, name
        assert ("approval.first" in keys) == ("approval.in_turn" in keys), name
    said = render(_documents(output, "release-plan")[0], language).text
    first, then = (said.index(f"`hello-production-{one}-web`") for one in ("eu", "us"))
    assert first < then


def test_the_day_goes_into_one_environment_after_another(with_options: Options) -> None:
    """Nothing of the second is touched before somebody decides to go on, and its snapshot is as young as it can be."""
    facts = known_facts(with_options(TWO_LIVE), repository=SHOP, version="2.5.0")
    acts = [turn.act.key for turn in day(facts)]
    further = acts.index("further.production-us")
    assert all("production-us" not in one for one in acts[:further])
    assert "saved.production-us.database.main" in acts[further:]
    assert all("production-eu" not in one for one in acts[further:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_of_one_environment_are_told_apart(with_options: Options, language: str) -> None:
    """Each is named with its region; what is asked for once, such as the approval, names both."""
    plan = build_plan(with_options(ALIKE), repository=SHOP, version="2.5.0")
    said = render(plan.documents[0], language).text
    named = {load(language).text(one) for one in plan.documents[0].statements if one.key == "environments.stage"}
    assert len(named) == 3
    assert sum("(eu-west-1)" in name or "(us-east-1)" in name for name in named) == 2
    assert len(re.findall(r"`eu-west-1` (?:and|и)\s`us-east-1`", said)) == 2


def test_stages_are_compared_by_all_that_is_known_of_them(with_options: Options) -> None:
    """Engine, version, WAF, limits: whatever differs has a row, also where only some of the stages have the thing."""
    plan = build_plan(with_options(UNLIKE), repository=SHOP, version="2.5.0")
    said = re.sub(r" ?\[\^p\d+\]", "", render(plan.documents[0], "en").text)
    rows = {row[0]: row[1:] for line in said.splitlines() if len(row := line.strip("| ").split(" | ")) == 5}
    assert rows["Database `main`: engine"][:3] == ["none", "`postgres`", "`aurora-postgresql`"]
    assert rows["Database `main`: version"][:3] == ["none", "`17`", "`16`"]
    assert rows["Edge"][:3] == ["none", "there", "none"]
    assert rows["Recovery: RTO"][:3] == ["none", "240 minutes", "60 minutes"]
    assert "Database `main`: name in AWS" not in rows
    assert not [row for row in rows if re.match(r"`[a-z_]+\.", row)]


def test_stages_that_are_alike_have_no_row_of_their_own(with_options: Options) -> None:
    """Names, accounts and regions are no difference: two regions of one matrix agree in every cell but that."""
    plan = build_plan(with_options(ALIKE), repository=SHOP, version="2.5.0")
    said = re.sub(r" ?\[\^p\d+\]", "", render(plan.documents[0], "en").text)
    further = said.partition("### All else")[2].partition("###")[0]
    rows = [line.strip("| ").split(" | ") for line in further.splitlines() if line.startswith("| ")][2:]
    assert rows
    assert [
        row for row in rows if len({re.sub(r"-?(?:us|eu)-(?:east|west)-\d", "", cell) for cell in row[2:4]}) > 1
    ] == []
