from pathlib import Path

import pytest

from relinfra.linter.drift import differences
from relinfra.matrix import Matrix
from relinfra.review.meant import Intentions

SHOP = (Path(__file__).parents[3] / "examples/shop/relinfra.yaml").read_text()


def meant(declared: str, edit: tuple[str, str] = ("", "")) -> dict[str, bool]:
    """Return of each drift of the shop whether a declaration of parity covers it."""
    text = SHOP.replace("promotion:", f"parity:\n{declared}\npromotion:", 1).replace(*edit, 1)
    matrix = Matrix.parse(text.encode())
    live, before = matrix.environments["production"], matrix.environments["staging"]
    assert live.target == "aws"
    assert before.target == "aws"
    asked = Intentions.of(matrix)["production"]
    return {".".join(one.path): asked(one) for one in differences(live, before)}


def line(resources: str, attributes: str) -> str:
    between = "between: [staging, production]"
    return f"  - {{{between}, resources: [{resources}], attributes: [{attributes}], reason: It is meant.}}"


FOLLOWING = "aws_db_instance.main, aws_cloudwatch_metric_alarm.main_connections"
"""Resources that follow the class of the database: an alarm counts the connections that it takes."""
STRATEGY, CLASS = "services.web.deployment.strategy", "databases.main.class"


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (line(FOLLOWING, "instance_class, threshold, alarm_description"), {STRATEGY: False, CLASS: True}),
        (line(FOLLOWING, '"*"'), {STRATEGY: False, CLASS: True}),
        (line("aws_db_instance.main", "instance_class"), {STRATEGY: False, CLASS: False}),
        (line(FOLLOWING, "multi_az"), {STRATEGY: False, CLASS: False}),
        (line('"*.*"', '"*"'), {STRATEGY: True, CLASS: True}),
    ],
)
def test_a_drift_is_meant_where_all_that_follows_from_it_is_declared(declared: str, found: dict[str, bool]) -> None:
    """In Terraform's words, whatever the matrix calls it; nothing else is."""
    assert meant(declared) == found


def test_a_variable_is_traced_into_the_definition_of_the_container() -> None:
    """A value that no fact tells of."""
    scaling = "        scaling: {min: 3, max: 30}\n"
    edit = (scaling, f"        environment: {{BETA: yes-please}}\n{scaling}")
    assert meant(line("aws_ecs_task_definition.web", "container_definitions"), edit)["services.web.environment.BETA"]
