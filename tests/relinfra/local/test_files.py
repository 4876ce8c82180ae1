from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from relinfra.errors import MatrixError, UsageError
from relinfra.local import chosen_stage, local_files
from relinfra.local.databases import DATABASE_NAME, USERNAME
from relinfra.local.images import HELPER_IMAGE, OBJECT_STORE_IMAGE
from relinfra.matrix import Database, Matrix
from relinfra_constructs.database.database_props import DatabaseProps
from tests.relinfra.local.conftest import HEAD, SCHEMA, Compose, Files, interpolated

EXAMPLES = Path(__file__).parents[3] / "examples"

WHOLE = """\
services:
  web:
    image: registry.example.com/shop/web
    domain: {name: shop.example.com, zone: example.com}
    health_check: {path: /healthz, success_codes: "302,200-204"}
    secrets: {STRIPE_KEY: shop/stripe, DATABASE: database.main, PASSWORD: {secret: database.main, key: password}}
    environment: {LOG_LEVEL: info}
    buckets: [assets]
    connect: {to: [prices, stock]}
    migration: {command: [python, -m, shop.migrate]}
  prices:
    image: registry.example.com/shop/prices:1.4.2
    health_check: {command: [CMD, /healthcheck], command_failures: 4}
    secrets: {STRIPE_KEY: {parameter: /shop/prices/stripe}}
    migration: {command: [/migrate]}
  stock:
    image: registry.example.com/shop/stock
    architecture: arm64
  mailer:
    image: registry.example.com/shop/mailer
    worker: true
    exec: true
    tmpfs: {/run/mail: 64}
    stop_timeout_seconds: 90
    secrets: {DATABASE: database.main}
databases:
  main: {engine: postgres, version: "17.5", class: db.t4g.medium, storage_gib: 50, readers: 1}
buckets:
  assets: {}
  in-box: {}
observability: {tracing: xray}
"""
SETTINGS = {
    "DATABASE_MAIN_PASSWORD": "p4",
    "OBJECT_STORE_SECRET_KEY": "k3",
    "PRICES_SECRET_STRIPE_KEY": "s2",
    "WEB_SECRET_STRIPE_KEY": "s1",
}


def _variables(container: dict[str, Any], **settings: str) -> dict[str, str]:
    found: dict[str, str] = interpolated(container["environment"], SETTINGS | settings)
    return found


def _conditions(container: dict[str, Any]) -> dict[str, str]:
    return {name: awaited["condition"] for name, awaited in container["depends_on"].items()}


def test_services_get_the_variables_they_have_on_aws(compose: Compose) -> None:
    """Names are those of the task definition; credentials have the form of RDS's secret."""
    variables = _variables(compose(WHOLE)["services"]["web"])
    assert json.loads(variables.pop("DATABASE")) == {"username": "postgres", "password": "p4"}
    assert variables == {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_ENDPOINT_URL_S3": "http://object-store:8333",
        "AWS_REGION": "us-east-1",
        "AWS_SECRET_ACCESS_KEY": "k3",
        "BUCKET_ASSETS": "shop-local-assets",
        "DATABASE_HOST": "database-main",
        "DATABASE_NAME": "app",
        "DATABASE_PORT": "5432",
        "DATABASE_READER_HOST": "database-main",
        "LOG_LEVEL": "info",
        "OTEL_SDK_DISABLED": "true",
        "PASSWORD": "p4",
        "PASSWORD_HOST": "database-main",
        "PASSWORD_NAME": "app",
        "PASSWORD_PORT": "5432",
        "PASSWORD_READER_HOST": "database-main",
        "STRIPE_KEY": "s1",
    }


def test_secrets_of_other_services_are_other_settings(compose: Compose, files: Files) -> None:
    """The same variable of two services may hold two secrets; `.env` has a variable for each."""
    assert _variables(compose(WHOLE)["services"]["prices"])["STRIPE_KEY"] == "s2"
    shared = "services:\n" + "".join(
        f"  {key}: {{image: x/{key}, secrets: {{TOKEN: shop/token, WEB_PORT: shop/port}}}}\n" for key in ("web", "api")
    )
    example = files(shared)[".env.example"]
    assert re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE) == [
        "API_SECRET_WEB_PORT",
        "TOKEN",
        "WEB_SECRET_WEB_PORT",
    ]


def test_everything_asked_for_is_in_the_example(files: Files) -> None:
    """Whoever fills in `.env.example` can start it, and nothing in it is for nothing."""
    written = files(WHOLE)
    asked = set(re.findall(r"\$\{(\w+):[?-]", written["compose.yaml"]))
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", written[".env.example"], re.MULTILINE)) == asked
    assert set(re.findall(r"\$\{(\w+):\?", written["compose.yaml"])) == SETTINGS.keys()


def test_no_value_of_a_secret_is_written(files: Files) -> None:
    """Passwords and keys are variables wherever they stand, and have no value in the example."""
    written = files(WHOLE)
    for line in written["compose.yaml"].splitlines():
        key, _, value = line.strip().partition(": ")
        if re.search("PASSWORD$|SECRET|STRIPE", key):
            assert value.startswith('"${'), line
    assert set(re.findall(r"^([A-Z_]+)=(.*)$", written[".env.example"], re.MULTILINE)) == {
        (one, "") for one in SETTINGS
    }


def test_migrations_run_first_and_one_by_one(compose: Compose) -> None:
    """Each waits for its data and for the one before; every service waits for all of them."""
    services = compose(WHOLE)["services"]
    done = "service_completed_successfully"
    assert services["web-migration"]["command"] == ["python", "-m", "shop.migrate"]
    assert services["web-migration"]["environment"] == services["web"]["environment"]
    assert _conditions(services["web-migration"]) == {
        "database-main": "service_healthy",
        "object-store": "service_healthy",
    }
    assert _conditions(services["prices-migration"]) == {"web-migration": done}
    for key in ("web", "prices", "stock", "mailer"):
        assert {"web-migration": done, "prices-migration": done}.items() <= _conditions(services[key]).items()


def test_callers_wait_for_whom_they_call(compose: Compose) -> None:
    """By the name and port of AWS, and until it is well where anything says so."""
    awaited = _conditions(compose(WHOLE)["services"]["web"])
    assert (awaited["prices"], awaited["stock"]) == ("service_healthy", "service_started")


def test_a_load_balancers_check_is_asked_from_outside(compose: Compose) -> None:
    """With the path and the statuses of the matrix, however they are ordered; no image needs a program for it."""
    services = compose(WHOLE)["services"]
    asking = services["web-health"]
    assert interpolated(asking["environment"], {}) == {"URL": "http://web:8080/healthz"}
    assert asking["healthcheck"]["test"][0] == "CMD-SHELL"
    assert services["prices"]["healthcheck"] == {
        "test": ["CMD", "/healthcheck"],
        "interval": "15s",
        "timeout": "5s",
        "retries": 4,
        "start_period": "30s",
    }
    assert {"prices-health", "stock-health", "mailer-health"} & services.keys() == set()


@pytest.mark.parametrize(
    ("status", "healthy"), [("200", True), ("204", True), ("302", True), ("205", False), ("500", False), ("000", False)]
)
def test_only_the_statuses_of_the_matrix_are_healthy(
    compose: Compose, tmp_path: Path, status: str, healthy: bool
) -> None:
    """However they are ordered: `302,200-204` here. A shell runs the check, with a curl that prints a status."""
    curl = tmp_path / "curl"
    curl.write_text(f"#!/bin/sh\nprintf {status}\n")
    curl.chmod(0o755)
    _, check = interpolated(compose(WHOLE)["services"]["web-health"]["healthcheck"]["test"], {})
    found = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "URL": "x"}
    assert (subprocess.run(["sh", "-c", check], env=found, check=False).returncode == 0) is healthy


def test_containers_are_confined_as_on_fargate(compose: Compose) -> None:
    """What a read-only file system, a user or a missing capability breaks there breaks here."""
    services = compose(WHOLE)["services"]
    web, mailer = services["web"], services["mailer"]
    assert (web["user"], web["read_only"], web["cap_drop"], web["init"]) == ("1000:1000", True, ["ALL"], True)
    assert web["volumes"] == [{"type": "volume", "target": "/tmp"}]  # noqa: S108 - a path inside the container
    assert (web["mem_limit"], web["cpu_shares"]) == ("512m", 256)
    assert (mailer["read_only"], mailer["tmpfs"], mailer["stop_grace_period"]) == (False, ["/run/mail:size=64m"], "90s")
    assert services["stock"]["platform"] == "linux/arm64"


def test_ports_are_each_their_own(compose: Compose) -> None:
    """Services share a port on AWS and cannot on one machine; nothing answers beyond it."""
    services = compose(WHOLE)["services"]
    ports = {key: interpolated(one["ports"], {}) for key, one in services.items() if "ports" in one}
    assert ports == {
        "web": ["127.0.0.1:8080:8080"],
        "prices": ["127.0.0.1:8081:8080"],
        "stock": ["127.0.0.1:8082:8080"],
    }


def test_buckets_answer_by_both_addresses(compose: Compose) -> None:
    """SDKs put the bucket into the path or before the host; the store is healthy when every bucket is there."""
    store = compose(WHOLE)["services"]["object-store"]
    assert store["environment"]["S3_BUCKET"] == "shop-local-assets,shop-local-in-box"
    assert "-s3.domainName=object-store" in store["command"]
    aliases = ["shop-local-assets.object-store", "shop-local-in-box.object-store"]
    assert store["networks"] == {"default": {"aliases": aliases}}
    assert store["healthcheck"]["test"][1].count("/buckets/shop-local-") == 2


@pytest.mark.parametrize(("version", "folder"), [("17.5", "/var/lib/postgresql/data"), ("18", "/var/lib/postgresql")])
def test_postgres_is_of_the_matrixs_version(compose: Compose, version: str, folder: str) -> None:
    """Also where the image keeps its data elsewhere; it is healthy once it answers by TCP."""
    database = compose(WHOLE.replace("17.5", version))["services"]["database-main"]
    assert (database["image"], database["volumes"]) == (f"postgres:{version}", [f"database-main:{folder}"])
    assert database["healthcheck"]["test"][:3] == ["CMD", "pg_isready", "-h"]


def test_aurora_has_a_reader_always(compose: Compose) -> None:
    """Its reader endpoint answers without a reader too."""
    aurora = '{engine: aurora-postgresql, version: "16.8", capacity: {min_acu: 1, max_acu: 2}}'
    text = re.sub(r"main: \{engine.*\}", f"main: {aurora}", WHOLE)
    services = compose(text)["services"]
    assert services["database-main"]["image"] == "postgres:16.8"
    assert services["mailer"]["environment"]["DATABASE_READER_HOST"] == "database-main"


def test_sqlite_is_a_file_that_services_share(compose: Compose) -> None:
    """Host and port are empty, by which an application knows; its folder may be written to before anything starts."""
    content = compose(WHOLE, "{target: compose, database: sqlite}")
    services = content["services"]
    assert not [name for name in services if name.startswith("database-")]
    assert services["sqlite"]["entrypoint"] == ["chmod", "0777", "/var/lib/sqlite"]
    mailer = services["mailer"]
    variables = {name: mailer["environment"][f"DATABASE{name}"] for name in ("", "_HOST", "_PORT", "_NAME")}
    assert variables == {"": "{}", "_HOST": "", "_PORT": "", "_NAME": "/var/lib/sqlite/main.db"}
    assert mailer["volumes"][-1] == "sqlite:/var/lib/sqlite"
    assert _conditions(mailer)["sqlite"] == "service_completed_successfully"
    assert set(content["volumes"]) == {"sqlite", "object-store"}


def test_every_engine_has_a_stand_in() -> None:
    """An engine that the matrix learns must be decided here too: PostgreSQL stands in for these."""
    engines = [get_args(kind.model_fields["engine"].annotation)[0] for kind in get_args(get_args(Database)[0])]
    assert engines == ["postgres", "aurora-postgresql"]


HOSTILE = [
    "$HOME ${HOME} $$",
    'a "b" \\ c',
    "1e3",
    "0o17",
    "yes",
    "-",
    "# no",
    "a: b",
    "{{x}}",
    "{a",
    "é\u2028\u202e",
    "1:30",
    "",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_strings_of_users_arrive_as_they_are(compose: Compose, value: str) -> None:
    """Whatever they mean to YAML or to Compose."""
    said = json.dumps(value)
    service = f"services:\n  web:\n    image: x/web\n    environment: {{X: {said}}}\n    command: [run, {said}]\n"
    web = compose(service)["services"]["web"]
    assert interpolated(web["environment"]["X"], {}) == value
    assert interpolated(web["command"][1], {}) == value


def test_the_same_matrix_gives_the_same_bytes(files: Files) -> None:
    """Nothing depends on the run."""
    assert files(WHOLE) == files(WHOLE)


def test_defaults_are_those_of_the_constructs() -> None:
    """User and database are called as on AWS."""
    fields = DatabaseProps.__dataclass_fields__
    assert (fields["username"].default, fields["database_name"].default) == (USERNAME, DATABASE_NAME)


def test_images_are_pinned() -> None:
    """Nothing changes under a developer's feet."""
    assert all(re.search(r":\d+(\.\d+)+$", image) for image in (HELPER_IMAGE, OBJECT_STORE_IMAGE))


def _refused(defaults: str, local: str = "{target: compose}", kind: type[Exception] = MatrixError) -> str:
    lines = "".join(f"  {line}\n" for line in defaults.splitlines())
    matrix = Matrix.parse(f"{HEAD}{lines}environments:\n  local: {local}\n".encode(), "relinfra.yaml")
    with pytest.raises(kind) as refused:
        chosen_stage(matrix)
    return str(refused.value)


def test_containers_that_share_a_name_are_refused() -> None:
    """Both places are said, and what to do; all of them at once."""
    services = "services:\n" + "".join(
        f"  {key}: {{image: x/y, health_check: {{path: /}}}}\n" for key in ("object-store", "database-main")
    )
    said = _refused(f"{services}buckets: {{a: {{}}}}\ndatabases: {{main: {{version: '17'}}}}\n")
    assert "relinfra.yaml:8:" in said
    assert "`object-store`, the name of the S3-compatible store" in said
    assert "`database-main`, the name of the database `main`" in said


def test_a_matrix_without_a_local_stage_is_refused() -> None:
    """With what would declare one."""
    text = (EXAMPLES / "shop/relinfra.yaml").read_text("utf-8").replace("[local, staging", "[staging")
    matrix = Matrix.parse(re.sub(r"^  local:.*\n", "", text, flags=re.MULTILINE).encode(), "relinfra.yaml")
    with pytest.raises(UsageError, match="found none; for example `local:"):
        chosen_stage(matrix)


@pytest.mark.parametrize("example", ["shop"])
def test_examples_have_the_files_of_their_matrix(example: str) -> None:
    """A change of the matrix or of the writer is seen in the example."""
    folder = EXAMPLES / example
    for name, text in local_files(chosen_stage(Matrix.load(folder / "relinfra.yaml"))).items():
        assert (folder / name).read_text("utf-8") == text, f"run `relinfra local --matrix {folder}/relinfra.yaml`"
    Draft202012Validator(SCHEMA).validate(yaml.safe_load((folder / "compose.yaml").read_text("utf-8")))
