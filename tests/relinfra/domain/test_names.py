import pytest

from relinfra.domain.names import (
    alternate_group_name,
    bucket_name,
    database_name,
    fitted,
    load_balancer_name,
    service_name,
    short_prefix,
    synthetics_bucket_name,
    target_group_name,
)

PROJECT = "customer-portal-production"


def test_a_name_that_fits_is_left_alone() -> None:
    """To the last character that AWS takes."""
    assert fitted("a" * 32, 32) == "a" * 32
    assert target_group_name("shop-production", "shop-production", "a" * 16) == f"shop-production-{'a' * 16}"
    assert alternate_group_name("a" * 28) == f"{'a' * 28}-alt"
    assert load_balancer_name("a" * 32, "short") == "a" * 32


def test_a_name_that_does_not_fit_is_its_beginning_and_a_digest() -> None:
    """A known one: what is deployed under it must be found again."""
    assert fitted("customer-portal-production-checkout-service", 32) == "customer-portal-product-9856eeaf"
    assert short_prefix(PROJECT, None) == "custom-682feee2"


@pytest.mark.parametrize("limit", [15, 32, 49])
def test_names_that_begin_alike_stay_apart(limit: int) -> None:
    """However far they agree, and no name ends up with two hyphens in a row."""
    names = [fitted(f"{'customer-' * 8}{number}", limit) for number in range(1000)]
    assert len(set(names)) == 1000
    assert all(len(name) <= limit and "--" not in name for name in names)


def test_a_chosen_name_takes_the_place_of_project_and_environment() -> None:
    """Where these have no room, and nowhere else."""
    assert target_group_name(PROJECT, "cp-prod", "checkout-service") == "cp-prod-checkout-service"
    assert target_group_name(PROJECT, "cp-prod", "web") == "customer-portal-production-web"
    assert load_balancer_name(f"{PROJECT}-of-europe", "cp-prod") == "cp-prod"


def test_short_names_say_whose_they_are() -> None:
    """What a pipeline's role may touch is told by how a name begins, and by how that of one bucket ends."""
    key, account = "notification-preferences-of-visitors", "222222222222"
    names = [
        service_name(PROJECT, key),
        database_name(PROJECT, key),
        bucket_name(f"{PROJECT}-ap-southeast-2", key, account),
        synthetics_bucket_name(f"{PROJECT}-ap-southeast-2", account),
    ]
    assert all(len(name) <= limit for name, limit in zip(names, (49, 53, 63, 63), strict=True))
    assert all(name.startswith(f"{PROJECT}-") for name in names)
    assert names[2].endswith(f"-{account}")
    assert names[3].endswith(f"-synthetics-{account}")
