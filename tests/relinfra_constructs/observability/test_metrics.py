from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from relinfra_constructs.observability.metrics import TargetMetrics
from tests.services import BLUE_METRICS, SWAPPING_METRICS


def expression(queries: Sequence[Mapping[str, Any]]) -> str:
    """Return the one expression whose data the alarm looks at."""
    [result] = [query for query in queries if query["return_data"]]
    return str(result["expression"])


def watched(queries: Sequence[Mapping[str, Any]], metric: str) -> list[str | None]:
    """Return the target groups of every query of a metric; None for the load balancer as a whole."""
    found = [query["metric"] for query in queries if "metric" in query]
    return [entry["dimensions"].get("TargetGroup") for entry in found if entry["metric_name"] == metric]


@pytest.mark.parametrize("metrics", [BLUE_METRICS, SWAPPING_METRICS])
@pytest.mark.parametrize("measure", ["error_percent", "p95_seconds", "unhealthy_hosts"])
def test_every_query_has_an_id_of_its_own_and_one_is_the_result(metrics: TargetMetrics, measure: str) -> None:
    """CloudWatch refuses anything else."""
    queries = getattr(metrics, measure)()
    identifiers = [query["id"] for query in queries]
    assert len(set(identifiers)) == len(identifiers)
    assert expression(queries)


def test_errors_and_requests_are_summed_over_groups_that_swap() -> None:
    """Neither group is the serving one for good."""
    queries = SWAPPING_METRICS.error_percent()
    groups = list(SWAPPING_METRICS.target_groups)
    assert watched(queries, "HTTPCode_Target_5XX_Count") == groups
    assert watched(queries, "RequestCount") == groups
    requests = "SUM([requests_1, requests_2, load_balancer_5xx])"
    errors = "FILL(SUM([target_5xx_1, target_5xx_2, load_balancer_5xx]), 0)"
    assert expression(queries) == f"IF({requests} > 20, 100 * {errors} / {requests}, 0)"


def test_the_only_service_is_charged_with_what_the_load_balancer_answers_itself() -> None:
    """Tasks that refuse connections produce 502 and no 5xx of their own."""
    assert watched(BLUE_METRICS.error_percent(), "HTTPCode_ELB_5XX_Count") == [None]


def test_a_service_is_not_rolled_back_for_its_neighbours_outage() -> None:
    """Behind a shared load balancer, failed connections to its own targets count instead."""
    queries = replace(SWAPPING_METRICS, shared_load_balancer=True).error_percent()
    assert watched(queries, "HTTPCode_ELB_5XX_Count") == []
    assert watched(queries, "TargetConnectionErrorCount") == list(SWAPPING_METRICS.target_groups)


def test_latency_is_the_worse_of_both_groups_and_silent_without_requests() -> None:
    """A percentile of three requests says nothing."""
    queries = replace(SWAPPING_METRICS, minimum_requests=5).p95_seconds()
    assert expression(queries) == "IF(SUM([requests_1, requests_2]) > 5, MAX([p95_1, p95_2]), 0)"


def test_one_group_needs_no_aggregation() -> None:
    """A rolling service has one for good."""
    assert expression(BLUE_METRICS.p95_seconds()) == "IF(requests_1 > 20, p95_1, 0)"
