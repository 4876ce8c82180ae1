from typing import Any

import pytest

from relinfra_constructs.database.aurora_capacity import AuroraCapacity, aurora_connections


def problems(version: str = "17", **arguments: Any) -> list[str]:
    return list(AuroraCapacity(**{"min_acu": 2, "max_acu": 16, **arguments}).problems(version))


@pytest.mark.parametrize(
    ("least", "most", "connections"),
    [
        (1, 1, 189),
        (1, 2, 400),
        (1, 4, 823),
        (2, 8, 1669),
        (1, 16, 3360),
        (8, 32, 5000),
        (8, 256, 5000),
        (0.5, 4, 823),
        (0.5, 16, 2000),
        (0, 256, 2000),
    ],
)
def test_connections_are_those_of_aws_table(least: float, most: float, connections: int) -> None:
    """By the maximum, evenly between its rows; a minimum of half a unit or none caps them."""
    assert aurora_connections(AuroraCapacity(min_acu=least, max_acu=most)) == connections


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"min_acu": 0.5, "max_acu": 1},
        {"min_acu": 256, "max_acu": 256},
        {"min_acu": 0, "seconds_until_auto_pause": 300},
        {"version": "16.3", "min_acu": 0, "seconds_until_auto_pause": 86_400},
        {"version": "16", "min_acu": 0, "seconds_until_auto_pause": 900},
    ],
)
def test_what_aws_takes_is_taken(arguments: dict[str, Any]) -> None:
    """Half units, the same bound twice, a pause in a version that can."""
    assert problems(**arguments) == []


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        ({"min_acu": 32}, "min_acu <= max_acu"),
        ({"min_acu": 0.5, "max_acu": 0.5}, "max_acu from 1 to 256"),
        ({"max_acu": 256.5}, "max_acu from 1 to 256"),
        ({"min_acu": 0.75}, "steps of 0.5"),
        ({"min_acu": 0}, "seconds_until_auto_pause from 300"),
        ({"min_acu": 0, "seconds_until_auto_pause": 299}, "seconds_until_auto_pause from 300"),
        ({"seconds_until_auto_pause": 600}, "min_acu 0 with seconds_until_auto_pause"),
        ({"version": "15.6", "min_acu": 0, "seconds_until_auto_pause": 600}, "version 15.7 or later"),
    ],
)
def test_what_aws_refuses_is_refused(arguments: dict[str, Any], refused: str) -> None:
    """Each alone."""
    (problem,) = problems(**arguments)
    assert refused in problem
