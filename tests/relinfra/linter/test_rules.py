from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import relinfra
from relinfra.errors import UsageError
from relinfra.linter import LINT_WAIVERS, LintFinding, lint, lint_rules
from relinfra.linter.drift import OWN
from relinfra.linter.shell import acts, swallows
from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from tests import forked
from tests.relinfra.linter.planted import GONE, MATRIX, RELEASE, repository, write

EXAMPLES = Path(__file__).parents[3] / "examples"
CLI = Path(__file__).parents[3] / "docs" / "cli.md"
TODAY = date(2026, 11, 27)
Linted = Callable[..., tuple[LintFinding, ...]]


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stacks of the shop as it is."""
    out = tmp_path_factory.mktemp("stacks") / "cdktf.out"
    relinfra.synth(Matrix.load(EXAMPLES / "shop" / MATRIX), out)
    return out


@pytest.fixture
def linted(tmp_path: Path, stacks: Path) -> Linted:
    """Return a function: what to write where in the shop in, the findings out."""

    def findings(*edits: tuple[str, tuple[str, ...], Any], today: date = TODAY) -> tuple[LintFinding, ...]:
        folder = repository(tmp_path / "shop", edits)
        return lint(Matrix.load(folder / MATRIX), folder, stacks, today=today)

    return findings


def waiver(rule: str, subject: str, expires: str = "2027-12-31") -> dict[str, Any]:
    end = date.fromisoformat(expires)
    return {"rule": rule, "subjects": [subject], "reason": "It is meant.", "owner": "platform-team", "expires": end}


def test_a_finding_stands_at_its_line_with_its_subject(tmp_path: Path, stacks: Path) -> None:
    """In the file that says it, at the line and the columns of the value."""
    folder = repository(tmp_path / "shop")
    text = (folder / RELEASE).read_text().replace("met: true, owner: security_engineer,", "met: true,")
    (folder / RELEASE).write_text(text)
    (finding,) = (one for one in lint(Matrix.load(folder / MATRIX), folder, stacks, today=TODAY) if not one.waiver)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "security_review:" in one)
    assert str(finding).startswith(
        f"{RELEASE}:{line}:3: unclear-ownership: nobody verifies criterion `security_review`."
    )
    assert str(finding).endswith("[release.criteria.security_review]")


def test_all_drifts_are_told(linted: Linted) -> None:
    """Not only the first of a service."""
    web = ("environments", "production", "services", "web")
    edits = [(MATRIX, (*web, key), value) for key, value in (("port", 9000), ("user", "2000:2000"), ("memory", 2048))]
    found = {one.subject for one in linted(*edits) if not one.waiver and one.rule == "environment-drift"}
    assert found == {f"production.services.web.{key}" for key in ("port", "user", "memory")}


def test_names_of_their_own_are_no_drift(linted: Linted) -> None:
    """A variable, an image or an override that differs by the name of its environment, account, region or domain."""
    edits = []
    for name, account, domain in (
        ("staging", "111111111111", "staging.shop.example.com"),
        ("production", "222222222222", "shop.example.com"),
    ):
        path = ("environments", name, "services", "web")
        image = f"{account}.dkr.ecr.us-east-1.amazonaws.com/shop/web"
        edits += [(MATRIX, (*path, "image"), image)]
        edits += [(MATRIX, (*path, "environment", "SELF"), f"https://{domain}/{name}/us-east-1")]
    assert [one for one in linted(*edits) if not one.waiver] == []


def test_what_may_differ_says_why() -> None:
    """Each pattern with a reason."""
    assert all(reason and pattern for pattern, reason in OWN.items())


@pytest.mark.slow
def test_remedies_fit_every_kind_of_service(tmp_path: Path) -> None:
    """Whatever is advised to a worker, an inner service or a public one, the matrix takes for that kind."""
    folder = repository(tmp_path / "shop")
    image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web"
    kinds = {
        "mailer": {"image": image, "worker": True},
        "prices": {"image": image, "port": 8080},
        "admin": {"image": image, "domain": {"name": "admin.shop.example.com", "zone": "shop.example.com"}},
    }
    for name, service in kinds.items():
        write(folder, MATRIX, ("environments", "production", "services", name), service)
    write(folder, MATRIX, ("environments", "production", "services", "web", "connect"), {"to": ["prices"]})
    write(folder, MATRIX, ("lint_waivers",), GONE)
    findings = relinfra.lint(folder / MATRIX, today=TODAY)
    backwards = {one.subject for one in findings if one.rule == "no-rollback-plan"}
    assert backwards == {"production.services.admin.deployment"}
    for finding in findings:
        for path, value in finding.remedy.sets.items():
            write(folder, MATRIX, path, value)
        # A service that calls another one there needs that first, which is a finding of its own.
        if finding.rule != "environment-drift":
            Matrix.load(folder / MATRIX)
    Matrix.load(folder / MATRIX)
    left = relinfra.lint(folder / MATRIX, today=TODAY)
    assert [str(one) for one in left if one.remedy.sets] == []


def test_a_waiver_accepts_what_it_names(linted: Linted) -> None:
    """Until its last day; a finding keeps the waiver that accepts it."""
    edits = (
        (MATRIX, ("environments", "production", "observability"), {"notify": []}),
        (MATRIX, ("lint_waivers",), [waiver("silent-release", "production.*.notify", "2026-11-27")]),
    )
    found = [one for one in linted(*edits) if one.rule == "silent-release"]
    assert [one.waiver.reason for one in found if one.waiver] == ["It is meant."]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (waiver("silent-release", "production.*"), "the waiver of silent-release accepts nothing that is found"),
        (waiver("silent-relase", "production.*"), "`silent-relase` is no rule of lint"),
        (waiver("silent-release", "production.*", "2026-11-26"), "the waiver of silent-release ended on 2026-11-26"),
    ],
)
def test_a_waiver_of_no_use_is_found(linted: Linted, entry: dict[str, Any], told: str) -> None:
    """One of a rule that does not exist, one that is over, one that accepts nothing; at its line."""
    found = [one for one in linted((MATRIX, ("lint_waivers",), [entry])) if one.rule == LINT_WAIVERS]
    assert [one.found for one in found] == [told]
    assert found[0].waiver is None
    assert found[0].position.line > 1


def test_a_matrix_in_a_folder_has_the_workflows_of_its_repository(tmp_path: Path, stacks: Path) -> None:
    """GitHub reads them at the top alone; those that name the folder are the matrix's."""
    (tmp_path / ".git").mkdir()
    folder = repository(tmp_path / "infra")
    text = (folder / ".github/workflows/release.yml").read_text().replace('"relinfra.yaml"', '"infra/relinfra.yaml"')
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/release.yml").write_text(text)
    shutil.rmtree(folder / ".github")
    assert [one for one in lint(Matrix.load(folder / MATRIX), folder, stacks, today=TODAY) if not one.waiver] == []


def test_waivers_change_no_digest() -> None:
    """Nothing of them is synthesized, so that documents and stacks stay those of the matrix."""
    text = (EXAMPLES / "shop" / MATRIX).read_text()
    without = text[: text.index("lint_waivers:")]
    assert Matrix.parse(text.encode()).effective_digests == Matrix.parse(without.encode()).effective_digests


@pytest.mark.slow
def test_stacks_of_other_values_are_made_anew(tmp_path: Path, stacks: Path) -> None:
    """Those that lie there are asked where they are of the same values, and are left as they are."""
    off = (
        MATRIX,
        ("environments", "production", "overrides"),
        {"service": {"aws_ecs_service.web": {"alarms.enable": False}}},
    )
    folder = repository(tmp_path / "shop", (off,))
    before = {path: path.read_bytes() for path in stacks.rglob("*") if path.is_file()}
    assert "no-rollback-plan" in {one.rule for one in relinfra.lint(folder / MATRIX, stacks=stacks, today=TODAY)}
    assert {path: path.read_bytes() for path in stacks.rglob("*") if path.is_file()} == before
    assert not (folder / "out").exists()


@pytest.mark.slow
def test_a_repository_without_workflow_and_release_says_so(tmp_path: Path) -> None:
    """Nothing is taken for granted; a rule can be left out by its id, and an unknown one is refused."""
    shutil.copy(EXAMPLES / "minimal" / MATRIX, tmp_path)
    found = [str(one) for one in relinfra.lint(tmp_path / MATRIX)]
    assert any("no workflow delivers these stacks" in one for one in found)
    assert any("no release has a file" in one for one in found)
    assert relinfra.lint(tmp_path / MATRIX, ignored=tuple(lint_rules())) == ()
    with pytest.raises(UsageError, match="deploy-and-pray"):
        relinfra.lint(tmp_path / MATRIX, ignored=["all"])


@pytest.mark.slow
def test_the_command_shows_excerpts_and_counts_what_is_waived(tmp_path: Path) -> None:
    """And tells programs all of it; it exits with 1 as long as something is not waived."""
    folder = repository(tmp_path / "shop")
    write(folder, MATRIX, ("environments", "production", "services", "web", "port"), 9000)
    command = ("relinfra", "lint", "--today", "2026-11-27")
    shown = forked.run(*command, cwd=folder)
    assert shown.returncode == 1
    assert "port: 9000\n" in shown.stdout
    assert "^^^^\n" in shown.stdout
    assert shown.stdout.endswith("1 finding; 2 waived\n")
    told = forked.run(*command, "--json", cwd=folder)
    findings = json.loads(told.stdout)
    assert sorted(one["severity"] for one in findings) == ["information", "information", "warning"]
    (one,) = (one for one in findings if one["waiver"] is None)
    assert (one["rule"], one["subject"]) == ("environment-drift", "production.services.web.port")
    assert one["end_column"] == one["column"] + 4


@pytest.mark.parametrize(
    ("script", "does"),
    [
        ("curl --fail https://example.com", True),
        ("TOKEN=x ./smoke.sh", True),
        ("for i in 1 2; do curl $i; done", True),
        ("terraform apply x", True),
        ("terraform -chdir=x init && terraform -chdir=x plan", False),
        ("echo ok # curl", False),
        ("true", False),
        (":", False),
        ("sleep 5; exit 0", False),
        ("", False),
    ],
)
def test_a_script_does_something_or_not(script: str, does: bool) -> None:
    """Printing, waiting and looking at plans is nothing."""
    assert acts(script) is does


@pytest.mark.parametrize(
    ("script", "hides"),
    [
        ("curl x || true", True),
        ("curl x || echo failed", True),
        ("curl x || exit 0", True),
        ("curl x || exit 1", False),
        ("curl x || { echo no; exit 1; }", False),
        ("rm x || true\ncurl y", False),
        ("true", False),
    ],
)
def test_a_failure_is_hidden_or_not(script: str, hides: bool) -> None:
    """By what stands after the last command that acts."""
    assert swallows(script) is hides


def test_every_rule_is_documented() -> None:
    """With what it looks for."""
    text = CLI.read_text()
    assert [name for name in (*lint_rules(), LINT_WAIVERS) if f"| `{name}` |" not in text] == []


def test_a_workflow_of_ours_that_does_not_know_the_matrix_is_found(tmp_path: Path, stacks: Path) -> None:
    """At the job that is about it, with both values; one without our header owes the matrix nothing."""
    folder = repository(tmp_path / "shop", ())
    file, matrix = folder / ".github/workflows/release.yml", Matrix.load(folder / MATRIX)
    fresh = workflow(matrix)
    stale = fresh.replace('REVIEWERS: "release-managers"', 'REVIEWERS: "others"')
    found = {}
    for name, text in (("fresh", fresh), ("stale", stale), ("own", stale.replace("# Written by", "# Like"))):
        file.write_text(text)
        found[name] = [one.subject for one in lint(matrix, folder, stacks, today=TODAY) if "approval of" in one.found]
    assert found == {"fresh": [], "stale": ["workflows.release.approval-production"], "own": []}
