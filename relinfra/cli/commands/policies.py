"""`relinfra policies`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import plural, table
from relinfra.errors import UsageError
from relinfra.packs.finding_packs import packs
from relinfra.policy.contract_rules import contract_rules
from relinfra.policy.explaining import explained, packs_of
from relinfra.policy.rule import GROUPS
from relinfra.reading.nearest import nearest
from relinfra.visible import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relinfra.policy.explaining import Explanation
    from relinfra.policy.rule import Rule
    from relinfra.policy.testing import CheckTest

__all__ = ["command"]


@click.group("policies")
def command() -> None:
    """List, explain and test policies."""


@command.command("list")
@click.option("--group", type=click.Choice(GROUPS), help="Only this part of the release contract.")
@click.option("--pack", metavar="NAME", help="Only the rules that this pack holds.")
@options.as_json
def list_command(*, group: str | None, pack: str | None, as_json: bool) -> ExitCode:
    """List the rules of the release contract; Checkov's own policies are in Checkov's documentation."""
    if pack is not None and pack not in packs():
        raise UsageError(f"--pack {pack}: expected a pack of policies; {nearest(pack, packs())}")
    rules = [(rule, packs_of(rule.policy, rule)) for rule in contract_rules() if group in {None, rule.group}]
    chosen = [(rule, names) for rule, names in rules if pack is None or pack in names]
    click.echo(_json([_listed(*one) for one in chosen]) if as_json else _table(chosen))
    return ExitCode.DONE


@command.command("explain")
@click.argument("policy", metavar="ID")
@options.as_json
def explain_command(policy: str, *, as_json: bool) -> ExitCode:
    """Explain the policy ID: why, what to do, examples, packs, and what accepts a failure."""
    found = explained(policy.upper())
    click.echo(_json(asdict(found)) if as_json else "\n".join(map(visible, _explained(found))))
    return ExitCode.DONE


@command.command("test")
@click.argument("folder", metavar="DIR", type=options.PATH_TYPE)
@options.quiet
def test_command(folder: Path, *, quiet: bool) -> ExitCode:
    """Run the checks in DIR on their fixtures: DIR/fixtures/ID/passing/*.tf and DIR/fixtures/ID/failing/*.tf.

    Exits with 1 when a check does not pass what it should pass and fail what it should fail.
    """
    from relinfra.policy.testing import run_check_tests  # noqa: PLC0415 - the only one that loads Checkov

    tests = run_check_tests(folder)
    for test in tests:
        for line in _tested(test):
            if test.problems or not quiet:
                click.echo(visible(line))
    return verdict(not any(test.problems for test in tests))


def _tested(test: CheckTest) -> Iterator[str]:
    if test.policy:
        word = "failed" if test.problems else "ok"
        counted = f"{plural(test.passing, 'block')} pass, {plural(test.failing, 'block')} fail"
        yield f"{word} {test.policy}  {test.title}: {counted}"
    for problem in test.problems:
        yield f"  {problem}"


def _listed(rule: Rule, names: tuple[str, ...]) -> dict[str, object]:
    told = {"id": rule.policy, "title": rule.title, "severity": rule.level.lower(), "group": rule.group}
    return {**told, "packs": list(names), "page": rule.page}


def _table(rules: list[tuple[Rule, tuple[str, ...]]]) -> str:
    rows = [(rule.policy, rule.level.lower(), rule.group, ", ".join(names), rule.title) for rule, names in rules]
    return table(("id", "severity", "group", "packs", "demands"), rows)


def _explained(found: Explanation) -> Iterator[str]:
    rule = found.rule
    yield f"{found.policy}: {rule.title}" if rule else f"{found.policy}: a policy of Checkov's own, or of a team"
    if rule:
        yield f"severity: {rule.level.lower()}; group: {rule.group}"
        yield f"because: {rule.rationale}"
        yield f"asks: {rule.detail}"
        yield f"remedy: {rule.remedy}"
        yield f"source: {rule.source}"
    for one in found.examples:
        passes = one.passes or "as synthesized"
        yield f"example: {one.address} {one.argument}: passes with {passes}, fails with {one.fails}"
    yield f"packs: {', '.join(found.packs) or 'none'}"
    for label, lines in (("evidence", found.criteria), ("accepted", found.accepted), ("allows", found.makes_up_for)):
        yield from (f"{label}: {line}" for line in lines)
    yield f"page: {rule.page}" if rule else "page: the guideline in the report of `relinfra check`"


def _json(value: object) -> str:
    return visible_json(json.dumps(value, indent=2, ensure_ascii=False))
