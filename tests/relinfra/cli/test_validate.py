from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow

if TYPE_CHECKING:
    from conftest import Relinfra

WRONG = """\
version: 1
project: Shop!
repository: acme/shop
state: {bucket: acme-state, region: us-east-1}
environments:
  staging: {account: "1", region: us-east-9}
"""


def test_a_valid_matrix_is_summed_up(relinfra: Relinfra, matrix: Path) -> None:
    """Environments, accounts, regions and the promotion are printed; the exit code is 0."""
    result = relinfra("validate", matrix)
    assert result.returncode == 0
    assert "333333333333" in result.stdout
    assert "promotion: staging -> production" in result.stdout
    assert result.stderr == ""


def test_a_folder_is_no_matrix(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """What is there instead is said, and which file is meant where it is the folder around one."""
    (tmp_path / "empty").mkdir()
    for given, advice in (
        (matrix.parent, f"found a folder with one in it: name `{matrix}`"),
        (tmp_path / "empty", "found a folder without a relinfra.yaml, which `relinfra init` writes"),
        (tmp_path / "no.yaml", "found none; `relinfra init` writes one"),
        (matrix / "below", "found one that cannot be read (Not a directory)"),
    ):
        result = relinfra("validate", given)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr == f"error: {given}: expected the file of a matrix, {advice}\n"


def test_a_folder_of_checks_that_is_missing_is_refused(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """With its line, as `check` would, and before anything is synthesized."""
    lines = [*matrix.read_text("utf-8").splitlines(), "checks: [policies-of-ours]", ""]
    file = tmp_path / "relinfra.yaml"
    file.write_text("\n".join(lines), "utf-8")
    refused = relinfra("validate", file)
    (tmp_path / "policies-of-ours").mkdir()
    taken = relinfra("validate", file)

    assert refused.returncode == 2
    assert f"relinfra.yaml:{len(lines) - 1}:" in refused.stdout
    assert "a folder beside the matrix" in refused.stdout
    assert "policies-of-ours" in refused.stdout
    assert taken.returncode == 0


def test_quiet_prints_nothing(relinfra: Relinfra, matrix: Path) -> None:
    """`--quiet` leaves only the exit code."""
    result = relinfra("validate", "--quiet", matrix)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_json_holds_the_effective_environments(relinfra: Relinfra, matrix: Path) -> None:
    """`--json` prints every environment with all that lies under it merged in."""
    content = json.loads(relinfra("validate", "--json", matrix).stdout)
    assert content["valid"] is True
    assert content["undecided"] == []
    assert content["environments"]["production"]["services"]["web"]["domain"]["name"] == "hello.example.com"


def test_json_holds_the_budget_of_quotas(relinfra: Relinfra, matrix: Path) -> None:
    """What each environment uses of what AWS allows, in each of its regions, and whether AWS gives more if asked."""
    found = json.loads(relinfra("validate", "--json", matrix).stdout)["quotas"]
    assert {quota["environment"] for quota in found} == {"staging", "production"}
    [groups] = [one for one in found if one["environment"] == "staging" and one["quota"].startswith("target groups")]
    assert (groups["used"], groups["limit"], groups["adjustable"], groups["path"]) == (1, 100, True, [])
    assert all(quota["used"] <= quota["limit"] for quota in found)


def test_every_problem_has_a_place(relinfra: Relinfra, tmp_path: Path) -> None:
    """All problems are listed with file, line, column, excerpt and reason, then counted; the exit code is 2."""
    (tmp_path / "relinfra.yaml").write_text(WRONG)
    result = relinfra("validate")
    lines = result.stdout.splitlines()
    assert result.stderr == ""
    assert result.returncode == 2
    assert any(line.startswith("relinfra.yaml:2:10: project: expected") for line in lines)
    assert any(line.startswith("relinfra.yaml:6:22: ") for line in lines)
    assert lines[-1] == f"{result.stdout.count(': expected ')} problems; nothing was written"
    marked = '6 |   staging: {account: "1", region: us-east-9}\n  |                      ^^^\n  = `account`: AWS'
    assert marked in result.stdout
    assert "\x1b" not in result.stdout


def test_problems_as_json(relinfra: Relinfra, tmp_path: Path) -> None:
    """With `--json` the problems are for a program, and nothing else is printed."""
    (tmp_path / "relinfra.yaml").write_text(WRONG)
    result = relinfra("validate", "--json")
    content = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (2, "")
    assert content["valid"] is False
    first = content["problems"][0]
    assert (first["line"], first["column"], first["path"]) == (2, 10, ["project"])
    assert (first["end_line"], first["end_column"]) == (2, 15)
    assert (first["rule"], first["severity"], first["related"]) == ("value", "error", [])
    assert first["message"] == f"expected {first['expected']}, found {first['found']}"
    assert first["reason"].startswith("`project`: ")
    assert [one["help"] for one in content["problems"] if one["path"][-1] == "region"] == ["did you mean `us-east-2`?"]


def test_an_override_is_checked_before_anything_is_made(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """What names no stack, no resource and no argument, and a value of another type, each at its line."""
    own = tmp_path / "relinfra.yaml"
    over = """    overrides:
      sevice: {aws_lb.main: {idle_timeout: 120}}
      service:
        aws_lb.mian: {idle_timeout: 120}
        aws_lb.main: {idle_timeot: 120, enable_http2: maybe}
    approval:"""
    own.write_text(matrix.read_text().replace("    approval:", over))
    problems = json.loads(relinfra("validate", "--json").stdout)["problems"]
    first = own.read_text().splitlines().index("    overrides:") + 1
    assert [(one["line"] - first, one["rule"]) for one in problems] == [(at, "overrides") for at in (1, 3, 4, 4)]
    hints = ["did you mean `service`?", "did you mean `aws_lb.main`?", "did you mean 'idle_timeout'?"]
    assert [one["help"] for one in problems[:3]] == hints
    assert "expected true or false" in problems[3]["message"]


def test_a_schema_of_another_version_is_told(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """An editor that reads it would refuse what this version takes."""
    (tmp_path / "relinfra.yaml").write_text(matrix.read_text())
    assert relinfra("init", "--schema").returncode == 0
    assert "another version" not in relinfra("validate").stdout
    (tmp_path / "relinfra.schema.json").write_text("{}")
    assert "relinfra.schema.json: is of another version" in relinfra("validate").stdout


def test_a_shared_account_is_named(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """With those who share it, and what keeps them apart."""
    shared = tmp_path / "relinfra.yaml"
    apart = '"333333333333"\n    network: {cidr: 10.40.0.0/16}'
    shared.write_text(matrix.read_text().replace('"444444444444"', apart))
    assert "account 333333333333 is shared by staging, production: nothing of relinfra keeps them apart" in (
        relinfra("validate", shared).stdout
    )
    content = json.loads(relinfra("validate", "--json", shared).stdout)
    assert content["shared_accounts"] == {"333333333333": ["staging", "production"]}


def test_the_names_of_trusted_runs_are_told(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """And how to find out which of them GitHub sends, since it sends another after a rename."""
    own, text = tmp_path / "relinfra.yaml", matrix.read_text()
    own.write_text(text)
    assert "trusted runs" not in relinfra("validate", own).stdout
    own.write_text(text.replace("\ndefaults:\n", "\nbootstrap: {}\n\ndefaults:\n", 1))
    told = relinfra("validate", own).stdout
    assert "trusted runs: repo:acme/hello:environment:ENVIRONMENT; `gh api repos/acme/hello/actions/oidc/" in told
    assert "renamed or transferred since 2026-07-15 it holds ids, which `bootstrap.repository_ids` lets in" in told
    own.write_text(own.read_text().replace("bootstrap: {}", "bootstrap: {repository_ids: {owner: 1, repository: 2}}"))
    told = relinfra("validate", own).stdout
    assert "repo:acme/hello:environment:ENVIRONMENT or repo:acme@1/hello@2:environment:ENVIRONMENT; `gh api" in told
    content = json.loads(relinfra("validate", "--json", own).stdout)
    assert content["trusted_subjects"] == [
        f"repo:{name}:environment:{{environment}}" for name in ("acme/hello", "acme@1/hello@2")
    ]


def test_types_that_no_preview_reads_are_named(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """Of the stacks synthesized beside the matrix, a team's own included, with what to add; the exit code is 1."""
    own = tmp_path / "relinfra.yaml"
    own.write_text(matrix.read_text().replace("\ndefaults:\n", "\nbootstrap: {}\n\ndefaults:\n", 1))
    stack = tmp_path / "cdktf.out/stacks/hello-staging-queue/cdk.tf.json"
    stack.parent.mkdir(parents=True)
    stack.write_text(json.dumps({"resource": {"aws_sqs_queue": {"jobs": {}}, "aws_dax_cluster": {"a": {}}}}))
    result = relinfra("validate", own)
    assert result.returncode == 1
    assert (
        "hello-staging-queue: the role that previews cannot read aws_sqs_queue; add `aws_sqs_queue: " in result.stdout
    )
    content = json.loads(relinfra("validate", "--json", own).stdout)
    assert [each["type"] for each in content["unread_types"]] == ["aws_dax_cluster", "aws_sqs_queue"]
    reads = "{aws_sqs_queue: [sqs:GetQueueAttributes], aws_dax_cluster: [dax:DescribeClusters]}"
    own.write_text(own.read_text().replace("bootstrap: {}", f"bootstrap: {{plan_reads: {reads}}}"))
    assert relinfra("validate", own).returncode == 0


def test_what_a_release_cannot_both_mean_is_named(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """With file, line and column, and both numbers; a release that is over is left as it was."""
    own, file = tmp_path / "relinfra.yaml", tmp_path / "releases/1.0.0.yaml"
    own.write_text(matrix.read_text())
    file.parent.mkdir()
    said = "version: 1.0.0\nneeds: {exposure: all_at_once}\nflags: {new: {rollout_percent: [5, 100]}}\n"
    file.write_text(said)
    ran = relinfra("validate", "--quiet", own)
    assert ran.returncode == 1
    assert "releases/1.0.0.yaml:3:15: " in ran.stdout
    assert "1 share, since `needs.exposure` is `all_at_once`" in ran.stdout
    assert "2 shares: 5, 100" in ran.stdout
    (told,) = json.loads(relinfra("validate", "--json", own).stdout)["contradictions"]
    assert told["line"] == 3
    file.write_text(f"{said}status: released\n")
    assert relinfra("validate", "--quiet", own).returncode == 0


def test_a_workflow_that_no_longer_fits_is_named(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """A reviewer whom the matrix names and the workflow does not check is found, with both; a fresh one fits."""
    own = tmp_path / "relinfra.yaml"
    own.write_text(matrix.read_text())
    written = tmp_path / ".github/workflows/release.yml"
    written.parent.mkdir(parents=True)
    written.write_text(workflow(Matrix.load(own)))
    assert relinfra("validate", "--quiet", own).returncode == 0
    text = own.read_text()
    own.write_text(text.replace("reviewers: [release-managers]", "reviewers: [change-board]"))
    ran = relinfra("validate", "--quiet", own)
    assert ran.returncode == 1
    found = "approval of `production`: the matrix asks for change-board, the workflow checks release-managers"
    assert f".github/workflows/release.yml: {found}; `relinfra init --workflow --force` writes it anew" in ran.stdout
    (told,) = json.loads(relinfra("validate", "--json", own).stdout)["outdated_workflows"]
    assert told == {"file": ".github/workflows/release.yml", "found": found}
