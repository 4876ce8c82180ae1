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
                _restart(stage, service, source, own)


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
                _rotation(stage, found, recorder)
                recorder.add(Secret.managed_for, identifier.text, source, identifier, managed, how="managed_password")
            return


def _restart(stage: StageStacks, service: Resource, source: Attribute, recorder: Recorder) -> None:
    """Collect the rule that hears of a change of the secret, and what it starts."""
    held = stage.output.follow(source)
    for rule in stage.find("aws_cloudwatch_event_rule"):
        heard = [one for listed in rule.each("event_pattern", "resources") for one in stage.output.follow(listed)]
        if held and any(one in heard for one in held):
            recorder.take(Secret.rule, rule.at("name"))
            _started(stage, service, rule, recorder)
            return


def _started(stage: StageStacks, service: Resource, rule: Resource, recorder: Recorder) -> None:
    targets = [one for one in stage.find("aws_cloudwatch_event_target") if rule in stage.output.follow(one.at("rule"))]
    arns = [arn.text for target in targets if (arn := target.at("arn"))]
    for document in stage.find("aws_ssm_document"):
        name = document.at("name")
        if name and any(f":automation-definition/{name.text}:" in arn for arn in arns):
            recorder.take(Secret.document, name)
            steps = document.each("content", "mainSteps")
            proofs = next((found for step in steps if (found := _deploying(step, service))), ())
            recorder.add(Secret.deploys, bool(proofs), *(proofs or (name,)), how="place")
            return


def _deploying(step: Attribute, service: Resource) -> tuple[Attribute, ...]:
    """Return what shows that a step of a document deploys a service, by ECS or by the application of its name."""
    name, api, forced = service.at("name"), step.at("inputs", "Api"), step.at("inputs", "forceNewDeployment")
    named = step.at("inputs", "service") or step.at("inputs", "applicationName")
    if name is None or api is None or named is None or name.text != named.text:
        return ()
    if api.text == "UpdateService":
        return (api, named, forced) if forced and forced.flag else ()
    return (api, named) if api.text == "CreateDeployment" else ()


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
