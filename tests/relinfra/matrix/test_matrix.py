import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from relinfra.errors import MatrixError, UsageError
from relinfra.matrix import BlueGreen, Matrix, SecretSource
from tests.relinfra.matrix.mistakes import BASE

EXAMPLES = Path(__file__).parents[3] / "examples"
REGION = """\
    regions:
      eu-west-1:
        network: {cidr: 10.30.0.0/16}
        services: {web: {domain: {name: eu.shop.example.com}}}
    approval:
"""


def matrix(text: str = BASE) -> Matrix:
    return Matrix.parse(text.encode(), "m.yaml")


def two_regions() -> Matrix:
    return matrix(BASE.replace("project: shop", "project: s").replace("    approval:\n", REGION))


@pytest.mark.parametrize("name", ["shop", "minimal"])
def test_the_examples_load(name: str) -> None:
    """What the documentation shows is valid."""
    assert Matrix.load(EXAMPLES / name / "relinfra.yaml").regional_environments()


def test_an_environment_lies_on_the_defaults() -> None:
    """Production says only what differs."""
    web = matrix().environments["production"].services["web"]
    assert (web.port, web.domain and web.domain.name, web.domain and web.domain.zone) == (
        8000,
        "shop.example.com",
        "shop.example.com",
    )
    assert isinstance(web.deployment, BlueGreen)


def test_a_region_lies_on_its_environment() -> None:
    """A further region inherits what it does not say, and has names of its own."""
    deployments = two_regions().regional_environments()
    assert [(each.name, each.region, each.account, each.primary) for each in deployments] == [
        ("s-staging", "us-east-1", "111111111111", True),
        ("s-production", "us-east-1", "222222222222", True),
        ("s-production-eu-west-1", "eu-west-1", "222222222222", False),
    ]
    assert deployments[2].environment.network.nat == "single"
    assert deployments[2].environment.network.cidr == "10.30.0.0/16"
    assert two_regions().environments["production"].regions["eu-west-1"] == deployments[2].environment


def test_compose_is_never_deployed() -> None:
    """A local environment has no stacks."""
    assert "local" not in {each.environment.name for each in matrix().regional_environments()}


def test_the_source_of_a_value_is_the_line_that_asked_for_it() -> None:
    """Defaults, environment or region; nothing for what relinfra chose."""
    found = matrix()
    lines = {
        environment: (position := found.source(environment, "services", "web", "domain", "name")) and position.line
        for environment in ("staging", "production")
    }
    assert lines == {"staging": 23, "production": 61}
    assert found.source("production", "services", "web", "memory") == found.source("local", "services", "web", "memory")
    assert found.source("production", "network", "azs") is None
    assert str(found.position("waivers", 0, "reason")) == "m.yaml:80:13"


def test_the_source_in_a_further_region() -> None:
    """A region's own line is found by the region's name."""
    found = two_regions()
    primary = found.source("production", "network", "cidr")
    further = found.source("production", "network", "cidr", region="eu-west-1")
    assert (primary and primary.line, further and further.line) == (12, 58)
    assert found.source("production", "network", "cidr", region="us-east-1") == primary


def test_promotion_follows_the_file_by_default() -> None:
    """The order of the environments is the order of a release."""
    assert matrix(BASE.replace("promotion: [local, staging, production]\n", "")).promotion == (
        "local",
        "staging",
        "production",
    )


def test_null_removes_what_was_inherited() -> None:
    """A service that the defaults define is gone from one environment only."""
    second = (
        "    api: {image: example.com/api, domain: {name: api.example.com, zone: example.com}}\n    web:\n      image"
    )
    text = BASE.replace("    web:\n      image", second).replace(
        "    services:\n      web:\n        domain", "    services:\n      api: null\n      web:\n        domain"
    )
    found = matrix(text).environments
    assert [list(found[name].services) for name in ("staging", "production")] == [["api", "web"], ["web"]]


def test_a_null_that_removes_nothing_is_told() -> None:
    """It is no mistake; what removes something, also in a region, needs no word."""
    assert matrix().remarks == two_regions().remarks == ()
    text = BASE.replace("defaults:\n", "defaults:\n  budget: null\n").replace("project: shop", "project: s")
    region = REGION.replace("        network", "        tags: null\n        edge:\n        network")
    found = matrix(text.replace("    approval:\n", f"    databases: {{side: ~}}\n{region}"))
    assert [str(remark).partition(": null removes")[0] for remark in found.remarks] == [
        "m.yaml:8:11: defaults.budget",
        "m.yaml:57:23: environments.production.databases.side",
        "m.yaml:61:14: environments.production.regions.eu-west-1.edge",
    ]
    assert str(found.remarks[0]) == "m.yaml:8:11: defaults.budget: null removes nothing here. Delete the line."
    assert not found.environments["production"].regions["eu-west-1"].tags


def test_secrets_are_told_apart_by_where_they_lie() -> None:
    """A database's credentials are managed by AWS, every other secret is somebody's; text is short for its name."""
    written = "shop/stripe\n        TOKEN: {secret: shop/partner, key: token}\n        DSN: {parameter: /shop/dsn}"
    web = matrix(BASE.replace("shop/stripe", written)).environments["staging"].services["web"]
    assert (dict(web.database_secrets), dict(web.stored_secrets), web.databases) == (
        {"DATABASE": "main"},
        {
            "STRIPE_KEY": SecretSource.model_validate({"secret": "shop/stripe"}),
            "TOKEN": SecretSource.model_validate({"secret": "shop/partner", "key": "token"}),
            "DSN": SecretSource(parameter="/shop/dsn"),
        },
        ("main",),
    )


def test_a_login_by_iam_leads_to_a_database_and_holds_no_secret() -> None:
    """It reaches what a password would reach."""
    written = "DATABASE: {secret: database.main, login: iam, user: web}"
    web = matrix(BASE.replace("DATABASE: database.main", written)).environments["staging"].services["web"]
    assert (dict(web.database_variables), dict(web.database_secrets)) == ({"DATABASE": "main"}, {})
    assert {variable: source.user for variable, source in web.database_logins.items()} == {"DATABASE": "web"}
    assert web.databases == ("main",)


def test_a_matrix_never_changes() -> None:
    """Models and tables refuse assignment; copies for other processes are equal."""
    found = matrix()
    with pytest.raises(ValidationError):
        found.environments["staging"].network.__setattr__("azs", 3)
    with pytest.raises(TypeError):
        found.environments["x"] = found.environments["staging"]  # type: ignore[index]
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    assert hash(found.environments) == hash(matrix().environments)


def test_thresholds_print_as_they_were_written() -> None:
    """Documents quote 5 %, not 5.0 %."""
    alerts = matrix().environments["staging"].observability.alerts
    rollback = matrix().environments["production"].services["web"].deployment.rollback
    assert (str(alerts.error_rate_percent), rollback and str(rollback.error_rate_percent)) == ("5", "2")


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    """It is the argument that is wrong, not the matrix; a folder is no matrix either."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(UsageError, match="relinfra init"):
            Matrix.load(path)


def test_the_digest_is_that_of_the_file() -> None:
    """Whoever holds the file can compute it."""
    assert matrix("# comment\n" + BASE).sha256 != matrix().sha256 == matrix().sha256
    assert matrix().file == "m.yaml"


def test_one_mistake_in_the_defaults_is_one_problem() -> None:
    """Three environments inherit it; it is still one line."""
    with pytest.raises(MatrixError) as caught:
        matrix(BASE.replace("port: 8000", "port: 0"))
    assert len(caught.value.problems) == 1


def test_a_mistake_that_every_environment_hides_is_reported() -> None:
    """Defaults are checked by themselves too."""
    text = BASE.replace("port: 8000", "port: 0").replace("- staging", "")
    hidden = text.replace(
        "  local:\n    target: compose", "  local:\n    services: {web: {port: 1}}\n    target: compose"
    )
    with pytest.raises(MatrixError, match=r"m.yaml:17:13: defaults.services.web.port"):
        matrix(hidden)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
def test_a_file_without_an_end_is_too_large() -> None:
    """`relinfra validate /dev/zero` fills no memory, and says what a matrix may hold."""
    with pytest.raises(MatrixError, match="/dev/zero:1:1: expected a file of at most 1 MiB, found a larger one"):
        Matrix.load("/dev/zero")
