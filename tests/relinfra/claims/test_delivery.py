"""The pipeline is read from its file: what it does not know of the matrix is found, and no gate is made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.claims import Asked, Misfit, approval_enforced, misfits
from relinfra.evidence import Facts, Repository, collect_repository
from relinfra.linter.workflow_fit import found_misfits
from relinfra.matrix import Matrix
from relinfra.pipeline import WORKFLOW_PATH, further_workflows, workflow
from tests.relinfra.plan.conftest import merged
from tests.relinfra.plan.facts import facts, stage
from tests.relinfra.plan.options import OPTIONS

EXAMPLE = Path(__file__).parents[3] / "examples/shop/relinfra.yaml"
MINIMAL = EXAMPLE.parents[1] / "minimal/relinfra.yaml"
ASKED = (Asked("staging"), Asked("production", ("release-managers",)))
TOLERATED = "continue-on-error: true"
Change = Callable[[str], str]


def read(folder: Path, text: str) -> Facts:
    """Return the facts of a repository with one workflow."""
    (folder / ".github/workflows").mkdir(parents=True)
    (folder / ".github/workflows/release.yml").write_text(text)
    return collect_repository(Repository(folder))


@pytest.fixture(scope="module")
def ours() -> str:
    """Return the workflow that init writes for the shop."""
    return workflow(Matrix.load(EXAMPLE))


def found(folder: Path, text: str, asked: tuple[Asked, ...] = ASKED) -> list[Misfit]:
    """Return in what a workflow does not fit."""
    return [one for each in read(folder, text).project.repository.workflows for one in misfits(each, asked)]


def test_a_fresh_workflow_fits_its_matrix(tmp_path: Path, ours: str) -> None:
    """Whatever init writes knows every stage and every approval."""
    assert found(tmp_path, ours) == []


IMAGES = {
    "images without a build": {"bootstrap": {"images": {}}},
    "enhanced scanning": {"bootstrap": {"images": {"scanning": "enhanced"}}},
    "basic scanning of a build": {
        "bootstrap": {"images": {}},
        "defaults": {"services": {"web": {"build": {"context": "app"}}}},
    },
}


@pytest.mark.parametrize("asked", [*OPTIONS.values(), *IMAGES.values()], ids=[*OPTIONS, *IMAGES])
def test_whatever_is_asked_for_fresh_workflows_fit(tmp_path: Path, asked: Mapping[str, Any]) -> None:
    """Nothing is found that writing them anew would not mend."""
    whole = merged(yaml.safe_load(MINIMAL.read_text()), asked)
    whole["environments"] = {name: one for name, one in whole["environments"].items() if one is not None}
    matrix = Matrix.parse(yaml.safe_dump(whole, sort_keys=False).encode())
    further = further_workflows(matrix) if asked in IMAGES.values() else {}
    texts = {WORKFLOW_PATH: workflow(matrix), **further}
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    workflows = collect_repository(Repository(tmp_path)).project.repository.workflows
    assert len(workflows) == len(texts)
    assert list(found_misfits(matrix, workflows)) == []


@pytest.mark.parametrize("name", ["rollback", "removal", "rehearsal", "drift"])
def test_what_goes_with_the_release_is_held_against_the_matrix_too(tmp_path: Path, name: str) -> None:
    """The way back offers each stage, with its approval, and the nightly look is at each; neither waits."""
    ours = next(text for path, text in further_workflows(Matrix.load(EXAMPLE)).items() if name in path)
    assert found(tmp_path, ours) == []
    changed = (ASKED[0], Asked("other"))
    kinds = [
        (one.kind, one.environment)
        for each in collect_repository(Repository(tmp_path)).project.repository.workflows
        for one in misfits(each, changed)
    ]
    assert kinds == [("offered", "production"), ("unoffered", "other")]
    stricter = (ASKED[0], Asked("production", ("somebody-else",)))
    (workflow_,) = collect_repository(Repository(tmp_path)).project.repository.workflows
    assert [one.kind for one in misfits(workflow_, stricter)] == ([] if name == "drift" else ["reviewers"])


@pytest.mark.parametrize(
    ("asked", "misfit"),
    [
        ((ASKED[0], Asked("production", ("somebody-else",))), ("reviewers", "somebody-else", "release-managers")),
        ((ASKED[0], Asked("production")), ("reviewers", "", "release-managers")),
        ((Asked("staging", ("qa",)), ASKED[1]), ("reviewers", "qa", "")),
        ((ASKED[0], Asked("production", ("release-managers",), 30)), ("minutes", "30", "0")),
        ((*ASKED, Asked("other")), ("unknown", "other", "")),
        ((ASKED[1],), ("gone", "", "staging")),
    ],
)
def test_a_changed_matrix_is_found_in_the_workflow(
    tmp_path: Path, ours: str, asked: tuple[Asked, ...], misfit: tuple[str, str, str]
) -> None:
    """With both values, and with the line of the file that proves it."""
    (one,) = found(tmp_path, ours, asked)
    assert (one.kind, one.wanted, one.found) == misfit
    assert one.fact


def test_a_turned_order_of_stages_is_found(tmp_path: Path, ours: str) -> None:
    """A stage waits for the one before it."""
    (one,) = found(tmp_path, ours, (ASKED[1], ASKED[0]))
    assert (one.kind, one.environment, one.wanted) == ("order", "staging", "deploy-production")


def test_a_workflow_of_a_team_owes_the_matrix_nothing(tmp_path: Path, ours: str) -> None:
    """Without our header, the file is theirs."""
    assert found(tmp_path, ours.replace("# Written by", "# Like"), (Asked("other"),)) == []


def known(folder: Path, text: str, **approval: object) -> Facts:
    """Return the facts of a production stage beside a workflow."""
    asked = {"approval": {"reviewers": ("release-managers",), **approval}}
    own = facts(production=stage(**asked), project={"promotion": ("production",)})
    return Facts([*own.values(), *read(folder, text).values()])


@pytest.mark.parametrize(
    ("change", "approval", "broken"),
    [
        (str, {}, None),
        (lambda text: text.replace('environment: "production"', 'environment: "other"'), {}, "delivered"),
        (lambda text: text.replace("images, approval-production]", "images, smoke-staging]"), {}, "checked"),
        (lambda text: text.replace("protection_rules", "rules"), {}, "checked"),
        (
            lambda text: text.replace("    name: Approval", "    continue-on-error: true\n    name: Approval"),
            {},
            "checked",
        ),
        (str, {"reviewers": ("release-managers", "security")}, "same"),
        (str, {"wait_minutes": 10}, "waits"),
    ],
)
def test_an_approval_is_enforced_where_a_job_sees_to_it(
    tmp_path: Path, ours: str, change: Change, approval: dict[str, object], broken: str | None
) -> None:
    """It stands before the deployment, fails it, and looks for all whom the matrix names."""
    claim = approval_enforced(fact := known(tmp_path, change(ours), **approval), fact.stage("production"))
    assert (claim.broken and claim.broken.name) == broken


def test_only_jobs_that_are_waited_for_come_before_another(tmp_path: Path, ours: str) -> None:
    """A scan that nothing needs is no gate."""
    jobs = yaml.safe_load(ours)["jobs"]
    (read_back,) = read(tmp_path, ours).project.repository.workflows
    before = next(one.before for one in read_back.jobs if one.key == "deploy-production")
    assert before
    assert set(jobs["deploy-production"]["needs"]) <= set(before.value)
    assert "deploy-staging" in before.value
    assert not {name for name in jobs if name not in before.value} & set(jobs["deploy-production"]["needs"])
