import json
from typing import Any

from relinfra_policies.ecs_confines_containers import check

CONFINED = {"name": "web", "readonlyRootFilesystem": True, "user": "1000:1000"}


def task(*containers: dict[str, Any]) -> dict[str, Any]:
    return {"family": "web", "container_definitions": json.dumps(containers)}


def test_every_container_is_confined(judge: Any) -> None:
    """One that can change its image, or is root, fails the task; the user of an image is not asked for."""
    without_user = {"name": "collector", "readonlyRootFilesystem": True}
    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_task_definition": {
                "good": task(CONFINED, without_user),
                "bad_root_file_system": task(CONFINED, {**without_user, "readonlyRootFilesystem": False}),
                "bad_unsaid": task({"name": "web", "user": "1000"}),
                "bad_root": task({**CONFINED, "user": "0"}),
                "bad_root_by_name": task({**CONFINED, "user": "root:root"}),
                "bad_unknown": {"family": "web", "container_definitions": "${var.containers}"},
                "bad_empty": task(),
            }
        },
    )

    assert passed == {"aws_ecs_task_definition.good"}
    assert failed == {
        f"aws_ecs_task_definition.bad_{name}"
        for name in ("root_file_system", "unsaid", "root", "root_by_name", "empty")
    }
