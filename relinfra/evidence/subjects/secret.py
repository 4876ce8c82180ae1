"""Secrets: which service reads which one, and how it is rotated. Never a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.record import Parts
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Migration, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.restart import take_restart
from relinfra.evidence.subjects.service import main_container

__all__ = ["collect"]

_MADE = ("aws_db_instance", "aws_rds_cluster", "aws_secretsmanager_secret")
"""What makes a secret."""

_PARAMETER = re.compile(r"^arn:[^:]+:ssm:[^:]+:[^:]+:parameter/(.+)$")
_SECRET = re.compile(r"^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+")
_JSON_KEY = re.compile(r":([^:]+):[^:]*:[^:]*$")
"""What ECS calls a part of a secret: `ARN:KEY:STAGE:VERSION`."""
_ARN = "_SECRET_ARN"
"""How the variable ends in which an application finds a secret that it may read anew."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every secret that the containers of services and migrations are given, and those that nobody reads."""
    read: set[Resource] = set()
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
        main = main_container(task, service) if task else None
        for container in task.each("container_definitions") if task else ():
            beside = None if main and container.path == main.path else container.at("name")
            for source, one in _given(container, beside, own, Service.secrets):
                _source(stage, source, one)
                take_restart(stage, service, source, one.at(Secret.restart))
                read.update(stage.output.follow(source))
        migration = stage.get(f"aws_ecs_task_definition.{service.name}_migration")
        for container in migration.each("container_definitions") if migration else ():
            for source, one in _given(container, None, own.at(Service.migration, ""), Migration.secrets):
                _source(stage, source, one)
                read.update(stage.output.follow(source))
    _unread(stage, read, recorder)


def _unread(stage: StageStacks, read: set[Resource], recorder: Recorder) -> None:
    """Collect the secrets that these stacks make and give to nobody: they change all the same."""
    for type_ in _MADE:
        for found in stage.find(type_):
            if found not in read:
                _of(stage, found, found.root, recorder.one(Stage.unread_secrets, found.name))


def _given(
    container: Attribute, beside: Attribute | None, recorder: Recorder, secrets: Parts[Secret]
) -> Iterator[tuple[Attribute, Recorder]]:
    """Yield what each secret of a container is read from, with its recorder; `beside` names one beside the main one."""
    variables = {name.text: name for one in container.each("environment") if (name := one.at("name"))}
    for item in container.each("secrets"):
        name, source = item.at("name"), item.at("valueFrom")
        if name and source:
            key = f"{beside.text}_{name.text}" if beside else name.text
            own = recorder.one(secrets, key)
            own.take(Secret.variable, name, source="" if beside else f"secrets.{name.text}")
            own.take(Secret.container, beside)
            own.take(Secret.reread_at, variables.get(f"{name.text}{_ARN}"))
            yield source, own


def _source(stage: StageStacks, source: Attribute, recorder: Recorder) -> None:
    if parameter := _PARAMETER.match(source.text):
        name = parameter[1]
        recorder.add(Secret.parameter, f"/{name}" if "/" in name else name, source)
        return
    literal = _SECRET.match(source.text)
    if literal:
        recorder.add(Secret.secret, literal[0], source)
    # An ARN alone has as many colons, but never ends in one.
    if (key := _JSON_KEY.search(source.text)) and source.text.endswith(":"):
        recorder.add(Secret.json_key, key[1], source)
    for found in stage.output.follow(source):
        if found.type in (*_MADE, "data.aws_secretsmanager_secret"):
            _of(stage, found, source, recorder)
            return


def _of(stage: StageStacks, found: Resource, source: Attribute, recorder: Recorder) -> None:
    """Collect a secret that a stack has or makes; RDS makes that of a database whose password it manages."""
    if found.type in ("aws_db_instance", "aws_rds_cluster"):
        identifier = found.at("identifier") or found.at("cluster_identifier")
        managed = found.at("manage_master_user_password")
        if identifier and managed and managed.flag:
            _rotation(stage, found, recorder)
            recorder.add(Secret.managed_for, identifier.text, source, identifier, managed, how="managed_password")
        return
    recorder.take(Secret.secret, found.at("name") or found.at("arn"))
    _rotation(stage, found, recorder)
    _version(stage, found, recorder)


def _rotation(stage: StageStacks, secret: Resource, recorder: Recorder) -> None:
    for rotation in stage.referring(secret, "aws_secretsmanager_secret_rotation", "secret_id"):
        rules = rotation.at("rotation_rules")
        when = rules and (rules.at("automatically_after_days") or rules.at("schedule_expression"))
        recorder.take(Secret.rotation, when)
        recorder.take(Secret.rotation_window, rules and rules.at("duration"))
        recorder.take(Secret.rotates, rotation.at("rotation_enabled"))


def _version(stage: StageStacks, secret: Resource, recorder: Recorder) -> None:
    """Collect what makes another value when it is raised, of a secret that Terraform fills."""
    for version in stage.referring(secret, "aws_secretsmanager_secret_version", "secret_id"):
        recorder.take(Secret.version, version.at("secret_string_wo_version"))
        _master_of(stage, version, recorder)


def _master_of(stage: StageStacks, version: Resource, recorder: Recorder) -> None:
    """Collect the database that is given the password before its secret is written."""
    before = {needed.text: needed for needed in version.each("depends_on")}
    for database in stage.find("aws_db_instance"):
        needed, identifier = before.get(database.address), database.at("identifier")
        if needed and identifier and database.stack == version.stack:
            recorder.add(Secret.master_of, identifier.text, identifier, needed)
