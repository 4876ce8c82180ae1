from pathlib import Path

import pytest

from relinfra.evidence import Fact, Repository, collect_repository

WORKFLOW = """\
# A comment
name: Deliver
on:
  push: {branches: [main]}
permissions:
  id-token: write
jobs:
  deploy:
    needs: [test]
    environment: production
    steps:
      - run: relinfra synth
      - uses: actions/upload-artifact@v4
        with: {retention-days: 90}
  test:
    steps:
      - uses: actions/setup-python@v5
        with: {cache: pip}
      - name: Audit
        run: pip-audit
"""


def facts(root: Path) -> dict[str, Fact]:
    """Return what a repository says."""
    found = collect_repository(Repository(root))
    return {id_.removeprefix("project.repository."): fact for id_, fact in found.items()}


def repository(root: Path, text: str) -> Path:
    """Write a repository with one workflow."""
    (root / ".github/workflows").mkdir(parents=True)
    (root / ".github/workflows/deliver.yml").write_text(text)
    return root


def test_reads_a_workflow_with_its_lines(tmp_path: Path) -> None:
    """Stages in the order they run, and what is cached, scanned, kept and trusted, each with its line."""
    found = facts(repository(tmp_path, WORKFLOW))
    values = {id_: (fact.value, [getattr(one, "line", None) for one in fact.evidence]) for id_, fact in found.items()}
    assert values["workflow.deliver.stages"] == (("test", "deploy"), [15, 8])
    assert values["workflow.deliver.caching"] == (("actions/setup-python (test)",), [17])
    assert values["workflow.deliver.scanning"] == (("Audit (test)",), [19])
    assert values["workflow.deliver.artifact_days"] == (("90",), [14])
    assert values["workflow.deliver.oidc"] == (True, [6])
    assert values["workflow.deliver.job.deploy.environment"] == ("production", [10])
    assert "workflow.deliver.long_lived_keys" not in values


def test_quotes_a_workflow_verbatim_without_its_steps(tmp_path: Path) -> None:
    """Every quoted line is in the file, in its order; `…` stands for what is left out."""
    quote = str(facts(repository(tmp_path, WORKFLOW))["workflow.deliver.quote"].value).split("\n")
    kept = [line for line in quote if line.strip() != "…"]
    assert kept == [line for line in WORKFLOW.split("\n") if line in kept]
    assert "    environment: production" in kept
    assert not any("run:" in line for line in kept)


def test_tells_of_keys_that_do_not_expire(tmp_path: Path) -> None:
    """A key in a workflow is a risk the plan names."""
    found = facts(repository(tmp_path, WORKFLOW.replace("relinfra synth", "AWS_SECRET_ACCESS_KEY=x terraform apply")))
    assert found["workflow.deliver.long_lived_keys"].evidence[0].line == 12  # type: ignore[union-attr]


def test_reads_nothing_of_what_is_no_workflow(tmp_path: Path) -> None:
    """Broken YAML, a list, levels without end and a link that leads out of the repository are no workflows."""
    root = repository(tmp_path / "repository", "jobs: [")
    outside = tmp_path / "secret.yml"
    outside.write_text(WORKFLOW)
    (root / ".github/workflows/link.yml").symlink_to(outside)
    (root / ".github/workflows/list.yml").write_text("- a\n")
    (root / ".github/workflows/deep.yml").write_text("[" * 100_000)
    (root / ".github/workflows/deeper.yml").write_text("jobs:" + "{a: " * 100_000)
    assert facts(root) == {}


def test_an_ordering_that_is_a_circle_still_ends(tmp_path: Path) -> None:
    """GitHub refuses such a workflow; reading it terminates."""
    text = "jobs:\n  a: {needs: b, steps: [{run: terraform plan}]}\n  b: {needs: a}\n"
    assert facts(repository(tmp_path, text))["workflow.deliver.stages"].value == ("a", "b")


def test_finds_the_tool_that_numbers_releases(tmp_path: Path) -> None:
    """The configuration proves the tool, by file and line."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.semantic_release]\n')
    (tmp_path / "release-please-config.json").write_text("{}")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n")
    found = facts(tmp_path)
    assert sorted(found) == ["changelog", "versioning.python-semantic-release", "versioning.release-please"]
    assert found["versioning.python-semantic-release"].evidence[0].line == 3  # type: ignore[union-attr]


def test_a_job_that_deploys_with_code_deploy_says_with_which_steps(tmp_path: Path) -> None:
    """All of them: a stage may have a step for each region."""
    steps = "".join(
        f"      - name: Deploy {place}\n        run: aws deploy create-deployment\n" for place in ("a", "b")
    )
    found = facts(repository(tmp_path, WORKFLOW.replace("      - run: relinfra synth\n", steps)))
    assert found["workflow.deliver.job.deploy.code_deploys"].value == ("Deploy a", "Deploy b")
    assert "workflow.deliver.job.test.code_deploys" not in found


def test_a_job_that_runs_a_task_in_a_stage_says_with_which_step(tmp_path: Path) -> None:
    """The step's name where it has one, beside the stage of its job."""
    step = "      - name: Migrate\n        run: aws ecs run-task --cluster shop\n"
    found = facts(repository(tmp_path, WORKFLOW.replace("      - run: relinfra synth\n", step)))
    assert found["workflow.deliver.job.deploy.migrates"].value == "Migrate"
    assert "workflow.deliver.job.test.migrates" not in found
    assert "workflow.deliver.job.deploy.migrates_first" not in found


@pytest.mark.parametrize(
    ("steps", "first"),
    [
        (("terraform -chdir=data apply", "aws ecs run-task", "terraform -chdir=service apply"), True),
        (("aws ecs run-task; terraform apply",), True),
        (("terraform -chdir=data apply", "terraform apply plan", "aws ecs run-task"), False),
    ],
)
def test_a_job_says_whether_it_migrates_before_the_last_stack(
    tmp_path: Path, steps: tuple[str, ...], first: bool
) -> None:
    """By the order of its steps; a step that does both is read as it is meant."""
    lines = "".join(f"      - run: {step}\n" for step in steps)
    found = facts(repository(tmp_path, WORKFLOW.replace("      - run: relinfra synth\n", lines)))
    assert found["workflow.deliver.job.deploy.migrates_first"].value is first


def test_a_folder_of_a_repository_has_the_workflows_that_name_it(tmp_path: Path) -> None:
    """GitHub reads them at the top; those of other folders, and of folders whose names begin alike, are not its own."""
    (tmp_path / ".git").mkdir()
    repository(tmp_path, WORKFLOW)
    (tmp_path / ".github/workflows/ours.yml").write_text(f"# for infra/shop\n{WORKFLOW}")
    (tmp_path / ".github/workflows/other.yml").write_text(f"# for infra/shop-two and old/infra/shop\n{WORKFLOW}")
    (tmp_path / "infra/shop").mkdir(parents=True)
    found = facts(tmp_path / "infra/shop")
    assert {name.split(".")[1] for name in found if name.startswith("workflow.")} == {"ours"}
    assert found["workflow.ours.file"].value == ".github/workflows/ours.yml"


@pytest.mark.parametrize(
    ("matrix", "environments"),
    [
        ("include: [{to: eu, role: a}, {to: us}, {to: eu}]", ("eu-preview", "us-preview")),
        ("to: [eu, us]", ("eu-preview", "us-preview")),
        ("from: [eu]", None),
        ("to: ['${{ inputs.to }}']", None),
    ],
)
def test_a_job_with_a_matrix_runs_in_the_environments_of_its_entries(
    tmp_path: Path, matrix: str, environments: tuple[str, ...] | None
) -> None:
    """An expression is no environment: what a run alone knows is not told."""
    job = f"environment: ${{{{ matrix.to }}}}-preview\n    strategy: {{matrix: {{{matrix}}}}}"
    found = facts(repository(tmp_path, WORKFLOW.replace("environment: production", job)))
    assert "workflow.deliver.job.deploy.environment" not in found
    said = found.get("workflow.deliver.job.deploy.environments")
    assert (said and said.value) == environments
