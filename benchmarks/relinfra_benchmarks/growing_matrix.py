"""A matrix of as many services as asked for, in four environments: each is the one of `examples/shop`."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

__all__ = ["ENVIRONMENTS", "growing_matrix", "write_growing_matrix"]

ENVIRONMENTS = ("dev", "staging", "preprod", "production")
_FIRST_NETWORK = 30
_SHIFTING = 5

Body = dict[str, Any]


def write_growing_matrix(example: Path, services: int, folder: Path) -> Path:
    """Write `relinfra.yaml` into `folder` and return the folder; `example` is the one of the shop."""
    folder.mkdir(parents=True, exist_ok=True)
    shop = yaml.safe_load((example / "relinfra.yaml").read_text("utf-8"))
    text = yaml.safe_dump(growing_matrix(shop, services), sort_keys=False)
    (folder / "relinfra.yaml").write_text(text, "utf-8")
    return folder


def growing_matrix(shop: Body, services: int) -> Body:
    """Return the shop's matrix with its service `web` as many times, and with four environments on AWS.

    The last is production, where the first services deploy blue/green: a load balancer takes 100 target groups and 100
    rules, and 25 certificates, which is why the services share a name. Nothing is waived, so that every failure is
    reported.
    """
    names = [f"s{number:02}" for number in range(services)]
    defaults, production = deepcopy(shop["defaults"]), deepcopy(shop["environments"]["production"])
    web, change = defaults["services"]["web"], production["services"]["web"]
    defaults["services"] = {name: web | {"domain": _domain(name, "defaults")} for name in names}
    environments = {name: _environment(number, name, names) for number, name in enumerate(ENVIRONMENTS[:-1])}
    production["services"] = {name: {"domain": _domain(name, ENVIRONMENTS[-1])} for name in names}
    for name in names[:_SHIFTING]:
        production["services"][name]["deployment"] = change["deployment"]
    body = shop | {"defaults": defaults, "environments": environments | {ENVIRONMENTS[-1]: production}}
    return deepcopy(body | {"promotion": list(ENVIRONMENTS), "waivers": []})


def _environment(number: int, name: str, services: list[str]) -> Body:
    return {
        "account": str(number + 3) * 12,
        "network": {"cidr": f"10.{_FIRST_NETWORK + number}.0.0/16"},
        "services": {service: {"domain": _domain(service, name)} for service in services},
    }


def _domain(service: str, environment: str) -> Body:
    """Return one name for all: each service answers below its own path, and the first one the rest."""
    number = int(service.removeprefix("s"))
    name = {"name": f"{environment}.shop.example.com", "zone": "shop.example.com", "priority": 1000 - 2 * number}
    return name | ({"paths": [f"/{service}", f"/{service}/*"]} if number else {"priority": 2000})
