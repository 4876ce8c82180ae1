import json
from itertools import combinations
from typing import Any

import pytest

from relinfra_constructs.observability.dashboard import Dashboard, DashboardProps, ServicePanel
from relinfra_constructs.observability.database_panels import ClusterPanel, DatabasePanel
from relinfra_constructs.observability.widgets import Graph, Line
from tests.services import SWAPPING_METRICS
from tests.support import resource, synthesize

ALARMS = [f"arn:alarm:{number}" for number in range(5)]


def panel(title: str, **arguments: Any) -> ServicePanel:
    settings: dict[str, Any] = {
        "cluster_name": "shop-production",
        "service_name": f"shop-production-{title}",
        "metrics": SWAPPING_METRICS,
        "error_rate_percent": 5,
        "p95_latency_ms": 250,
    }
    return ServicePanel(title=title, **{**settings, **arguments})


@pytest.fixture(scope="module")
def widgets() -> list[dict[str, Any]]:
    props = DashboardProps(
        name="shop-production",
        region="us-east-1",
        alarm_arns=ALARMS,
        services=[panel("web", canary_name="shop-production-web"), panel("worker", metrics=None)],
        databases=[
            DatabasePanel(title="main", identifier="shop-production-main"),
            ClusterPanel(title="orders", identifier="shop-production-orders"),
        ],
    )
    synthesized = synthesize(lambda stack: Dashboard(stack, "dashboard", props))
    body = resource(synthesized, "aws_cloudwatch_dashboard.main")["dashboard_body"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


def titles(widgets: list[dict[str, Any]]) -> list[str]:
    return [
        widget["properties"].get("title") or widget["properties"]["markdown"]
        for widget in sorted(widgets, key=lambda widget: (widget["y"], widget["x"]))
    ]


def test_alarms_come_first_then_what_users_see_then_what_runs(widgets: list[dict[str, Any]]) -> None:
    """The order in which somebody just woken asks."""
    tasks = ["Tasks: wanted and running", "CPU, percent", "Memory, percent"]
    assert titles(widgets) == [
        "Alarms",
        "## web",
        "Requests a minute, by target group",
        "5xx, percent",
        "p95, seconds",
        "Public URL: good answers, percent",
        "Public URL: latency, milliseconds",
        *tasks,
        "## worker",
        *tasks,
        "## Database main",
        "CPU, percent",
        "Connections",
        "Free storage, bytes",
        "Latency, seconds",
        "## Database orders",
        "CPU of writer and readers, percent",
        "Capacity of writer and readers, ACU",
        "Connections to the writer",
        "Lag of readers, milliseconds",
    ]


def test_no_widget_covers_another_or_leaves_the_page(widgets: list[dict[str, Any]]) -> None:
    """CloudWatch refuses what does not fit into 24 columns."""
    cells = [
        {(x, y) for x in range(w["x"], w["x"] + w["width"]) for y in range(w["y"], w["y"] + w["height"])}
        for w in widgets
    ]
    assert all(max(x for x, _ in area) < 24 for area in cells)
    assert not any(first & second for first, second in combinations(cells, 2))


def test_a_graph_shows_the_line_that_must_not_be_crossed(widgets: list[dict[str, Any]]) -> None:
    """The same queries and the same thresholds as the alarms."""
    graphs = {widget["properties"].get("title"): widget["properties"] for widget in widgets}
    assert graphs["5xx, percent"]["annotations"]["horizontal"][0]["value"] == 5
    assert graphs["p95, seconds"]["annotations"]["horizontal"][0]["value"] == 0.25
    [result] = graphs["p95, seconds"]["metrics"][-1]
    assert result["expression"] == SWAPPING_METRICS.p95_seconds()[-1]["expression"]


def test_readers_of_an_instance_share_its_graphs() -> None:
    """Whoever compares them sees them in one; how far they are behind has its own."""
    drawn = {
        graph.title: _instances(graph) for graph in DatabasePanel(title="main", identifier="a", readers="bc").graphs()
    }
    assert drawn["CPU, percent"] == ["a", "b", "c"]
    assert drawn["Lag of readers, seconds"] == ["b", "c"]
    alone = [graph.title for graph in DatabasePanel(title="main", identifier="a").graphs()]
    assert "Lag of readers, seconds" not in alone


def _instances(graph: Graph) -> list[str]:
    return [line.dimensions["DBInstanceIdentifier"] for line in graph.content if isinstance(line, Line)]
