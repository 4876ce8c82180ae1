import pytest

from relinfra.errors import UsageError
from relinfra.matrix import Matrix
from relinfra.matrix.provenance import Resolved, below, provenance

FILE = """\
version: 1
project: shop
repository: acme/shop
state: {bucket: acme-shop-tfstate, region: us-east-1}
defaults:
  region: us-east-1
  network: {cidr: 10.20.0.0/16, nat: single}
  observability: {notify: [one@example.com, two@example.com]}
  budget: {monthly_usd: 100}
  tags: {team: shop, cost: web}
  services:
    web:
      image: registry.example.com/web
      port: 8000
      cpu: 512
      memory: 1024
      health_check: {path: /healthz}
      domain: {name: shop.example.com, zone: example.com}
      scaling: {min: 2, max: 6}
      environment: {LOG_LEVEL: info}
  regions:
    eu-west-1: {tags: {cost: eu}}
environments:
  production:
    account: "222222222222"
    approval: {reviewers: [release-managers]}
    budget:
    tags: {cost: null}
    observability: {notify: [three@example.com]}
    services:
      web:
        cpu: 1024
        memory: 2048
        scaling: {min: 3}
    regions:
      eu-west-1:
        network: {cidr: 10.30.0.0/16}
        services: {web: {scaling: {min: 4}, domain: {name: eu.example.com}}}
"""


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """Return a matrix of every layer."""
    return Matrix.parse(FILE.encode())


def one(matrix: Matrix, path: str, region: str = "") -> Resolved:
    """Return the value at a path of production."""
    [found] = below(provenance(matrix, "production", region), path)
    return found


def told(value: Resolved) -> tuple[object, list[tuple[str, object, int, int]]]:
    """Return a value and, the strongest first, what layers say of it and where."""
    origins = ((value.origin,) if value.origin else ()) + value.overrode
    return value.value, [(each.layer, each.value, each.position.line, each.position.column) for each in origins]


@pytest.mark.parametrize(
    ("path", "region", "value", "origins"),
    [
        ("services.web.port", "", 8000, [("defaults", 8000, 14, 13)]),
        ("services.web.cpu", "", 1024, [("environment", 1024, 32, 14), ("defaults", 512, 15, 12)]),
        ("account", "", "222222222222", [("environment", "222222222222", 25, 14)]),
        (
            *("services.web.scaling.min", "eu-west-1", 4),
            [("region", 4, 38, 41), ("environment", 3, 34, 24), ("defaults", 2, 19, 22)],
        ),
        (
            *("tags.cost", "eu-west-1", "eu"),
            [("region of defaults", "eu", 22, 30), ("environment", None, 28, 18), ("defaults", "web", 10, 28)],
        ),
        ("services.web.environment.LOG_LEVEL", "eu-west-1", "info", [("defaults", "info", 20, 32)]),
        ("name", "", "production", [("key", "production", 24, 3)]),
        ("region", "eu-west-1", "eu-west-1", [("key", "eu-west-1", 36, 7), ("defaults", "us-east-1", 6, 11)]),
    ],
)
def test_a_value_knows_its_layer_and_what_it_overrode(
    matrix: Matrix, path: str, region: str, value: object, origins: list[tuple[str, object, int, int]]
) -> None:
    """Region before environment before defaults, each with its line and column."""
    assert told(one(matrix, path, region)) == (value, origins)


def test_a_list_replaces_whole(matrix: Matrix) -> None:
    """It is one value, and what it overrode is the other list."""
    value, origins = told(one(matrix, "observability.notify"))
    assert value == ["three@example.com"]
    assert [(layer, said) for layer, said, *_ in origins] == [
        ("environment", ("three@example.com",)),
        ("defaults", ("one@example.com", "two@example.com")),
    ]


def test_a_null_removes(matrix: Matrix) -> None:
    """Of a table nothing is left, and of a field nothing is the decision; both say what there had been."""
    removed, budget = one(matrix, "tags.cost"), one(matrix, "budget")
    assert removed.removed
    assert told(removed) == (None, [("environment", None, 28, 18), ("defaults", "web", 10, 28)])
    assert (budget.value, budget.removed) == (None, False)
    assert told(budget)[1][0][:3] == ("environment", None, 27)
    assert told(budget)[1][1][:3] == ("defaults", {"monthly_usd": 100}, 9)


def test_a_default_of_relinfra_has_a_reason(matrix: Matrix) -> None:
    """No line supplied it: what the field means is said instead."""
    found = one(matrix, "short_name")
    assert (found.value, found.origin, found.overrode) == (None, None, ())
    assert found.reason.startswith("What takes the place of project and environment in names")


@pytest.mark.parametrize("region", ["", "eu-west-1"])
def test_every_value_is_that_of_the_environment(matrix: Matrix, region: str) -> None:
    """Put together again, the values are the resolved environment, and every path has exactly one."""
    own = matrix.model_dump(mode="json", by_alias=True)["environments"]["production"]
    expected = {key: value for key, value in (own["regions"][region] if region else own).items() if key != "regions"}
    found = [each for each in provenance(matrix, "production", region) if not each.removed]
    rebuilt: dict[str, object] = {}
    for each in found:
        level = rebuilt
        for step in each.path[:-1]:
            level = level.setdefault(step, {})  # type: ignore[assignment]
        level[each.path[-1]] = each.value
    assert rebuilt == expected
    assert len({each.path for each in found}) == len(found)
    assert all(each.origin or each.reason for each in found)


@pytest.mark.parametrize(
    ("environment", "region", "path", "message"),
    [
        ("prodution", "", "", "found `prodution`; did you mean `production`"),
        ("production", "eu-west-2", "", "found `eu-west-2`; did you mean `eu-west-1`"),
        ("production", "", "services.web.prot", "found `prot` below `services.web`; did you mean `port`"),
        ("production", "", "servces", "found `servces`; did you mean `services`"),
        ("production", "", "services.web.port.x", "found `x` below `services.web.port`; nothing is below it"),
    ],
)
def test_an_unknown_name_gets_the_nearest(
    matrix: Matrix, environment: str, region: str, path: str, message: str
) -> None:
    """Environment, region, and the first step of a path that is unknown."""
    with pytest.raises(UsageError) as caught:
        below(provenance(matrix, environment, region), path)
    assert message in str(caught.value)
