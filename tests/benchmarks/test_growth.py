from pathlib import Path

import pytest
import yaml
from relinfra_benchmarks.growing_matrix import ENVIRONMENTS, growing_matrix, write_growing_matrix

from relinfra.matrix import Matrix

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"


@pytest.mark.parametrize("services", [1, 90])
def test_the_matrix_has_as_many_services_everywhere_and_is_valid(services: int, tmp_path: Path) -> None:
    matrix = Matrix.load(write_growing_matrix(SHOP, services, tmp_path) / "relinfra.yaml")
    assert {name: len(one.services) for name, one in matrix.environments.items()} == dict.fromkeys(
        ENVIRONMENTS, services
    )


def test_the_shop_is_left_as_it_is() -> None:
    shop = yaml.safe_load((SHOP / "relinfra.yaml").read_text("utf-8"))
    before = yaml.safe_dump(shop)
    growing_matrix(shop, 3)["defaults"]["services"]["s00"]["port"] = 1
    assert yaml.safe_dump(shop) == before
