from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from relinfra.errors import OutputError, UsageError
from relinfra.evidence import Facts
from relinfra.plan.build import known_facts
from relinfra.smoke import Probe, Smoke, measurements_of, probes_of, run_smoke
from relinfra.smoke.measure import measure
from relinfra.smoke.probe import probe
from relinfra.smoke.request import ask
from relinfra.smoke.smoke import Asking

AT = datetime(2026, 12, 8, 14, 30, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return known_facts(synthesized("shop"), repository=tmp_path_factory.mktemp("repository"))


def test_what_is_asked_is_read_from_the_stacks(facts: Facts) -> None:
    """Address, statuses and limit of a service are those of its health check."""
    web = next(one for one in probes_of(facts.stage("production"), {}) if one.name == "web")
    service = facts.stage("production").services[0]
    assert service.domain
    assert service.health.path
    assert web.url == f"https://{service.domain.value}{service.health.path.value}"
    assert web.limit_ms is not None
    assert not web.elsewhere


@pytest.mark.parametrize(
    ("path", "outcome", "found"),
    [
        ("/ok", "passed", "3 of 3 requests, the slowest in"),
        ("/moved", "failed", "3 of 3 requests: status 302, expected 200-299"),
        ("/broken", "failed", "status 503"),
        ("/garbage", "failed", "BadStatusLine"),
        ("/nothing", "failed", "RemoteDisconnected"),
        ("/long", "failed", "LineTooLong"),
        ("/slow", "failed", "expected at most 200 ms"),
        ("/flaky", "failed", "2 of 3 requests: status 503"),
    ],
)
def test_every_answer_has_to_be_well_and_in_time(server: str, path: str, outcome: str, found: str) -> None:
    """A redirect is no answer, nor is anything that is not HTTP, and one request out of three is one too many."""
    probed = probe(Probe("web", f"{server}{path}", "200-299", 200), 3, 5, None)
    assert (probed.outcome, len(probed.answers)) == (outcome, 3)
    assert found in probed.found


def test_a_request_ends_within_its_time(server: str) -> None:
    """A server that sends a byte now and then keeps every timeout of a socket from passing."""
    begun = time.monotonic()
    answer = ask(f"{server}/dripping", 0.4)
    assert answer.status is None
    assert "no answer within 0.4 seconds" in answer.error
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("statuses", "well", "wrong"),
    [("200", (200,), (201, 500)), ("200-299,301", (204, 301), (302,)), ("200,404", (404,), (403,))],
)
def test_statuses_are_those_of_load_balancers(statuses: str, well: tuple[int, ...], wrong: tuple[int, ...]) -> None:
    """One, several, or a range, as the matcher of a target group takes them."""
    asked = Probe("web", "http://localhost", statuses)
    assert all(map(asked.accepts, well))
    assert not any(map(asked.accepts, (*wrong, None)))


def test_a_region_with_a_domain_of_its_own_is_asked_by_it(facts: Facts) -> None:
    """Only a domain that leads to the primary region needs a place to connect to."""
    stage = facts.stage("production")
    domain = stage.services[0].domain
    assert domain
    assert not any(one.elsewhere for one in probes_of(stage, {}, {"us.example.com"}))
    assert all(one.elsewhere for one in probes_of(stage, {}, {str(domain.value)}))


def test_another_region_is_asked_by_its_load_balancer(server: str) -> None:
    """Its names lead to the primary region, so without a place to connect to nothing is known of it."""
    elsewhere = Probe("web", "http://shop.invalid/ok", "200", 1000, elsewhere=True)
    assert probe(elsewhere, 1, 1, None).outcome == "unknown"
    port = urlsplit(server).port
    assert port
    assert probe(elsewhere, 1, 1, ("127.0.0.1", port)).outcome == "passed"


def _file(folder: Path, name: str, values: list[float], status: str = "Complete") -> None:
    times = [f"2026-12-08T14:{minute:02}:00+00:00" for minute in range(len(values))]
    result = {"Id": "e", "Timestamps": times[::-1], "Values": values[::-1], "StatusCode": status}
    (folder / f"{name}.json").write_text(json.dumps({"MetricDataResults": [result], "Messages": []}))


def test_a_window_is_judged_as_its_alarm_judges_it(facts: Facts, tmp_path: Path) -> None:
    """As many values beyond the threshold as make the alarm fire fail; fewer, and no requests at all, do not."""
    found = {one.alarm: one for one in measurements_of(facts.stage("production"), AT, 15)}
    one = found["shop-production-web-rollback-5xx"]
    quiet, loud = [0.0] * 10, [one.threshold + 1] * one.datapoints
    _file(tmp_path, one.alarm, [*quiet, *loud])
    assert measure(one, tmp_path).outcome == "failed"
    _file(tmp_path, one.alarm, [*quiet, *loud[1:], *quiet])
    assert measure(one, tmp_path).outcome == "passed"
    _file(tmp_path, one.alarm, [])
    assert measure(one, tmp_path).outcome == "passed"
    _file(tmp_path, one.alarm, quiet, "PartialData")
    assert measure(one, tmp_path).outcome == "unknown"
    assert measure(one, None).outcome == "unknown"
    for other in (
        "{}",
        '{"MetricDataResults": [{}]}',
        '{"MetricDataResults": [{"Values": [1], "Timestamps": []}]}',
    ):
        (tmp_path / f"{one.alarm}.json").write_text(other)
        with pytest.raises(OutputError, match="expected what `aws cloudwatch get-metric-data` prints"):
            measure(one, tmp_path)


def test_the_query_is_a_command_of_the_shell(facts: Facts) -> None:
    """It names region, window to the minute, and takes the queries from the alarm in AWS."""
    for one in measurements_of(facts.stage("production"), AT, 15):
        words = shlex.split(one.query)
        assert words[:5] == ["aws", "cloudwatch", "get-metric-data", "--region", "us-east-1"]
        assert words[5:9] == ["--start-time", "2026-12-08T14:15:00Z", "--end-time", "2026-12-08T14:30:00Z"]
        assert f"--alarm-names {one.alarm} --query 'MetricAlarms[0].Metrics'" in one.query


def test_a_stage_is_well_when_all_of_it_is_known_to_be(facts: Facts, server: str, tmp_path: Path) -> None:
    """One address that is not well, or one alarm that nobody measured, and it is not."""
    for one in measurements_of(facts.stage("production"), AT, 15):
        _file(tmp_path, one.alarm, [0.0] * 15)
    asking = Asking(requests=1, urls={"web": f"{server}/ok"}, metrics=tmp_path)
    smoke = run_smoke(facts, "production", AT, asking)
    assert smoke.ok, smoke.findings
    assert smoke.body["check"] == "smoke"
    json.dumps(smoke.body)
    unmeasured = run_smoke(facts, "production", AT, Asking(requests=1, urls=asking.urls))
    assert (unmeasured.ok, "nobody measured it" in unmeasured.findings[0]) == (False, True)
    flaky = Asking(requests=1, urls={"web": f"{server}/flaky"}, metrics=tmp_path, wait=10)
    assert run_smoke(facts, "production", AT, flaky).ok


def test_a_stage_without_an_address_is_not_well(facts: Facts) -> None:
    """Where nothing was asked, nothing is known; a service or stage that is none is bad input."""
    nothing = Smoke("production@us-west-2", "2026-12-08T14:30:00Z", (), ())
    assert (nothing.ok, "there is no address to ask" in nothing.findings[0]) == (False, True)
    with pytest.raises(UsageError, match="expected a stage that has stacks"):
        run_smoke(facts, "prod", AT, Asking())
    with pytest.raises(UsageError, match="--url wbe: expected a service of production, one of web"):
        run_smoke(facts, "production", AT, Asking(urls={"wbe": "http://localhost"}))
