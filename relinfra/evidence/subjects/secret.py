"""Secrets: which service reads which one, and how it is rotated. Never a value."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.service import Secret, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.service import main_container

__all__ = ["collect"]

_PARAMETER = re.compile(r"^arn:[^:]+:ssm:[^:]+:[^:]+:parameter/(.+)$")
_SECRET = re.compile(r"^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+")
_JSON_KEY = re.compile(r":([^:]+):[^:]*:[^:]*$")
"""What ECS calls a part of a secret: `ARN:KEY:STAGE:VERSION`."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every secret a service's container is given."""
    for service in stage.find("aws_ecs_service"):
        task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
        container = task and main_container(task, service)
        for item in container.each("secrets") if container else ():
            name = item.at("name")
            source = item.at("valueFrom")
            if name and source:
                own = recorder.one(Stage.services, service.name, f"services.{service.name}").one(
                    Service.secrets, name.text
                )
                own.take(Secret.variable, name, source=f"secrets.{name.text}")
                _source(stage, source, own)


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
        if found.type in ("data.aws_secretsmanager_secret", "aws_secretsmanager_secret"):
            recorder.take(Secret.secret, found.at("name") or found.at("arn"))
            _rotation(stage, found, recorder)
            _version(stage, found, recorder)
            return
        if found.type in ("aws_db_instance", "aws_rds_cluster"):
            identifier = found.at("identifier") or found.at("cluster_identifier")
            managed = found.at("manage_master_user_password")
            if identifier and managed and managed.flag:
                recorder.add(Secret.managed_for, identifier.text, source, identifier, managed, how="managed_password")
            return


def _rotation(stage: StageStacks, secret: Resource, recorder: Recorder) -> None:
    for rotation in stage.find("aws_secretsmanager_secret_rotation"):
        if secret in stage.output.follow(rotation.at("secret_id")):
            rules = rotation.at("rotation_rules")
            when = rules and (rules.at("automatically_after_days") or rules.at("schedule_expression"))
            recorder.take(Secret.rotation, when)


def _version(stage: StageStacks, secret: Resource, recorder: Recorder) -> None:
    """Collect what makes another value when it is raised, of a secret that Terraform fills."""
    for version in stage.find("aws_secretsmanager_secret_version"):
        if secret in stage.output.follow(version.at("secret_id")):
            recorder.take(Secret.version, version.at("secret_string_wo_version"))
            _master_of(stage, version, recorder)


def _master_of(stage: StageStacks, version: Resource, recorder: Recorder) -> None:
    """Collect the database that is given the password before its secret is written."""
    before = {needed.text: needed for needed in version.each("depends_on")}
    for database in stage.find("aws_db_instance"):
        needed, identifier = before.get(database.address), database.at("identifier")
        if needed and identifier and database.stack == version.stack:
            recorder.add(Secret.master_of, identifier.text, identifier, needed)
