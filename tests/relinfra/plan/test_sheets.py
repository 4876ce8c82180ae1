"""The front sheet and the run sheet: what somebody carries through the day of a release."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from relinfra.evidence import Facts
from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.markdown import render
from relinfra.plan.model import Table
from relinfra.plan.sets.release_package.front_sheet import front_sheet
from relinfra.plan.sets.release_package.run_sheet import run_sheet
from tests.relinfra.plan.conftest import Options
from tests.relinfra.plan.facts import text
from tests.relinfra.plan.options import OPTIONS

SHOP = Path(__file__).parents[3] / "examples/shop"
Written = Callable[..., tuple[str, str]]
SAID = {"compatible": "backward_compatible: true", "zone": "timezone: UTC"}


@pytest.fixture
def sheets(tmp_path: Path) -> Written:
    """Return a function: what is synthesized, and words of the shop's release file with others, in; both sheets out."""

    def written(output: Path, changed: Mapping[str, str] | None = None, language: str = "en") -> tuple[str, str]:
        plan = plan_of("release-package", known(output, tmp_path / "repository", changed or {}), "2.5.0")
        front, run = (render(one, language).text for one in plan.documents[:2])
        return marked(front), marked(run)

    return written


def known(output: Path, repository: Path, changed: Mapping[str, str]) -> Facts:
    """Return what is known of an output with the shop's release file."""
    (repository / "releases").mkdir(parents=True, exist_ok=True)
    said = (SHOP / "releases/2.5.0.yaml").read_text(encoding="utf-8")
    for old, new in changed.items():
        assert old in said
        said = said.replace(old, new)
    (repository / "releases/2.5.0.yaml").write_text(said, encoding="utf-8")
    shutil.copy(SHOP / "releases/2.5.0.web.json", repository / "releases")
    return known_facts(output, repository=repository, version="2.5.0")


def marked(said: str) -> str:
    """Return a document without its marks and its evidence."""
    return re.sub(r" ?\[\^p\d+\]", "", re.sub(r"(?ms)^\[\^p\d+\]:.*", "", said))


def order(said: str, *words: str) -> bool:
    """Whether words stand in this order."""
    places = [said.index(one) for one in words]
    return places == sorted(places)


def test_they_open_the_package(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """Whoever opens the folder of a release begins with them."""
    plan = plan_of("release-package", known(synthesized("shop"), tmp_path, {}), "2.5.0")
    assert [one.name for one in plan.documents if one.sheet] == [one.name for one in plan.documents[:2]]
    assert '"front-sheet.md",\n    "run-sheet.md",\n    "scope.md"' in plan.records["metadata.json"]


def test_the_front_sheet_decides(sheets: Written, synthesized: Callable[[str], Path]) -> None:
    """Blockers first; then who decides and how they are reached, the window, the start, the stop, the last moment."""
    front, _ = sheets(synthesized("shop"), {SAID["zone"]: "timezone: Europe/Berlin"})
    assert "**No-go.**" in front
    assert "- [ ] All end-to-end tests pass\n  - Not all of them passed." in front
    assert "| Turning back at once" in front
    assert "(+1 555 0100) | 15 minutes |" in front
    assert "14:00 to 17:00 Europe/Berlin, that is 13:00 to 16:00 UTC (180 minutes)" in front
    assert "`web_image_tag` is the image tag that was built for v2.5.0" in front
    assert "relinfra runbook show stop-production-service-web" in front
    assert "30 minutes after the traffic shift the old tasks are gone" in front
    assert "Until 16:05 (15:05 UTC), T+2:05: a return by a new deployment still ends within the window" in front


def test_what_nobody_has_said_blocks() -> None:
    """Without a day, a window and people nobody can release."""
    empty = "".join(
        text(line) for section in front_sheet(Facts(())) for block in section.blocks for line in block.lines
    )
    assert "**No-go.**" in empty
    assert "Its window: **open question**" in empty


def test_the_run_sheet_goes_by_the_clock(sheets: Written, synthesized: Callable[[str], Path]) -> None:
    """Each row has its moment, owner, command, what is seen, its limit and when to stop."""
    _, run = sheets(synthesized("shop"))
    assert order(
        run, "12:00, T-2:00", "13:30, T-0:30", "14:00, T+0:00", "14:10, T+0:10", "15:05, T+1:05", "17:00, T+3:00"
    )
    deployed = next(row for row in run.splitlines() if "is replaced (blue/green)" in row)
    assert deployed.startswith(
        "| 14:10, T+0:10<br>At most: 55 minutes, for which Terraform waits | DevOps engineer Tom"
    )
    assert "ECS turns it back by itself when `shop-production-web-rollback-5xx` or" in deployed
    assert "Whoever is on call stops it when `shop-production-web-healthy-hosts` or" in deployed
    assert 'TF_VAR_web_image_tag="$WEB_IMAGE_TAG"' in run


def test_what_is_undone_follows_from_what_the_version_before_bears(
    sheets: Written, synthesized: Callable[[str], Path]
) -> None:
    """Its code goes back first where it works with the data of today, and only behind the data where it does not."""
    flag, code, data = "Turn `one_page_checkout` off", "deploy the version of `shop-production-web`", "Back from `order"
    last = "as they were in v2.4.1"
    _, borne = sheets(synthesized("shop"))
    front, unborne = sheets(synthesized("shop"), {SAID["compatible"]: "backward_compatible: false"})
    undone, otherwise = (said[said.index("## The order of undoing") :] for said in (borne, unborne))
    assert order(undone, flag, "relinfra runbook show stop-production-service-web", code, data, last)
    assert order(otherwise, flag, "relinfra runbook show stop-production-service-web", data, code, last)
    assert "Until 14:00, T+0:00: migration `order_currency` has not begun" in front
    assert "restore the data to `RESTORE_TIME`" in otherwise


@pytest.mark.parametrize("name", ["CodeDeploy", "migration", "worker", "upgrade"])
def test_every_kind_of_project_has_its_day(sheets: Written, with_options: Options, name: str) -> None:
    """Each live service is replaced, looked at, stopped and turned back, in order; nothing stays unset."""
    front, run = sheets(with_options(OPTIONS[name]))
    services = set(re.findall(r"^- `(hello-production-[a-z]+)`: stop the deployment", front, re.MULTILINE))
    doing, undoing = run.split("## The order of undoing")
    assert "hello-production-web" in services
    for service in services:
        assert f"`{service}` in eu-west-1 is replaced" in doing
        assert f"See that `{service}` runs" in doing
        assert f"deploy the version of `{service}` before this one" in undoing
    assert "not set" not in front + run


def test_a_day_without_a_limit_has_no_times_behind_it(sheets: Written, with_options: Options) -> None:
    """CodeDeploy deploys after Terraform has ended, so nobody knows when what follows begins."""
    front, run = sheets(with_options(OPTIONS["CodeDeploy"]))
    assert "nobody knows, since a step of the run sheet has no limit" in front
    assert "relinfra runbook show stop-production-service-web" in front
    assert "| then | QA lead" in run
    assert "nothing limits how long a deployment takes" in front


def test_an_upgrade_is_a_point_of_no_return(sheets: Written, with_options: Options) -> None:
    """It comes with the apply, and leads nowhere back."""
    front, run = sheets(with_options(OPTIONS["upgrade"]))
    assert "the engine is not upgraded yet. **There is no way back from 17 to 16" in front
    assert order(run, "Apply the stacks of production", "goes from major version 16 to 17", "is replaced (rolling)")


def test_rows_have_a_cell_for_each_heading(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """A table that lost a cell would shift what somebody reads at night."""
    found = known(synthesized("shop"), tmp_path, {})
    tables = [one for section in run_sheet(found) for one in section.blocks if isinstance(one, Table)]
    assert [{len(row.cells) for row in table.rows} for table in tables] == [{5}, {4}]


def test_it_is_go_once_everything_is_known_and_met(
    synthesized: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only looking tells is looked at by people; where nothing is left to be shown, the sheet says so."""
    monkeypatch.setattr("relinfra.plan.sets.release_package.front_sheet.criteria", lambda _: ())
    decision, *_ = front_sheet(known(synthesized("shop"), tmp_path, {}))
    assert [text(line) for block in decision.blocks for line in block.lines] == [
        "**Go.** Every must-have is shown to be met, and the day, the window and those who decide are known."
    ]


def test_a_return_that_does_not_fit_into_the_window_is_told(
    sheets: Written, synthesized: Callable[[str], Path]
) -> None:
    """Both numbers stand there."""
    front, _ = sheets(synthesized("shop"), {"minutes: 180, timezone": "minutes: 50, timezone"})
    assert "Terraform waits up to 55 minutes for one, and the window has 50 minutes." in front


def test_no_last_moment_stands_before_what_it_is_the_last_of(
    sheets: Written, synthesized: Callable[[str], Path]
) -> None:
    """Where no deployment begins early enough, no return of one fits; what has no time is no "then" after nothing."""
    front, _ = sheets(synthesized("shop"), {"minutes: 180, timezone": "minutes: 60, timezone"})
    assert "No return by a new deployment ends within the window" in front
    assert "still ends within" not in front
    assert "Until then migration" not in front
    assert "- **open question**" not in front


def test_a_job_that_migrates_is_named_and_starts_first(with_options: Options, tmp_path: Path) -> None:
    """Nobody runs by hand what the pipeline runs."""
    output = with_options(OPTIONS["migration"])
    file = tmp_path / ".github/workflows/release.yml"
    file.parent.mkdir(parents=True)
    file.write_text(workflow(Matrix.load(output.parent / "relinfra.yaml")))
    plan = plan_of("release-package", known(output, tmp_path, {}), "2.5.0")
    front, run = (marked(render(one).text) for one in plan.documents[:2])
    assert 'gh workflow run release.yml -f web_image_tag="$WEB_IMAGE_TAG"' in front
    assert order(
        run,
        "Start `.github/workflows/release.yml`:",
        "approve production",
        "Run migration `order_currency`",
        "is replaced",
    )
    assert "Job `deploy-production` does that in its step" in run
    assert "and gives it up after 30 minutes." in run
    assert "aws ecs run-task" not in run
    release = render(plan_of("release-plan", known(output, tmp_path, {}), "2.5.0").documents[0]).text
    assert "It gives the migration of `hello-production-web` up after 30 minutes." in release
