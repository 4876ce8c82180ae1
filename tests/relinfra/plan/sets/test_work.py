"""The hours of a release, their totals and what they cost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.evidence import Facts, Repository, collect_facts, read_output
from relinfra.plan.build import plan_of
from relinfra.plan.markdown import render

PEOPLE = """\
version: 2.5.0
people:
  qa_lead: {name: Ines, hours: {testing: 20.5, release: 8}}
  product_manager: {name: Marta, hours: {release: 4}}
  technical_lead: {name: Lee, commitment: half of the week}
costs: {tools: {title: Tools, amount: 10.1, currency: EUR, days: 3}}
"""


@pytest.fixture
def team(synthesized: Callable[[str], Path], tmp_path: Path) -> Callable[..., list[str]]:
    """Return a function: what else the release file says in, the lines of the team allocation out, without marks."""

    def lines(more: str = "", language: str = "en") -> list[str]:
        (tmp_path / "releases").mkdir(exist_ok=True)
        (tmp_path / "releases" / "2.5.0.yaml").write_text(PEOPLE + more)
        facts: Facts = collect_facts(read_output(synthesized("minimal")), Repository(tmp_path), "2.5.0", commits=False)
        documents = plan_of("release-package", facts, "2.5.0").documents
        (document,) = [one for one in documents if one.name == "resources/team-allocation"]
        text = render(document, language).text.replace("\N{NO-BREAK SPACE}", " ")
        return [line.partition("[^")[0].strip() for line in text.splitlines()]

    return lines


def test_hours_are_added_up_by_role_and_by_phase(team: Callable[..., list[str]]) -> None:
    """A role that nobody plans work for has a row where it has hours; one without hours says its share, or is asked."""
    lines = team()
    assert "| QA lead | test plan | tests, acceptance (20.5 hours) | validation (8 hours) | 28.5 hours" in lines
    assert any(line.startswith("| Product manager |") and line.endswith("| (4 hours) | 4 hours") for line in lines)
    assert any(line.startswith("| Technical lead |") and line.endswith("half of the week") for line in lines)
    assert any(line.startswith("| All of it |") and "20.5 hours | 12 hours | 32.5 hours" in line for line in lines)
    asked = [line for line in lines if "commitment" in line]
    assert len(asked) == 5
    assert not any("qa_lead" in line or "technical_lead" in line for line in asked)


@pytest.mark.parametrize(
    ("currency", "totals"),
    [("EUR", ["All of it in EUR: 1635.1"]), ("USD", ["All of it in EUR: 10.1", "All of it in USD: 1625"])],
)
def test_work_costs_what_its_hours_do(team: Callable[..., list[str]], currency: str, totals: list[str]) -> None:
    """Exactly, and in the total of its currency alone."""
    lines = [line.removeprefix("- ") for line in team(f"hourly_cost: {{amount: 50, currency: {currency}}}\n")]
    assert f"Work: 32.5 hours, 50 {currency} each: 1625 {currency}" in lines
    assert [line for line in lines if line.startswith("All of it in ")] == totals
    assert "Tools: 10.1 EUR for 3 days" in lines


def test_russian_inflects_hours(team: Callable[..., list[str]]) -> None:
    """By their number, and after a preposition."""
    lines = team("calendar: {day_hours: 8}\nhourly_cost: {amount: 50, currency: EUR}\n", "ru")
    assert "- Работа: 32,5 часа, по 50 EUR: 1625 EUR" in lines
    assert "Рабочий день одного человека: 8 часов." in lines
    assert any("(20,5 часа)" in line and "(8 часов)" in line for line in lines)
