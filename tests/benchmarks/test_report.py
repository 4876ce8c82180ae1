import json
from pathlib import Path

import pytest
from relinfra_benchmarks.checkov_contest import Check
from relinfra_benchmarks.contest import Contestant, Result
from relinfra_benchmarks.goal import Goal
from relinfra_benchmarks.growth import PHASES, Size
from relinfra_benchmarks.probing import Scale
from relinfra_benchmarks.process_tree import Command, Memory
from relinfra_benchmarks.report import Report, table
from relinfra_benchmarks.sections import check_section, growth_section, scale_section, size_section, synth_section


def result(name: str, seconds: list[float], megabytes: int) -> Result:
    """Return a result with the same memory in both measures."""
    contestant = Contestant(name, name, Command([], Path(), {}), Path())
    return Result(contestant, seconds, [Memory(megabytes * 1_000_000, megabytes * 1_000_000)])


@pytest.mark.parametrize(
    ("value", "at_least", "met"), [(4, True, True), (3.9, True, False), (4, False, True), (5, False, False)]
)
def test_a_goal_is_met_on_the_right_side_of_its_limit(value: float, at_least: bool, met: bool) -> None:
    goal = Goal("some figure", value, 4, "x", at_least=at_least)
    assert goal.met is met
    assert goal.line().startswith("met " if met else "NOT MET ")


def test_ratios_are_of_medians() -> None:
    ours, peer = result("relinfra", [9.0, 1.0, 1.2], 100), result("cdktn", [4.0, 5.0, 99.0], 450)
    faster, pss, rss = synth_section([ours, peer], 270, 9).goals
    assert (round(faster.value, 2), faster.met) == (4.17, True)
    assert (pss.value, pss.met, rss.met) == (4.5, False, False)


def test_every_bare_idiom_is_a_goal_of_its_own() -> None:
    ours, bare = result("relinfra", [1.3], 100), result("bare: one", [1.0], 90)
    (goal,) = synth_section([ours, bare], 270, 9).goals
    assert (goal.name, goal.value, goal.met) == ("time against bare: one", 1.3, True)


def test_size_is_judged_with_and_without_node() -> None:
    goals = size_section({"relinfra": 100, "node": 100, "cdktf": 300}).goals
    assert [goal.met for goal in goals] == [True, False]


def test_a_resource_is_judged_at_the_largest_count() -> None:
    section = scale_section([Scale(50, 0.5, None), Scale(2000, 3.0, 1.28)])
    (goal,) = section.goals
    assert (goal.value, goal.met) == (1.5, True)


def test_the_report_ends_with_the_goals_and_json_holds_them(tmp_path: Path) -> None:
    section = scale_section([Scale(50, 0.5, None), Scale(2000, 6.0, 2.9)])
    report = Report("v24.0.0", [section])
    assert report.text().splitlines()[-1] == "  NOT MET  each of 2000 resources: 3.00 ms (goal <= 2 ms)"
    report.write_json(tmp_path / "figures.json")
    found = json.loads((tmp_path / "figures.json").read_text())
    assert (found["node"], found["goals"][0]["met"]) == ("v24.0.0", False)


def test_figures_stand_under_each_other() -> None:
    assert table(("", "s"), [("short", "1.00"), ("longer one", "12.00")]) == [
        "                s",
        "short        1.00",
        "longer one  12.00",
    ]


def test_growth_is_what_a_resource_costs_more_in_the_larger_project() -> None:
    small = Size(1000, dict.fromkeys(PHASES, 1.0))
    large = Size(4000, {"synth": 4.0, "check": 6.0, "plan": 4.8, "verify": 5.0})
    section = growth_section([small, large])
    assert [(round(goal.value, 2), goal.met) for goal in section.goals] == [
        (1.0, True),
        (1.5, False),
        (1.2, True),
        (1.25, False),
        (1.0, True),
        (1.04, False),
    ]
    assert section.lines[0].split() == ["s,", "1000", "ms", "each", "s,", "4000", "ms", "each", "ratio"]


def test_check_is_judged_by_the_clock() -> None:
    command = Command([], Path(), {})
    ours, plain = Check("relinfra check", command, [2.0], [4.0]), Check("checkov", command, [6.0], [6.0])
    section = check_section(ours, plain, 2660)
    (goal,) = section.goals
    assert (goal.value, goal.met) == (3.0, True)
    assert section.lines[-1].split() == ["checkov", "6.00", "3.00", "6.00", "1.50"]
