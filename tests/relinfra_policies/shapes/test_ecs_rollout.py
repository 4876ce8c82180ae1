import pytest

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.ecs_rollout import minutes, watched_minutes


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("90m", 90), ("1h30m", 90), ("3600s", 60), ("1.5h", 90), ("soon", 0), ("90", 0)],
)
def test_a_duration_is_read_as_terraform_reads_it(duration: str, expected: float) -> None:
    """What is no duration would be refused by Terraform, and is no time at all here."""
    assert minutes(duration) == pytest.approx(expected)


def test_a_linear_shift_waits_between_its_steps() -> None:
    """30 % a step takes four steps, the last of them smaller; after it the final bake begins."""
    linear = {"step_percent": [30], "step_bake_time_in_minutes": ["5"]}
    service = Block({"deployment_configuration": [{"bake_time_in_minutes": ["1"], "linear_configuration": [linear]}]})

    assert watched_minutes(service) == 3 * 5 + 1


def test_an_unreadable_wait_is_unknown() -> None:
    """A missing bake time is no bake time of nought."""
    assert watched_minutes(Block({"deployment_configuration": [{"strategy": ["BLUE_GREEN"]}]})) is None
