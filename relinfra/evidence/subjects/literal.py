"""Values of secrets that are written into Terraform, told by where they stand and never by what they are."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.reading.secrets import is_secret

__all__ = ["collect"]

_ARGUMENTS = {
    "aws_db_instance": ("password", "identifier"),
    "aws_rds_cluster": ("master_password", "cluster_identifier"),
    "aws_secretsmanager_secret_version": ("secret_string", "secret_id"),
}
"""Arguments that go into the state, each with one that names its resource; those that end in `_wo` do not."""
_PARAMETER = "SecureString"


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect variables of containers and arguments that hold what looks like a secret."""
    found = [*_variables(stage), *_arguments(stage), *_parameters(stage)]
    if found:
        names = tuple(dict.fromkeys(name for name, _ in found))
        recorder.add(Stage.literal_secrets, names, *(proof for _, proof in found), how="place")


def _variables(stage: StageStacks) -> Iterator[tuple[str, Attribute]]:
    for task in stage.find("aws_ecs_task_definition"):
        for container in task.each("container_definitions"):
            for variable in container.each("environment"):
                name, value = variable.at("name"), variable.at("value")
                if name and value and "${" not in value.text and is_secret([name.text], value.text):
                    yield name.text, name


def _arguments(stage: StageStacks) -> Iterator[tuple[str, Attribute]]:
    for type_, (argument, naming) in _ARGUMENTS.items():
        for one in stage.find(type_):
            if one.at(argument):
                yield f"{one.address}.{argument}", one.at(naming) or one.root


def _parameters(stage: StageStacks) -> Iterator[tuple[str, Attribute]]:
    for one in stage.find("aws_ssm_parameter"):
        kind = one.at("type")
        if kind and kind.text == _PARAMETER and one.at("value"):
            yield f"{one.address}.value", kind
