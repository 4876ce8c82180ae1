"""Logins by IAM: which tasks log in to which database as whom, and whether AWS lets them."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.granted import allowing
from relinfra.evidence.record import Parts
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.secret import DatabaseLogin
from relinfra.evidence.records.service import Migration, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.service import main_container

__all__ = ["collect"]

_DATABASES = ("aws_db_instance", "aws_rds_cluster")
_HOSTS = ("_HOST", "_READER_HOST")
_WHERE = ("_HOST", "_NAME", "_PORT", "_READER_HOST", "_REGION", "_USER")
_CONNECT = "rds-db:connect"


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the logins of every service's tasks, and of its migration: a user beside the address of a database."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
        container = main_container(task, service) if task else None
        if task and container:
            _logins(stage, task, container, own, Service.logins)
        migration = stage.get(f"aws_ecs_task_definition.{service.name}_migration")
        for container in migration.each("container_definitions")[:1] if migration else ():
            if migration:
                _logins(stage, migration, container, own.at(Service.migration, ""), Migration.logins)


def _logins(
    stage: StageStacks, task: Resource, container: Attribute, recorder: Recorder, logins: Parts[DatabaseLogin]
) -> None:
    values = {name.text: one for one in container.each("environment") if (name := one.at("name"))}
    for variable in sorted(name.removesuffix("_USER") for name in values if name.endswith("_USER")):
        user = values[f"{variable}_USER"].at("value")
        hosts = [host for end in _HOSTS if (one := values.get(f"{variable}{end}")) and (host := one.at("value"))]
        databases = [found for host in hosts for found in stage.output.follow(host) if found.type in _DATABASES]
        if user and databases:
            own = recorder.one(logins, variable, f"secrets.{variable}")
            own.add(DatabaseLogin.variable, variable, user, how="place")
            own.take(DatabaseLogin.user, user, source="user")
            told = [name for end in _WHERE if (one := values.get(f"{variable}{end}")) and (name := one.at("name"))]
            own.add(DatabaseLogin.told, tuple(name.text for name in told), *told)
            _database(stage, list(dict.fromkeys(databases)), own)
            _permission(stage, task, user, list(dict.fromkeys(databases)), own)


def _database(stage: StageStacks, databases: list[Resource], recorder: Recorder) -> None:
    """Collect whether the database, and its readers, take tokens, and whom as not: a replica has its source's users."""
    database, *_ = databases
    original = stage.output.follow_one(database.at("replicate_source_db"), "aws_db_instance") or database
    recorder.take(DatabaseLogin.database, database.at("identifier") or database.at("cluster_identifier"))
    recorder.take(DatabaseLogin.engine, original.at("engine"))
    recorder.take(DatabaseLogin.master, original.at("username") or original.at("master_username"))
    switches = [one.at("iam_database_authentication_enabled") for one in databases]
    said = [one for one in switches if one]
    recorder.add(DatabaseLogin.enabled, len(said) == len(switches) and all(one.flag for one in said), *said)


def _permission(
    stage: StageStacks, task: Resource, user: Attribute, databases: list[Resource], recorder: Recorder
) -> None:
    """Collect whether the role of a task may log in to all the databases as the user, and to nothing else at all."""
    role = stage.output.follow_one(task.at("task_role_arn"), "aws_iam_role")
    resources = [one for statement in allowing(stage, role, _CONNECT) for one in statement.each("Resource")]
    named = [one for one in resources if one.text.endswith(f"/{user.text}")]
    reached = {found for one in named for found in stage.output.follow(one)}
    recorder.add(DatabaseLogin.permitted, reached.issuperset(databases), *(named or [task.root]), how="place")
    wide = list(_wide(stage, resources))
    recorder.add(DatabaseLogin.exact, not wide, *(wide or resources or [task.root]), how="place")


def _wide(stage: StageStacks, resources: list[Attribute]) -> Iterator[Attribute]:
    """Yield what admits more than one user of one database: a `*`, or no database of these stacks."""
    for one in resources:
        found = [other for other in stage.output.follow(one) if other.type in _DATABASES]
        if not found or "*" in one.text or ":dbuser:" not in one.text:
            yield one
