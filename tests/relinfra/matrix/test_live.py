import pytest

from relinfra.matrix import Matrix

BASE = """\
version: 1
project: shop
repository: acme/shop
state: {bucket: acme-shop-tfstate, region: eu-west-1}
defaults:
  region: eu-west-1
  services: {web: {image: registry.example.com/shop/web, domain: {name: shop.example.com, zone: example.com}}}
environments:
"""


def matrix(**environments: str) -> Matrix:
    """Return a matrix of environments by name, each with what is said of it beside its account and its domain."""
    lines = (
        f'  {name.replace("_", "-")}: {{account: "{number:012}", services: {{web: {{domain: {{name: '
        f"{name.replace('_', '-')}.example.com}}}}}}{said}}}\n"
        for number, (name, said) in enumerate(environments.items(), start=111111111111)
    )
    return Matrix.parse((BASE + "".join(lines)).encode())


APPROVED = ", approval: {reviewers: [managers]}"
LIVE, NOT_LIVE = ", live: true" + APPROVED, ", live: false" + APPROVED


@pytest.mark.parametrize(
    ("environments", "live", "before"),
    [
        ({"staging": "", "main": APPROVED}, ("main",), "staging"),
        (
            {"staging": "", "production_eu": APPROVED, "production_us": APPROVED},
            ("production-eu", "production-us"),
            "staging",
        ),
        ({"staging": "", "prod": APPROVED, "prod_us": APPROVED}, ("prod", "prod-us"), "staging"),
        ({"production_test": "", "production": APPROVED}, ("production",), "production-test"),
        ({"production_load": NOT_LIVE, "production": APPROVED}, ("production",), "production-load"),
        ({"staging": "", "europe": LIVE, "america": LIVE}, ("europe", "america"), "staging"),
        ({"production": APPROVED, "training": NOT_LIVE}, ("production",), None),
    ],
)
def test_environments_of_customers(environments: dict[str, str], live: tuple[str, ...], before: str | None) -> None:
    """Customers use the last of the promotion, those called so and approved, and those that say so, in its order."""
    read = matrix(**environments)
    assert (read.live, read.before_live) == (live, before)
