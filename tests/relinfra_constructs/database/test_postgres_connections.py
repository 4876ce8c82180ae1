import pytest

from relinfra_constructs.database.postgres_connections import maximum_connections


@pytest.mark.parametrize(
    ("instance_class", "connections"),
    [
        ("db.t4g.micro", 112),
        ("db.t4g.medium", 450),
        ("db.m7g.large", 901),
        ("db.r7g.large", 1802),
        ("db.r7g.xlarge", 3604),
        ("db.r7g.16xlarge", 5000),
    ],
)
def test_connections_follow_the_memory_of_the_class(instance_class: str, connections: int) -> None:
    """Up to the 5000 that RDS stops at."""
    assert maximum_connections(instance_class) == connections


@pytest.mark.parametrize("instance_class", ["db.q1.large", "db.r7g.huge", "db.t4g.metal", "db", "", "db.r7g.xxlarge"])
def test_an_unknown_class_is_not_guessed_at(instance_class: str) -> None:
    """No figure is better than a wrong one."""
    assert maximum_connections(instance_class) is None
