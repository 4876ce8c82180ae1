import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.evidence import Fact, FileEvidence
from relinfra.plan import build_plan
from relinfra.plan import catalogue as module
from relinfra.plan.catalogue import load
from relinfra.plan.model import Given, Statement
from relinfra.runbook import shell_command

PLAN = Path(module.__file__).parent
EXAMPLES = Path(__file__).parents[3] / "examples"
PROGRAMS = {"aws", "curl", "gh", "relinfra", "terraform", "["}


def fact(value: Any, unit: str = "") -> Fact:
    """Return a fact without much ado."""
    return Fact("x", value, unit, (FileEvidence("x", 1, ""),))


def keys(node: Any, path: str = "") -> Iterator[str]:
    """Give the key of every sentence."""
    if not isinstance(node, dict):
        yield path
        return
    for name, below in node.items():
        yield from keys(below, f"{path}.{name}" if path else name)


def test_values_are_written_with_their_units() -> None:
    """One is singular, truth is a word, what is not known says so."""
    catalogue = load("en")
    assert catalogue.value(fact(1, "minutes")) == "1 minute"
    assert catalogue.value(fact(30, "minutes")) == "30 minutes"
    assert catalogue.value(fact(0.5, "percent")) == "0.5 %"
    assert catalogue.value(fact(True)) == "yes"
    assert catalogue.value(fact(("80", "100"), "percent")) == "80 %, 100 %"
    unset = catalogue.text(Statement("x", "environments.purpose", {"purpose": None}))
    assert unset == "not set"


def test_names_cannot_leave_their_word_in_a_command() -> None:
    """A name is one argument to the shell, whatever it contains."""
    name = "web'; rm -rf / #"
    given: dict[str, Given] = {"region": fact("us-east-1"), "cluster": fact("c"), "name": fact(name)}
    words = shlex.split(load("en").text(Statement("x", "running_deployment", given, command=True)))
    assert words[words.index("--service") + 1] == name
    assert words[:3] == ["aws", "ecs", "list-service-deployments"]


def test_every_command_of_the_examples_is_a_shell_line(synthesized: Callable[[str], Path]) -> None:
    """Every command of a plan parses, and begins with a program."""
    plan = build_plan(synthesized("shop"), repository=EXAMPLES / "shop")
    assert all(shlex.split(load("en").text(one)) for one in plan.statements if one.command)
    commands = [shell_command(one.key, one.given) for one in plan.statements if one.command]
    assert commands
    assert {shlex.split(command)[0] for command in commands} <= PROGRAMS


def test_no_sentence_is_left_over() -> None:
    """Every sentence of the locale is asked for somewhere; so a forgotten one shows."""
    source = "".join(path.read_text() for path in sorted(PLAN.rglob("*.py")))
    quoted = set(re.findall(r"""["']([a-z0-9_.]+)["']""", source))
    begun = set(re.findall(r'f"([a-z_]+(?:\.[a-z_]+)*\.?[a-z_]*)\{', source))
    passed = re.compile(r"gap\.question\..*|metric_(above|below)$")
    found: list[str] = []
    for path in sorted((PLAN / "locales" / "en").glob("*.yaml")):
        found += keys(yaml.safe_load(path.read_text()).get("sentences", {}))
    unused = [
        key
        for key in found
        if key.removeprefix("section.") not in quoted
        and key not in quoted
        and not any(key.startswith(start) for start in begun)
        and not passed.search(key)
    ]
    assert unused == []


MEASURES = {
    "en": re.compile(
        r"\b(?:\d[\d.,]*|half an|an?|one|two|three|four|five|ten)\s"
        r"(?:milliseconds|seconds|minutes?|hours?|days?|weeks?|months?|years?|%)(?!\w)|\bT[-+]\d"
    ),
    "ru": re.compile(
        r"\b(?:\d[\d.,]*|одн\w+|дв\w+|тр\w+|четыр\w+|пят\w+|десят\w+)\s"
        r"(?:миллисекунд\w*|секунд\w*|минут\w*|час\w*|дн\w+|день|недел\w+|месяц\w*|год\w*|лет|%)(?!\w)"
        r"|\b(?:полчаса|через (?:час|день|неделю|месяц|год)|в течение (?:часа|дня|недели|месяца|года))\b|\bT[-+]\d"
    ),
}
"""A number, in digits or words, with a unit; a day counted from the release."""

LOCALES = [path for language in MEASURES for path in sorted(PLAN.glob(f"locales/{language}/*.yaml"))]


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_measures_by_itself(path: Path) -> None:
    """A time that stands in the words would be true of nobody's stacks, and nothing would prove it."""
    assert MEASURES[path.parent.name].findall(path.read_text(encoding="utf-8")) == []


def test_the_measures_of_a_sentence_are_found() -> None:
    """In both languages, in digits or in words; what is counted is none."""
    written = {
        "en": "for 5 minutes, within an hour, T-14, a second cluster",
        "ru": "24 часа, в течение часа, за две минуты",
    }
    assert {language: len(MEASURES[language].findall(text)) for language, text in written.items()} == {"en": 3, "ru": 3}
