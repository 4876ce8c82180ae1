"""The files of a local stage: `compose.yaml` and `.env.example`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relinfra.layout import COMPOSE_FILE, EXAMPLE_FILE
from relinfra.local.databases import LocalPostgres, sqlite_volume
from relinfra.local.names import OBJECT_STORE, SQLITE_VOLUME
from relinfra.local.services import service_containers
from relinfra.local.signed import signed
from relinfra.local.yaml_text import yaml_text
from relinfra.visible import visible

if TYPE_CHECKING:
    from relinfra.local.stage import LocalStage

__all__ = ["local_files"]


def local_files(stage: LocalStage) -> Mapping[str, str]:
    """Return the text of both files by path. No secret is in them: Compose reads those from `.env`."""
    matrix = Path(stage.matrix.file).name
    named = f"{stage.matrix.project}, environment {stage.environment.name}"
    compose = (
        f"The local stage of {named}: `docker compose up --wait` runs it. `relinfra local` writes",
        f"this file from {matrix}; what is your own goes into compose.override.yaml, which Compose lays over it.",
    )
    example = (
        f"Variables of the local stage of {named}. Copy this file to .env, which must not be",
        f"committed, and give each a value of your own. `relinfra local` writes this file from {matrix}.",
    )
    settings = "\n".join("\n".join((*setting.lines, "")) for setting in stage.settings.asked)
    return {
        COMPOSE_FILE: signed(compose, yaml_text(_content(stage))),
        EXAMPLE_FILE: signed(example, _shown(settings)),
    }


def _shown(text: str) -> str:
    """Return the lines with nothing hidden in them: names of secrets are other people's text."""
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def _content(stage: LocalStage) -> dict[str, Any]:
    stored = {**_databases(stage), **_object_store(stage)}
    volumes = sorted({mount.partition(":")[0] for one in stored.values() for mount in one["volumes"]})
    return {
        "name": stage.name,
        "x-relinfra": stage.environment.name,
        "services": {**stored, **service_containers(stage)},
        **({"volumes": {name: {} for name in volumes}} if volumes else {}),
    }


def _databases(stage: LocalStage) -> dict[str, Any]:
    found = {one.container: one.definition for one in stage.databases.values() if isinstance(one, LocalPostgres)}
    used = stage.environment.database == "sqlite" and any(one.databases for one in stage.services.values())
    return {**found, **({SQLITE_VOLUME: dict(sqlite_volume())} if used else {})}


def _object_store(stage: LocalStage) -> dict[str, Any]:
    return {OBJECT_STORE: stage.object_store.definition} if stage.object_store else {}
