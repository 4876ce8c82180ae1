"""Agreements made of the plans of the real terraform."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from relinfra.agreement import agreed_actions, agreement_text, folder_digest, judged, read_agreement, read_plan
from relinfra.agreement.agreement import Agreement
from relinfra.agreement.judging import Judgement
from tests.relinfra.agreement.conftest import NETWORK, SERVICE, Body, Site

AT = datetime(2026, 12, 8, 14, tzinfo=UTC)
DATA = "aws_s3_bucket.data"


def _agreed(site: Site, *awaiting: str) -> Agreement:
    return agreed_actions(site.output, site.folder / "plans", "production", at=AT, awaiting=awaiting)


def _judged(site: Site, agreement: Agreement, stack: str, *acknowledged: str) -> Judgement:
    plan, said = site.plan(stack)
    assert said == ""
    digest = folder_digest(site.output)
    return judged(agreement, stack, read_plan(plan), digest=digest, at=AT, hours=1, acknowledged=acknowledged)


def _changed(stacks: dict[str, Body]) -> None:
    resources = stacks[NETWORK]["resource"]
    resources["aws_vpc"]["main"]["cidr_block"] = "10.9.0.0/16"
    resources["aws_ssm_parameter"]["login"]["value"] = "correct horse"
    del resources["aws_s3_bucket"]


def _more(stacks: dict[str, Body]) -> None:
    _changed(stacks)
    stacks[NETWORK]["resource"]["aws_vpc"]["main"]["tags"] = {"version": "2"}


@pytest.mark.slow
def test_what_was_agreed_is_what_is_applied(site: Site) -> None:
    """A first release, and one that changes what another stack reads, destroys data and rotates a secret.

    It takes seven plans and three applies of the real terraform, about ten seconds: no stand-in knows what a plan says.
    """
    assert site.plan(NETWORK)[1] == ""
    assert "Unable to find remote state" in site.plan(SERVICE)[1]
    first = _agreed(site, SERVICE)
    assert first.stacks[1].awaits == (NETWORK,)
    assert "hunter2" not in agreement_text(first)
    assert _judged(site, first, NETWORK).ok
    site.apply(NETWORK)
    assert _judged(site, first, SERVICE).ok
    site.apply(SERVICE)

    site.write(_changed)
    for stack in (NETWORK, SERVICE):
        site.plan(stack)
    file = site.folder / "agreed.json"
    file.write_text(agreement_text(_agreed(site)))
    agreement = read_agreement(file)
    assert agreement.losses == (f"{NETWORK}:{DATA}",)
    assert "correct horse" not in file.read_text()
    refused = _judged(site, agreement, NETWORK)
    assert [one.address for one in refused.deviations] == [DATA]
    assert _judged(site, agreement, NETWORK, f"{NETWORK}:{DATA}").ok
    site.apply(NETWORK)
    followed = _judged(site, agreement, SERVICE)
    assert followed.ok, followed
    assert followed.notes == tuple(
        f"aws_cloudwatch_log_group.{name}: follows from what was agreed for {NETWORK}" for name in ("own", "web")
    )

    site.write(_more)
    assert "the stacks are others than were planned" in _judged(site, agreement, NETWORK).deviations[0].why
