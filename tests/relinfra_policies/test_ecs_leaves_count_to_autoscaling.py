from typing import Any

from relinfra_policies.ecs_leaves_count_to_autoscaling import check


def _target(service: str) -> dict[str, Any]:
    return {
        "resource_id": "service/${aws_ecs_cluster.main.name}/${aws_ecs_service." + service + ".name}",
        "scalable_dimension": "ecs:service:DesiredCount",
    }


def test_an_autoscaled_service_ignores_its_desired_count(judge: Any) -> None:
    """Otherwise every apply sets the count back, in the middle of a peak; others may keep their count."""
    ignores = {"lifecycle": {"ignore_changes": ["task_definition", "desired_count"]}}
    services = {
        "good": {"name": "good", "desired_count": 2} | ignores,
        "good_all": {"name": "good_all", "lifecycle": {"ignore_changes": "all"}},
        "good_fixed": {"name": "good_fixed", "desired_count": 2},
        "bad": {"name": "bad", "desired_count": 2},
        "bad_by_name": {"name": "by-name", "desired_count": 2},
        "bad_other": {"name": "bad_other", "lifecycle": {"ignore_changes": ["task_definition"]}},
    }
    targets = {name: _target(name) for name in services if name != "good_fixed"}
    targets["bad_by_name"]["resource_id"] = "service/shop/by-name"

    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_cluster": {"main": {"name": "shop"}},
            "aws_ecs_service": services,
            "aws_appautoscaling_target": targets,
        },
    )

    assert passed == {"aws_ecs_service.good", "aws_ecs_service.good_all"}
    assert failed == {"aws_ecs_service.bad", "aws_ecs_service.bad_by_name", "aws_ecs_service.bad_other"}
