from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import UsageError
from relinfra.evidence import Fact, Facts, FileEvidence, Repository, collect_facts, read_output
from relinfra.execution import Event, append_events, event_of, record_path
from relinfra.plan import close_release, write_plan
from relinfra.plan.build import plan_of
from relinfra.plan.markdown import render
from relinfra.plan.release_state import _who
from relinfra.plan.sets import SETS
from relinfra.plan.verify import verify_plan
from tests.relinfra.plan.facts import text

SHOP = Path(__file__).parents[3] / "examples" / "shop"
RUN = "https://github.com/acme/shop/actions/runs/7"
DIGEST = "sha256:" + "a1" * 32


def event(kind: str, minute: int, **given: Any) -> Event:
    at = f"2026-12-08T14:{minute:02}:00Z"
    return event_of({"version": "2.5.0", "event": kind, "at": at, **given})


LIVE = {"stage": "production"}
SEEN = event("met", 0, criterion="journeys", by="Ines <b> | Duarte", proof=RUN)
APPROVED = event("approved", 1, by="Marta Silva", proof=RUN, **LIVE)
BEGUN = event("started", 2, run=RUN, commit="0" * 40, images={"web": DIGEST}, **LIVE)
STEP = event("step", 3, step="migration", outcome="succeeded", **LIVE)
SMOKE = event("checked", 4, check="smoke", passed=True, digest=DIGEST, **LIVE)
FAILED = event("checked", 4, check="as_built", passed=False, digest=DIGEST, findings=("web: 2 tasks",), **LIVE)
ENDED = event("finished", 5, outcome="succeeded", **LIVE)
BACK = event("rolled_back", 6, to="2.4.1", reason="5xx above 2 %", by="Dana Petrova", **LIVE)

STATES: Mapping[str, tuple[list[Event], str, str]] = {
    "draft": ([SEEN], "(draft)", "(черновик)"),
    "approved": ([SEEN, APPROVED], "(approved)", "(одобрено)"),
    "in_progress": ([SEEN, APPROVED, BEGUN, STEP, FAILED], "(in progress)", "(разворачивается)"),
    "released": ([SEEN, APPROVED, BEGUN, STEP, SMOKE, ENDED], "(released)", "(выпущено)"),
    "rolled_back": ([APPROVED, BEGUN, STEP, SMOKE, ENDED, BACK], "(rolled back)", "(откачено)"),
}


@pytest.fixture
def facts(synthesized: Callable[[str], Path], tmp_path: Path) -> Callable[[list[Event]], Facts]:
    """Return a function: events in, everything known of the shop's release out."""
    shutil.copytree(SHOP / "releases", tmp_path / "releases")
    shutil.copytree(SHOP / ".github", tmp_path / ".github")

    def collect(events: list[Event]) -> Facts:
        append_events(record_path(tmp_path, "2.5.0"), "2.5.0", events)
        return collect_facts(read_output(synthesized("shop")), Repository(tmp_path), "2.5.0", commits=False)

    return collect


def _texts(facts: Facts, language: str) -> dict[str, dict[str, str]]:
    return {
        name: {one.name: render(one, language).text for one in plan_of(name, facts, "2.5.0").documents} for name in SETS
    }


@pytest.mark.parametrize("state", STATES)
def test_every_document_says_in_its_title_where_the_release_is(
    facts: Callable[[list[Event]], Facts], state: str
) -> None:
    """In both languages, and one document of each set tells the whole of it once."""
    events, english, russian = STATES[state]
    known = facts(events)
    for language, word, section in (("en", english, "State of the release"), ("ru", russian, "Состояние релиза")):
        for documents in _texts(known, language).values():
            assert all(word in text.partition("\n")[0] for text in documents.values())
            assert sum(f"\n## {section}\n" in text for text in documents.values()) == 1


def test_what_happened_is_told_event_by_event(facts: Callable[[list[Event]], Facts]) -> None:
    """When, where, what and by whom, in the order of time; whatever people wrote stays text."""
    text = _texts(facts(STATES["in_progress"][0]), "en")["release-plan"]["release-plan"]
    table = text.partition("### History")[2].partition("\n## ")[0]
    told = ("`journeys` seen met", "approved", "deployment began commit", "step `migration` succeeded", "web: 2 tasks")
    places = [table.index(one) for one in told]
    assert places == sorted(places)
    assert "<b>" not in table
    assert f"<{RUN}>" in table
    assert "v2.5.0 \N{EN DASH} in progress" in text


def test_the_log_tells_what_was_planned_and_what_happened(facts: Callable[[list[Event]], Facts]) -> None:
    """A line each in the order of time, and at its end where the release is."""
    lines = plan_of("release-package", facts(STATES["rolled_back"][0]), "2.5.0").records["planning/planning.log"]
    log = lines.splitlines()
    assert log[0] == "2026-11-16 release: planning of 2.5.0 began"
    assert "2026-12-08 planned: release, release manager Dana Petrova" in log
    happened = [line for line in log if "production:" in line]
    assert happened == [
        "2026-12-08T14:01:00Z production: approved by Marta Silva",
        "2026-12-08T14:02:00Z production: started",
        "2026-12-08T14:03:00Z production: migration succeeded",
        "2026-12-08T14:04:00Z production: smoke passed",
        "2026-12-08T14:05:00Z production: succeeded",
        "2026-12-08T14:06:00Z production: taken back to 2.4.1: 5xx above 2 %",
    ]
    assert log[-1] == "state of 2.5.0: rolled_back"
    assert log[:-1] == sorted(log[:-1], key=lambda line: line.split(" ", 1)[0])


def test_boxes_and_next_steps_follow(facts: Callable[[list[Event]], Facts]) -> None:
    """What was seen, approved, deployed and checked with success is ticked, and no step that is done is next."""
    before = _texts(facts(STATES["draft"][0]), "en")
    after = _texts(facts(STATES["released"][0]), "en")
    ticked = {name: "\n".join(documents.values()).count("- [x]") for name, documents in after.items()}
    assert ticked["release-master"] >= "\n".join(before["release-master"].values()).count("- [x]") + 3
    assert "- [x] Product manager Marta Silva" in after["release-package"]["summary"]
    assert "- [x] Product manager Marta Silva" not in before["release-package"]["summary"]
    assert "closed with `relinfra release close`" in after["release-package"]["summary"]
    assert '"status": "released"' in plan_of("release-package", facts([]), "2.5.0").records["metadata.json"]


def test_documents_of_before_an_event_are_found_and_an_unfinished_release_is_not_closed(
    synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """The record is evidence like any other: what was written before it grew no longer says what is so."""
    shutil.copytree(SHOP / "releases", tmp_path / "releases")
    stacks, out, record = synthesized("shop"), tmp_path / "out", record_path(tmp_path, "2.5.0")
    write_plan(stacks, out, repository=tmp_path, version="2.5.0")
    assert verify_plan(out, stacks, repository=tmp_path).ok
    append_events(record, "2.5.0", [APPROVED, BEGUN])
    assert not verify_plan(out, stacks, repository=tmp_path).ok
    write_plan(stacks, out, repository=tmp_path, version="2.5.0")
    assert verify_plan(out, stacks, repository=tmp_path).ok
    with pytest.raises(UsageError, match="is in progress by its record, and not over"):
        close_release("2.5.0", out, stacks, repository=tmp_path)
    append_events(record, "2.5.0", [ENDED])
    write_plan(stacks, out, repository=tmp_path, version="2.5.0")
    verification, paths = close_release("2.5.0", out, stacks, repository=tmp_path)
    assert verification.ok
    assert paths


def test_nobody_is_taken_for_the_pipeline() -> None:
    """An event that a person wrote down without a name is no run of the pipeline; one with its address is."""
    run = Fact("execution.run", "https://ci.example.com/1", "", (FileEvidence("record", 1, ""),))
    assert text(_who("prod")) == "not recorded"
    assert text(_who("prod", run=run)).startswith("the pipeline")
