"""What `relinfra diff` compares, and how it tells."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relinfra.errors import OutputError, ToolError, UsageError
from relinfra.review import FORMATS, Difference, find_difference, render
from relinfra.review.comment import LIMIT, Part, fitted
from tests.support import assert_golden
from tests.terraform import offline_provider

if TYPE_CHECKING:
    from conftest import Team

GOLDEN = Path(__file__).with_name("golden")
DOMAIN = "domain: {name: hello.example.com}"


def grown(team: Team) -> None:
    """Let production grow a database, and its service more tasks and another health check."""
    team.change(
        f"services: {{web: {{{DOMAIN}}}}}",
        f"services: {{web: {{{DOMAIN}, scaling: {{min: 3}}, port: 9000, environment: {{GREETING: a|b}}}}}}\n"
        "    network: {cidr: 10.99.0.0/16}",
    )


def side(team: Team, former: str | None = None, present: str | None = None, **more: Any) -> Difference:
    """Return the difference of two sides of a repository."""
    return find_difference(former, present, matrix=team.matrix, **more)


def test_a_tree_without_changes_differs_in_nothing(team: Team) -> None:
    """The working tree is compared with HEAD, and nothing is left behind in git."""
    found = side(team)
    assert found.empty
    assert (found.former, found.present) == ("HEAD", "the working tree")
    assert team.git("worktree", "list").count("\n") == 0
    assert team.git("status", "--short") == ""


@pytest.mark.parametrize("form", FORMATS)
def test_changes_of_the_working_tree_are_told(team: Team, form: str) -> None:
    """In each format as the golden file has it: what replaces, what that risks, both values."""
    grown(team)
    suffix = {"table": "txt", "json": "json", "markdown": "md"}[form]
    assert_golden(GOLDEN / f"diff.{suffix}", render(side(team), form).splitlines())


def test_two_revisions_are_compared(team: Team) -> None:
    """Each is synthesized as it was, whatever the working tree says."""
    grown(team)
    team.commit("grown")
    team.matrix.write_text("no matrix any more")
    found = side(team, "HEAD~1", "HEAD")
    assert "aws_vpc.main" in {change.address for change in found.comparison.resources}
    assert side(team, "HEAD", "HEAD").empty


def test_a_revision_without_a_matrix_has_no_stacks(team: Team) -> None:
    """What is declared for the first time is created."""
    team.git("rm", "-rq", "--cached", "infra")
    team.git("commit", "--quiet", "--message", "nothing")
    bare = team.git("rev-parse", "HEAD")
    assert set(side(team, bare).comparison.count()) == {"create"}


def test_two_folders_are_compared(team: Team, synthesized: Callable[[str], Path]) -> None:
    """Folders with stacks need neither git nor Node.js."""
    hello, shop = synthesized("minimal"), synthesized("shop")
    assert side(team, str(hello), str(hello)).empty
    assert set(side(team, str(hello), str(shop)).comparison.count()) == {"create", "leave"}


def test_what_is_neither_is_bad_input(team: Team, tmp_path: Path) -> None:
    """A misspelt revision and a folder without stacks are named, and what was expected."""
    for name in ("HEADD", str(tmp_path)):
        with pytest.raises(UsageError, match=r"expected a revision of .* or a folder with stacks, found neither"):
            side(team, name)


def test_a_matrix_outside_of_git_says_what_to_do(tmp_path: Path) -> None:
    """Whoever has no git can still compare folders."""
    matrix = tmp_path / "relinfra.yaml"
    matrix.touch()
    with pytest.raises(UsageError, match="found none; name two folders of stacks"):
        find_difference(None, None, matrix=matrix)


def test_a_revision_that_cannot_be_synthesized_is_named(team: Team) -> None:
    """Its problems have the places they had in it, and not those of a folder that is gone."""
    team.change("version: 1", "version: 7")
    team.commit("broken")
    team.change("version: 7", "version: 1")
    with pytest.raises(
        UsageError, match=r"^revision HEAD cannot be synthesized by this relinfra:\ninfra/relinfra.yaml:2:"
    ):
        side(team)


def test_hooks_of_the_repository_stay_silent(team: Team) -> None:
    """A checkout aside is no checkout that anybody works in."""
    hook = team.top / ".git" / "hooks" / "post-checkout"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert side(team).empty


def test_git_that_fails_is_told(team: Team) -> None:
    """What git says is what people need."""
    (team.top / ".git" / "worktrees").write_text("in the way")
    with pytest.raises(ToolError, match="git worktree add: "):
        side(team)


def state_of(output: Path, stack: str) -> dict[str, Any]:
    """Return the state that Terraform would hold of a stack whose references have all become text."""
    body = json.loads((output / "stacks" / stack / "cdk.tf.json").read_text())
    resources = [
        {
            "address": f"{type_}.{name}",
            "mode": "managed",
            "values": {
                key: held(value, body["resource"]) for key, value in arguments.items() if key not in ("//", "lifecycle")
            },
            "sensitive_values": {},
        }
        for type_, named in body["resource"].items()
        for name, arguments in named.items()
    ]
    return {"format_version": "1.0", "values": {"root_module": {"resources": resources}}}


def held(value: Any, resources: dict[str, Any]) -> Any:
    """Return a value as a state has it: a block is a list, a set has another order, what was referred to is known."""
    if isinstance(value, dict):
        return [{key: held(one, resources) for key, one in value.items()}]
    if isinstance(value, list):
        items = [held(one, resources) for one in reversed(value)]
        return [one[0] if isinstance(one, list) else one for one in items]
    found = re.fullmatch(r"\$\{(\w+)\.(\w+)\.(\w+)\}", value) if isinstance(value, str) else None
    if found and found[3] in resources.get(found[1], {}).get(found[2], {}):
        return held(resources[found[1]][found[2]][found[3]], resources)
    return "known after the apply" if isinstance(value, str) and "${" in value else value


def with_state(team: Team, output: Path, stack: str, tmp_path: Path, **edits: Any) -> Difference:
    """Return what differs from the state of a stack, with other values of one resource or another."""
    state = state_of(output, stack)
    for one in state["values"]["root_module"]["resources"]:
        if one["address"] in edits:
            edits[one["address"]](one)
    folder = tmp_path / "states"
    folder.mkdir()
    (folder / f"{stack}.state.json").write_text(json.dumps(state))
    return side(team, str(output), states=folder)


STATE = "shop-production-data"


def test_a_state_that_holds_what_is_configured_differs_in_nothing(
    team: Team, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """The order of sets, blocks in lists and known references are no difference; other stacks are not compared."""
    output = synthesized("shop")
    found = with_state(team, output, STATE, tmp_path)
    assert found.comparison.changes == ()
    assert STATE not in found.left_out
    assert "shop-production-service" in found.left_out
    assert "Not compared, since no state of them was given: shop-production-network" in render(found, "table")


def test_what_a_state_holds_otherwise_is_a_change(
    team: Team, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """What somebody changed is told with the value of the state, and what a plan would do about it."""
    edits = {
        "aws_db_instance.main": lambda one: one["values"].update(backup_retention_period=35, db_name="other"),
        "aws_s3_bucket.assets": lambda one: one.update(address="aws_s3_bucket.former"),
    }
    found = with_state(team, synthesized("shop"), STATE, tmp_path, **edits)
    changes = {one.address: one for one in found.comparison.resources}
    assert changes["aws_db_instance.main"].forced_by == ("db_name",)
    assert changes["aws_s3_bucket.former"].action == "destroy"
    assert changes["aws_s3_bucket.assets"].action == "create"
    told = {one.path: (one.before, one.after) for one in changes["aws_db_instance.main"].attributes}
    assert told["backup_retention_period"] == (35, 7)


def test_a_sensitive_value_of_a_state_is_never_told(
    team: Team, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """That it differs is told, and it is in no format and no object."""

    def edit(one: dict[str, Any]) -> None:
        one["values"]["username"] = "hunter2"
        one["sensitive_values"] = {"username": True}

    def gone(one: dict[str, Any]) -> None:
        one["address"] = "aws_s3_bucket.former"
        one["values"]["bucket"] = "hunter2"
        one["sensitive_values"] = {"bucket": True}

    edits = {"aws_db_instance.main": edit, "aws_s3_bucket.assets": gone}
    found = with_state(team, synthesized("shop"), STATE, tmp_path, **edits)
    assert "(sensitive value)" in render(found, "table")
    assert all("hunter2" not in text for text in (*(render(found, form) for form in FORMATS), repr(found)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected JSON, found an empty file"),
        ("[]", "expected a mapping, found a list"),
        ('{"format_version": "1", "values": {"root_module": {"resources": [{}]}}}', "not a state"),
        ('{"format_version": "1", "planned_values": {}}', "found a plan"),
        pytest.param('{"a": ' * 5000, "found more levels than can be read", id="deep"),
    ],
)
def test_what_is_no_state_is_said_to_be_none(team: Team, tmp_path: Path, text: str, message: str) -> None:
    """A file that is no state is named, with what writes one; a plan is called one."""
    (tmp_path / "a.state.json").write_text(text)
    with pytest.raises(OutputError, match=rf"a\.state\.json(:1:1)?: .*{message}"):
        side(team, states=tmp_path)


def test_a_folder_without_states_says_how_to_write_them(team: Team, tmp_path: Path) -> None:
    """Where no state is found, the command that writes one is named; two sides and a state are one too many."""
    with pytest.raises(OutputError, match="terraform show -json"):
        side(team, states=tmp_path)
    with pytest.raises(UsageError, match="expected one side"):
        side(team, "HEAD", "HEAD~1", states=tmp_path)


@pytest.mark.slow
def test_a_state_of_the_real_terraform_differs_in_nothing(
    team: Team, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """What was just applied holds what is configured, as terraform itself prints it."""
    output, stack = synthesized("minimal"), "hello-staging-network"
    work, states = tmp_path / "work", tmp_path / "states"
    work.mkdir()
    states.mkdir()
    for name in ("cdk.tf.json", "versions.tf"):
        (work / name).write_bytes((output / "stacks" / stack / name).read_bytes())
    (work / "local_override.tf.json").write_text(json.dumps({"terraform": {"backend": {"local": {}}}}))
    with offline_provider() as environment:
        for arguments in (["init"], ["apply", "-auto-approve"]):
            command = ["terraform", *arguments, "-input=false"]
            subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
        command = ["terraform", "show", "-json"]
        shown = subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True, text=True).stdout
    (states / f"{stack}.state.json").write_text(shown)
    assert side(team, str(output), states=states).comparison.changes == ()


def test_a_comment_never_exceeds_what_github_takes() -> None:
    """Parts are kept in their order while they fit; what is left out is named, or counted where even names are many."""
    parts = [Part(f"part {index}", f"{index} {'ж' * 5_000}\n") for index in range(20)]
    text = fitted("head\n", parts, "tail\n")
    assert len(text.encode()) <= LIMIT
    assert text.startswith("head\n0 ")
    assert text.endswith("tail\n")
    assert "Left out, since a comment of GitHub holds 65,536 characters: part 6, part 7," in text
    many = fitted("", [Part(f"part {index}", "x" * LIMIT) for index in range(2_000)])
    assert "2000 of them" in many
    assert len(many.encode()) <= LIMIT


def test_a_large_difference_fits_into_a_comment(team: Team, synthesized: Callable[[str], Path]) -> None:
    """All of the shop left behind and all of the other made is more than a comment holds, and the gravest stays."""
    former = find_difference(str(synthesized("shop")), str(synthesized("minimal")), matrix=team.matrix)
    text = render(former, "markdown")
    assert len(text.encode()) <= LIMIT
    assert "| high | leave | `shop-production-data` | `aws_db_instance.main` |" in text


def test_what_people_wrote_stays_text(team: Team) -> None:
    """Neither a table, a tag nor a mention comes out of a value."""
    team.change(DOMAIN, DOMAIN + ", environment: {EVIL: '|</details>@everyone`'}")
    text = render(side(team), "markdown")
    assert "EVIL" in text
    assert "@everyone" not in text
    assert text.count("</details>") == text.count("<details>")
