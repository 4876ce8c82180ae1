import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra import lint
from relinfra.errors import UsageError
from relinfra.linter import lint_rules

EXAMPLES = Path(__file__).parents[3] / "examples"
CLI = Path(__file__).parents[3] / "docs" / "cli.md"
Edited = Callable[..., list[str]]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a function: what to replace in the shop's matrix or release file in, the findings out."""

    def findings(*replacements: tuple[str, str, str], rule: str = "") -> list[str]:
        shop = tmp_path / "shop"
        shutil.copytree(EXAMPLES / "shop", shop, ignore=shutil.ignore_patterns("out"))
        for file, old, new in replacements:
            text = (shop / file).read_text()
            assert old in text
            (shop / file).write_text(text.replace(old, new, 1))
        return [
            str(one).replace(f"{shop}/", "") for one in lint(shop / "relinfra.yaml") if one.rule == rule or not rule
        ]

    return findings


RELEASE = "releases/2.5.0.yaml"


@pytest.mark.parametrize(
    ("rule", "replacement", "found"),
    [
        (
            "no-rollback-plan",
            (RELEASE, ", fallback: All customers see the old checkout with their next page.", ""),
            "flag `one_page_checkout`",
        ),
        ("manual-everything", (RELEASE, "automated: true, test: e2e/pay.spec.ts", "automated: false"), "journey `pay`"),
        ("no-rollback-plan", (RELEASE, "    backward_compatible: true\n", ""), "change `order_currency`"),
        ("missing-criteria", (RELEASE, "    rehearsed_in: staging\n", ""), "change `order_currency`"),
        (
            "unclear-ownership",
            (RELEASE, "met: true, owner: security_engineer,", "met: true,"),
            "criterion `security_review`",
        ),
    ],
)
def test_what_a_release_file_lacks_is_found_at_its_line(
    edited: Edited, rule: str, replacement: tuple[str, str, str], found: str
) -> None:
    """One rule, one place, one remedy."""
    (finding,) = edited(replacement, rule=rule)
    assert finding.startswith(f"{RELEASE}:")
    assert found in finding


def test_a_stage_that_tries_another_strategy_is_drift(edited: Edited) -> None:
    """At the line of the live stage's strategy."""
    (finding,) = edited(rule="environment-drift")
    lines = (EXAMPLES / "shop" / "relinfra.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "strategy: blue_green" in text)
    assert finding.startswith(f"relinfra.yaml:{line}:")
    assert "`web` is blue_green here and rolling in staging" in finding


def test_a_service_without_rollback_alarms_has_no_plan(edited: Edited) -> None:
    """The deployment goes on whatever customers see."""
    block = (EXAMPLES / "shop" / "relinfra.yaml").read_text().partition("          strategy: blue_green\n")[2]
    block = "          strategy: blue_green\n" + block.partition("    databases:")[0]
    (finding,) = edited(("relinfra.yaml", block, "          strategy: rolling\n"), rule="no-rollback-plan")
    assert "no alarm turns a deployment of `web` back" in finding


def test_a_repository_without_workflow_and_release_says_so(tmp_path: Path) -> None:
    """Nothing is taken for granted."""
    shutil.copy(EXAMPLES / "minimal" / "relinfra.yaml", tmp_path)
    found = [str(one) for one in lint(tmp_path / "relinfra.yaml")]
    assert any("no workflow delivers these stacks" in one for one in found)
    assert any("no release has a file" in one for one in found)


def test_a_rule_can_be_left_out(tmp_path: Path) -> None:
    """By its id; an unknown one is refused."""
    shutil.copy(EXAMPLES / "minimal" / "relinfra.yaml", tmp_path)
    assert lint(tmp_path / "relinfra.yaml", ignored=tuple(lint_rules())) == ()
    with pytest.raises(UsageError, match="deploy-and-pray"):
        lint(tmp_path / "relinfra.yaml", ignored=["all"])


def test_every_rule_is_documented() -> None:
    """With what it looks for."""
    text = CLI.read_text()
    assert [name for name in lint_rules() if f"| `{name}` |" not in text] == []
