from typing import Any

import pytest

from relinfra_constructs.ecs.capacity import FargateMix
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.scaling import ScalingProps, ScheduledBounds
from relinfra_constructs.errors import ConstructError
from tests.services import service_props
from tests.support import addresses, resource, synthesize

NIGHT = ScheduledBounds(name="night", cron="0 20 ? * MON-FRI *", timezone="Europe/Berlin", minimum=0, maximum=0)
RUSH = ScheduledBounds(name="rush", cron="0 17 ? * FRI *", minimum=10, maximum=20)


def service(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: FargateService(stack, "service", service_props(**arguments)))


def test_without_schedules_the_bounds_are_terraforms() -> None:
    """What the props say holds at once."""
    target = resource(service(), "aws_appautoscaling_target.web")
    assert (target["min_capacity"], target["max_capacity"]) == (2, 4)
    assert "lifecycle" not in target


def test_a_schedule_sets_bounds_that_terraform_leaves_alone() -> None:
    """An apply at night must not start what the schedule has stopped."""
    synthesized = service(scaling=ScalingProps(minimum=2, maximum=2, schedules=[NIGHT]))
    action = resource(synthesized, "aws_appautoscaling_scheduled_action.web_night")
    assert action["schedule"] == "cron(0 20 ? * MON-FRI *)"
    assert action["timezone"] == "Europe/Berlin"
    assert action["resource_id"] == "${aws_appautoscaling_target.web.resource_id}"
    target = resource(synthesized, "aws_appautoscaling_target.web")
    assert target["lifecycle"] == {"ignore_changes": ["min_capacity", "max_capacity"]}
    assert resource(synthesized, "aws_ecs_service.web")["lifecycle"] == {"ignore_changes": ["desired_count"]}


def test_a_deployment_waits_for_the_most_tasks_of_any_schedule() -> None:
    """A rolling one takes longer the more tasks it replaces."""
    assert ScalingProps(maximum=4, schedules=[NIGHT, RUSH]).most == 20
    assert ScalingProps(maximum=4, schedules=[NIGHT]).most == 4


def test_memory_is_a_measure_beside_cpu() -> None:
    """Whichever asks for more tasks is heard."""
    found = addresses(service(scaling=ScalingProps(memory_percent=70)))
    assert {"aws_appautoscaling_policy.web_cpu", "aws_appautoscaling_policy.web_memory"} <= set(found)


def test_all_tasks_are_on_demand_by_default() -> None:
    """By the launch type."""
    body = resource(service(), "aws_ecs_service.web")
    assert body["launch_type"] == "FARGATE"
    assert not {"capacity_provider_strategy", "force_new_deployment"} & set(body)


@pytest.mark.parametrize(
    ("mix", "shares"),
    [
        (FargateMix(spot_percent=70), {"FARGATE": (1, 30), "FARGATE_SPOT": (None, 70)}),
        (FargateMix(spot_percent=100, on_demand_base=0), {"FARGATE_SPOT": (None, 100)}),
        (FargateMix(spot_percent=100, on_demand_base=2), {"FARGATE": (2, 0), "FARGATE_SPOT": (None, 100)}),
        (FargateMix(spot_percent=0), {"FARGATE": (1, 100)}),
    ],
)
def test_a_mix_names_what_it_uses(mix: FargateMix, shares: dict[str, Any]) -> None:
    """A provider without weight and base would be refused; and a mix replaces the launch type."""
    body = resource(service(mix=mix), "aws_ecs_service.web")
    strategy = body["capacity_provider_strategy"]
    strategy = [strategy] if isinstance(strategy, dict) else strategy
    assert {one["capacity_provider"]: (one.get("base"), one["weight"]) for one in strategy} == shares
    assert "launch_type" not in body


@pytest.mark.parametrize("arguments", [{"spot_percent": 101}, {"spot_percent": 50, "on_demand_base": -1}])
def test_what_is_no_share_is_refused(arguments: dict[str, int]) -> None:
    """Before Terraform hears of it."""
    with pytest.raises(ConstructError, match="a Spot share of 0 to 100 %"):
        FargateMix(**arguments)
