"""`relinfra agree` and `relinfra applied`, from the plans to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.program import program
from tests.relinfra.agreement.conftest import NETWORK, SERVICE, Site
from tests.relinfra.agreement.plans import change, plan

TASKS = "aws_ecs_service.web"
AT, LATER = ("--at", "2026-12-08T14:00:00Z"), ("--at", "2026-12-12T14:00:00Z")


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(program, [str(one) for one in arguments], standalone_mode=False)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with plans, that no terraform has made."""
    found = Site(tmp_path, {})
    found.write()
    (tmp_path / "plans").mkdir()
    plan(tmp_path / "plans" / f"{NETWORK}.plan.json", change("aws_vpc.main", "update", {"a": "|<b>"}, {"a": "`x`"}))
    return found


@pytest.fixture
def agreed(site: Site) -> Path:
    """The agreement of its plans."""
    file = site.folder / "agreed.json"
    where = ("--plans", site.folder / "plans", "--output", file, "--awaiting", SERVICE)
    done = _run("agree", "list", "production", site.output, *where, "--input", "tag=2.5.0", *AT)
    assert done.return_value in (None, ExitCode.DONE), done.output
    return file


def test_a_list_is_printed_in_every_format(agreed: Path) -> None:
    """What others wrote breaks no table; the JSON is the file."""
    table = _run("agree", "show", agreed).stdout
    assert "production: 1 to update, 3 to create" in table
    assert f"{SERVICE} could not be planned: it reads from {NETWORK}" in table
    assert _run("agree", "show", agreed, "-f", "json").stdout == agreed.read_text()
    markdown = _run("agree", "show", agreed, "-f", "markdown").stdout
    assert "<b>" not in markdown
    assert "tag` = `2.5.0`" in markdown


def test_a_plan_that_deviates_ends_with_its_own_code(site: Site, agreed: Path) -> None:
    """So a job can tell it from a tool that failed."""
    file = site.folder / "plans" / f"{NETWORK}.plan.json"
    arguments = ("agree", "check", agreed, NETWORK, file, site.output)
    assert _run(*arguments, *AT).return_value is ExitCode.DONE
    assert _run(*arguments, *LATER).return_value is ExitCode.NOT_AGREED
    assert _run(*arguments, *LATER, "--hours", "200").return_value is ExitCode.DONE
    plan(file, change("aws_vpc.main", "delete", {}))
    refused = _run(*arguments, *AT)
    assert refused.return_value is ExitCode.NOT_AGREED
    assert "aws_vpc.main: destroy was not agreed: expected update" in refused.stdout


def test_every_stack_needs_a_plan_or_a_reason(site: Site) -> None:
    """Nothing is left out of the list by being forgotten; strangers are named."""
    where = ("agree", "list", "production", site.output, "--plans", site.folder / "plans")
    assert f"name {SERVICE} as awaiting" in str(_run(*where).exception)
    named = site.folder / "stacks.txt"
    named.write_text("other\n")
    assert "expected stacks of production" in str(_run(*where, "--stacks", named).exception)
    assert "expected an environment with stacks: production" in str(_run("agree", "list", "x", *where[3:]).exception)
    named.write_text(NETWORK)
    assert _run(*where, "--stacks", named).exception is None
    named.write_text("")
    assert "production: nothing changes" in _run(*where, "--stacks", named).stdout
    assert "one a line" in _run("agree", "list", "--help").stdout
    assert "expected a file" in str(_run(*where, "--stacks", site.folder / "none").exception)


def test_a_stack_is_affected_until_its_apply_has_ended(site: Site) -> None:
    """By its digest and its inputs, with what reads from it; one that failed stays so."""
    records = site.folder / "records"
    records.mkdir()

    def stacks(*arguments: object) -> list[str]:
        return _run("applied", "stacks", "production", site.output, *arguments, "-q").stdout.split()

    def record(stack: str, *arguments: str) -> None:
        text = _run("applied", "record", stack, site.output, "--input", "tag=1", *arguments).stdout
        (records / f"{stack}.applied.json").write_text(text)

    given = ("--records", records, "--input", "tag=1", "--input", "other=7")
    assert stacks(*given) == [NETWORK, SERVICE]
    record(NETWORK, "--begun")
    record(SERVICE)
    assert stacks(*given) == [NETWORK, SERVICE]
    record(NETWORK)
    assert stacks(*given) == []
    assert stacks() == [NETWORK, SERVICE]
    assert stacks("--records", records, "--input", "tag=2") == [NETWORK, SERVICE]
    site.write(lambda found: found[SERVICE]["resource"]["aws_security_group"]["web"].update(name="other"))
    assert stacks(*given) == [SERVICE]


def test_a_record_that_is_none_is_refused(site: Site) -> None:
    """Silence would apply nothing, or everything."""
    (site.folder / f"{NETWORK}.applied.json").write_text("{")
    found = _run("applied", "stacks", "production", site.output, "--records", site.folder)
    assert "applied.json:1:2: expected JSON" in str(found.exception)
    assert "take it away, and the stack is affected" in str(found.exception)


def test_other_files_have_another_digest(site: Site) -> None:
    """The lock of the providers too; what Terraform makes while it works does not count."""
    digest = _run("applied", "digest", site.output).stdout.strip()
    own = site.output / "stacks" / NETWORK
    (own / ".terraform").mkdir()
    (own / ".terraform" / "x").touch()
    assert _run("applied", "digest", site.output, "--expect", digest).return_value is ExitCode.DONE
    (own / ".terraform.lock.hcl").write_text("provider")
    other = _run("applied", "digest", site.output, "--expect", digest)
    assert other.return_value is ExitCode.FAILED
    assert "these are other stacks than were built" in other.stderr


def test_an_agreement_that_is_none_is_refused(site: Site) -> None:
    """With its file, and no traceback."""
    for text in ("", "[]", '{"version": 1}', json.dumps({"version": 2})):
        (site.folder / "agreed.json").write_text(text)
        found = _run("agree", "show", site.folder / "agreed.json")
        assert "agreed.json" in str(found.exception)
