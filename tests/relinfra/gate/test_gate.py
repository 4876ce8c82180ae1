from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import Verdict
from relinfra.errors import UsageError
from relinfra.evidence import Facts, Output, Repository, collect_facts, read_output
from relinfra.evidence.declared import Declarations
from relinfra.execution import Event, append_events, event_of, record_path
from relinfra.gate import Gate, gate_of
from relinfra.output import DocumentList, stacks_digest
from relinfra.plan.criteria import criteria

SHOP = Path(__file__).parents[3] / "examples" / "shop"
RELEASE = (SHOP / "releases" / "2.5.0.yaml").read_text().replace("passed: 58", "passed: 60")
WORKFLOW = (SHOP / ".github" / "workflows" / "release.yml").read_text()
IN_WINDOW = "2026-12-08T14:30:00+00:00"
SEEN = ("rehearsed", "journeys", "policies", "scans.release")

Ask = Callable[..., Gate]


def event(kind: str, at: str = "2026-12-07T09:00:00Z", **given: Any) -> Event:
    return event_of({"version": "2.5.0", "event": kind, "at": at, **given})


APPROVED = event("approved", by="Dana Petrova")
LIVE = {"stage": "production"}
READY = [APPROVED, *(event("met", criterion=key, by="Ines Duarte") for key in SEEN)]
BEGUN = event("started", **LIVE)


@pytest.fixture(scope="module")
def output(synthesized: Callable[[str], Path]) -> Output:
    return read_output(synthesized("shop"))


@pytest.fixture
def facts(output: Output, tmp_path: Path) -> Callable[..., Facts]:
    """Return a function: changes of the release file and events in, facts out."""

    def collect(
        events: Sequence[Event] = READY, *changes: tuple[str, str], waivers: dict[str, str], workflow: str = WORKFLOW
    ) -> Facts:
        text = RELEASE
        for former, present in changes:
            assert former in text
            text = text.replace(former, present)
        (tmp_path / "releases").mkdir(exist_ok=True)
        (tmp_path / "releases" / "2.5.0.yaml").write_text(text)
        (tmp_path / ".github" / "workflows").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".github" / "workflows" / "release.yml").write_text(workflow)
        record_path(tmp_path, "2.5.0").unlink(missing_ok=True)
        append_events(record_path(tmp_path, "2.5.0"), "2.5.0", events)
        body = json.loads(json.dumps(output.declared.body))
        for one in body["waivers"]:
            one["expires"] = waivers.get(one["policy"], "2099-12-31")
        declared = replace(output, declared=Declarations(body))
        return collect_facts(declared, Repository(tmp_path), "2.5.0", commits=False)

    return collect


@pytest.fixture
def ask(facts: Callable[..., Facts]) -> Ask:
    """Return a function: the gate before a stage of the shop, which is open unless something is changed."""

    def gate(
        *changes: tuple[str, str],
        events: Sequence[Event] = READY,
        at: str = IN_WINDOW,
        stage: str = "production",
        waivers: dict[str, str] | None = None,
        workflow: str = WORKFLOW,
    ) -> Gate:
        known = facts(events, *changes, waivers=waivers or {}, workflow=workflow)
        return gate_of(known, "2.5.0", stage, datetime.fromisoformat(at))

    return gate


def test_a_release_that_is_ready_goes_through(ask: Ask) -> None:
    """Approved, within its window, every blocking criterion met: open, and what should be known is told."""
    gate = ask()
    assert gate.ok, gate.stopping
    assert {one.rule for one in gate.notices} == {
        "criterion watched",
        "criterion changelog",
        "criterion said.support_briefed",
    }
    assert (gate.state, gate.live) == ("approved", True)


STOPPED: dict[str, tuple[dict[str, Any], str, str]] = {
    "nobody approved": ({"events": READY[1:]}, "state", "the release is a draft"),
    "another stage was approved": (
        {"events": [event("approved", by="Dana", stage="staging"), *READY[1:]]},
        "state",
        "the release is a draft",
    ),
    "approved by a file alone": (
        {"changes": [("status: planning", "status: approved")], "events": READY[1:]},
        "approval",
        "nothing says who approved",
    ),
    "rolled back": (
        {"events": [*READY, BEGUN, event("rolled_back", "2026-12-08T14:10:00Z", to="2.4.1", reason="5xx", **LIVE)]},
        "state",
        "was rolled back, and not approved again",
    ),
    "approved in days to come": (
        {"events": [event("approved", "2026-12-09T09:00:00Z", by="Dana"), *READY[1:]]},
        "approval",
        "an approval is dated 2026-12-09T09:00:00Z",
    ),
    "a test fails": (
        {"changes": [("e2e: {passed: 60", "e2e: {passed: 59")]},
        "criterion tests.e2e",
        "All end-to-end tests pass: Not all of them passed",
    ),
    "a test fails, and somebody saw it pass": (
        {
            "changes": [("e2e: {passed: 60", "e2e: {passed: 59")],
            "events": [*READY, event("met", criterion="tests.e2e", by="Tom")],
        },
        "criterion tests.e2e",
        "Not all of them passed",
    ),
    "nobody looked": ({"events": [APPROVED, *READY[2:]]}, "criterion rehearsed", "The release has run in staging"),
    "a freeze": ({"at": "2026-12-20T14:30:00+00:00"}, "freeze", "lies in the freeze year_end from 2026-12-18"),
    "a minute before the window": ({"at": "2026-12-08T13:59:59+00:00"}, "window", "lies outside the window from"),
    "its end": ({"at": "2026-12-08T17:00:00+00:00"}, "window", "to 2026-12-08 17:00 UTC"),
    "another zone": (
        {"changes": [("timezone: UTC", "timezone: America/New_York")]},
        "window",
        "from 2026-12-08 19:00 UTC to 2026-12-08 22:00 UTC",
    ),
    "another day without a window": (
        {"changes": [("window: {", "# window: {")], "at": "2026-12-09T00:00:00+00:00"},
        "window",
        "2026-12-09 is not the day of the release, 2026-12-08",
    ),
    "no day": ({"changes": [("date: 2026-12-08 ", "# date: ")]}, "window", "nothing says on which day it goes live"),
    "a waiver that ended": ({"waivers": {"CKV2_AWS_28": "2026-12-07"}}, "waiver", "CKV2_AWS_28 ended on 2026-12-07"),
    "a waiver that ends meanwhile": (
        {"waivers": {"CKV2_AWS_28": "2026-12-10"}},
        "waiver",
        "CKV2_AWS_28 ends on 2026-12-10, before the release is watched to its end on 2026-12-11",
    ),
}


@pytest.mark.parametrize(("given", "rule", "found"), STOPPED.values(), ids=STOPPED)
def test_one_thing_is_enough_to_stop_it(ask: Ask, given: dict[str, Any], rule: str, found: str) -> None:
    """Whatever stands against it is told with its rule, what is so, what to do and where that is read."""
    gate = ask(*given.pop("changes", ()), **given)
    assert not gate.ok
    told = [one for one in gate.stopping if one.rule == rule and found in one.found]
    assert told, gate.stopping
    assert all(one.remedy for one in told)
    if rule in ("freeze", "waiver", "window", "criterion tests.e2e") and "which day" not in found:
        assert all(one.places for one in told)


OPEN: dict[str, dict[str, Any]] = {
    "approved for the stage alone": {"events": [event("approved", by="Dana", **LIVE), *READY[1:]]},
    "approved again after the way back": {
        "events": [
            *READY,
            BEGUN,
            event("rolled_back", "2026-12-08T14:10:00Z", to="2.4.1", reason="5xx", **LIVE),
            event("approved", "2026-12-08T14:20:00Z", by="Dana"),
        ]
    },
    "tried again": {"events": [*READY, BEGUN, event("finished", outcome="failed", **LIVE)]},
    "the first second of the window": {"at": "2026-12-08T14:00:00+00:00"},
    "its last": {"at": "2026-12-08T16:59:59+00:00"},
    "the same in another zone": {"at": "2026-12-08T22:30:00+08:00"},
    "a window past midnight": {
        "changes": [('start: "14:00"', 'start: "23:00"')],
        "at": "2026-12-09T01:30:00+00:00",
    },
    "no window": {"changes": [("window: {", "# window: {")], "at": "2026-12-08T03:00:00+00:00"},
    "a waiver that ends when it is over": {"waivers": {"CKV2_AWS_28": "2026-12-11"}},
}


@pytest.mark.parametrize("given", OPEN.values(), ids=OPEN)
def test_what_is_allowed_is_not_stopped(ask: Ask, given: dict[str, Any]) -> None:
    """A gate that stops what may go is switched off before long."""
    gate = ask(*given.pop("changes", ()), **given)
    assert gate.ok, gate.stopping


def test_evidence_that_goes_too_soon_is_told(ask: Ask) -> None:
    """Ninety days of artifacts are no twelve months, with the line that says so; a bundle as ours makes is kept."""
    bare = WORKFLOW.replace("relinfra evidence make", "tar --create")
    assert bare != WORKFLOW
    told = next(one for one in ask(workflow=bare).notices if one.rule == "retention")
    assert "kept 90 days, evidence has to be for 365" in told.found
    assert told.places[0].startswith(".github/workflows/release.yml:")
    assert "retention" not in {one.rule for one in ask().notices}


def test_stages_before_customers_know_freezes_alone(ask: Ask) -> None:
    """A draft is tried in staging, though not in a freeze."""
    assert ask(events=[], stage="staging").ok
    assert [one.rule for one in ask(events=[], stage="staging", at="2026-12-20T10:00:00+00:00").stopping] == ["freeze"]


def test_a_stage_that_is_none_is_bad_input(ask: Ask) -> None:
    """The stages there are get named."""
    with pytest.raises(UsageError, match=r"prod: expected a stage that has stacks, one of .*production"):
        ask(stage="prod")


def test_the_gate_and_the_documents_read_one_state(facts: Callable[..., Facts]) -> None:
    """What stops is exactly what the criteria of the documents say blocks and is not met."""
    known = facts([APPROVED], waivers={})
    gate = gate_of(known, "2.5.0", "production", datetime.fromisoformat(IN_WINDOW))
    blocking = {f"criterion {one.key}" for one in criteria(known) if one.blocks and not one.met}
    assert {one.rule for one in gate.stopping} == blocking != set()


def test_a_word_counts_where_facts_do_not_tell(facts: Callable[..., Facts]) -> None:
    """What somebody saw is met and says by whom; it holds against no fact."""
    found = {one.key: one for one in criteria(facts(READY, waivers={}))}
    assert found["journeys"].met
    assert found["journeys"].witness
    assert found["journeys"].claim.verdict is Verdict.UNKNOWN
    assert found["tests.unit"].witness == ()


def _report(out: Path, body: dict[str, Any], of: str) -> Path:
    """Write a policy report, listed as one of stacks with a digest, beside stacks; return their folder."""
    text = json.dumps(body)
    stacks = out / "cdktf.out"
    stacks.mkdir(exist_ok=True)
    (stacks / "relinfra.json").write_text(json.dumps({"files": {"stack": "1"}}))
    (out / "policy-report.json").write_text(text)
    (out / "documents.json").write_text(DocumentList().with_reports({"policy-report.json": text}, of).text)
    return stacks


FAILED = {
    "ok": False,
    "summary": {"total": {"failed": 2}},
    "policies": [
        {"id": "CKV_RELINFRA_31", "findings": [{"status": "failed"}, {"status": "failed"}]},
        {"id": "CKV_AWS_1", "findings": [{"status": "waived"}]},
    ],
    "waivers": {"faults": []},
    "problems": [],
}


def test_nobody_writes_a_failed_policy_down_as_met(facts: Callable[..., Facts], tmp_path: Path) -> None:
    """A report of these stacks stops a release whatever was recorded; one of other stacks says nothing of these."""
    known, at = facts(waivers={}), datetime.fromisoformat(IN_WINDOW)
    stacks = _report(tmp_path, FAILED, "0")

    def ask(stage: str = "production") -> list[tuple[str, str]]:
        return [(one.rule, one.found) for one in gate_of(known, "2.5.0", stage, at, stacks).stopping]

    assert ask() == []
    _report(tmp_path, FAILED, stacks_digest(stacks))
    assert ask() == [("policies", "2 failed: CKV_RELINFRA_31")]
    assert ask("staging") == []
    (tmp_path / "policy-report.json").write_text(json.dumps({**FAILED, "ok": True}))
    assert ask() == [("policies", "policy-report.json is not as it was made")]
    _report(tmp_path, {**FAILED, "ok": True}, stacks_digest(stacks))
    assert ask() == []
