import re
from collections.abc import Callable

import pytest
import yaml

from relinfra.pipeline import WORKFLOW_PATH
from relinfra.runbook.shell import shell_command
from tests.relinfra.runbook.conftest import Project, made

_REPOSITORY = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web"


def expression(project: Project) -> str:
    """Return from where the workflow reads the tag of `web`."""
    jobs = yaml.safe_load((project.repository / WORKFLOW_PATH).read_text())["jobs"]
    return str(jobs["images"]["env"]["TAG_web_image_tag"])


def asked(project: Project) -> str:
    """Return the words beside the input of the workflow that takes the tag."""
    # YAML 1.1 takes the key `on` for a yes.
    workflow = yaml.safe_load((project.repository / WORKFLOW_PATH).read_text())
    return str(workflow[True]["workflow_dispatch"]["inputs"]["web_image_tag"]["description"])


def test_the_tag_is_kept_where_the_workflow_reads_it(projects: Callable[[str], Project]) -> None:
    """The variable of the last step is the one that the workflow names first after its input."""
    project = projects("rolling")
    [kept] = [one for one in project.procedures["rollback-production-service-web"].steps if one.key == "tag_kept"]
    command = shell_command(kept.command, kept.given)
    variable = re.findall(r"variable set (\S+)", command)
    assert expression(project) == f"${{{{ inputs.web_image_tag || vars.{variable[0]} }}}}"
    assert "--env" not in command, "the job that reads it runs in the environment of a preview"
    assert f"repository variable {variable[0]}" in asked(project)


def test_no_variable_is_kept_where_the_workflow_builds(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the run builds comes before any variable: main has to be reverted, and the input says so too."""
    project = made(tmp_path_factory.mktemp("built"), {"image": _REPOSITORY, "build": {"context": "."}}, images=True)
    assert expression(project).index("needs.image-web.outputs.tag") < expression(project).index("vars.")
    for name in ("rollback-production-service-web", "stop-production-service-web"):
        keys = [one.key for one in project.procedures[name].steps]
        assert "image_built" in keys
        assert "tag_kept" not in keys
    assert "this run builds" in asked(project)
