import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relinfra.errors import OutputError
from relinfra.evidence import TerraformEvidence
from relinfra.plan import Verification, verify_plan, write_plan

SHOP = Path(__file__).parents[3] / "examples" / "shop"
MARKDOWN, MANIFEST = "release-plan.md", "release-plan.json"
SERVICE = "stacks/shop-production-service/cdk.tf.json"


class Project:
    """A synthesized shop with its documents, both free to change."""

    def __init__(self, synthesized: Path, folder: Path) -> None:
        self.output, self.documents = folder / "cdktf.out", folder
        shutil.copytree(synthesized, self.output)
        write_plan(self.output, self.documents, repository=SHOP, version="2.5.0")

    def verify(self) -> Verification:
        """Verify the documents."""
        return verify_plan(self.documents, self.output, repository=SHOP)

    def edit(self, path: str, old: str, new: str) -> int:
        """Replace the first occurrence of a text; return its line."""
        file = self.documents / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def project(synthesized: Callable[[str], Path], tmp_path: Path) -> Project:
    """Return a project whose documents are true."""
    return Project(synthesized("shop"), tmp_path)


def test_holds_for_what_was_just_written(project: Project) -> None:
    """Documents and stacks agree."""
    assert project.verify() == Verification(())


def test_names_statement_document_value_and_terraform_value(project: Project) -> None:
    """A changed attribute is told with the fact, both values, the address, and every line that says otherwise."""
    project.edit(f"cdktf.out/{SERVICE}", '"bake_time_in_minutes": "30"', '"bake_time_in_minutes": "20"')
    first, *lines = project.verify().differences
    assert (first.kind, first.file) == ("changed", MANIFEST)
    assert first.fact == "production.service.web.deployment.bake_minutes"
    assert (first.document, first.today) == ("30 minutes", "20 minutes")
    path = "deployment_configuration.bake_time_in_minutes"
    assert first.evidence == (TerraformEvidence("shop-production-service", "aws_ecs_service.web", path, "20"),)
    text = (project.documents / MARKDOWN).read_text().partition("\n[^p1]:")[0].splitlines()
    answers = r"\b30 minutes(?:\[\^p\d+\] ?)+ \|"  # within which people of the escalation answer
    bakes = r'\b30 minutes\b|x-axis .*"30"'
    saying = [n for n, line in enumerate(text, start=1) if re.search(bakes, line) and not re.search(answers, line)]
    assert [line.line for line in lines] == saying
    assert "deployment.bake/production.service.web" in {line.statement for line in lines}


def test_names_the_line_that_was_edited(project: Project) -> None:
    """A number changed by hand in the prose is found, though every fact holds."""
    number = project.edit(MARKDOWN, "for 30 minutes of bake time", "for 5 minutes of bake time")
    (difference,) = project.verify().differences
    assert (difference.kind, difference.line) == ("edited", number)
    assert difference.statement == "deployment.bake/production.service.web"


@pytest.mark.parametrize("line", ["\n## 12. Extra\n", "\nAll is well.\n"])
def test_finds_what_was_added(project: Project, line: str) -> None:
    """A sentence nobody proved is an addition."""
    project.edit(MARKDOWN, "\n## 5.", f"{line}\n## 5.")
    assert {one.kind for one in project.verify().differences} == {"extra"}


def test_finds_what_was_removed(project: Project) -> None:
    """A missing question is missed."""
    text = (project.documents / MARKDOWN).read_text()
    line = next(line for line in text.splitlines() if "Rehearse the recovery" in line)
    project.edit(MARKDOWN, line + "\n", "")
    (difference,) = project.verify().differences
    assert (difference.kind, difference.today[:40]) == ("missing", line[:40])


def test_finds_facts_added_and_removed(project: Project) -> None:
    """The manifest may hold neither more nor less than the stacks prove."""
    path = project.documents / MANIFEST
    manifest: Any = json.loads(path.read_text())
    removed = manifest["facts"].pop(0)["id"]
    manifest["facts"].append({**manifest["facts"][0], "id": "production.invented"})
    path.write_text(json.dumps(manifest))
    found = {(one.kind, one.fact) for one in project.verify().differences if one.file == MANIFEST}
    assert {("missing", removed), ("extra", "production.invented")} <= found


def test_finds_a_change_that_no_fact_shows(project: Project) -> None:
    """Even the spacing of the manifest is what relinfra writes."""
    project.edit(MANIFEST, '"set": "release-plan"', '"set":  "release-plan"')
    assert [one.kind for one in project.verify().differences] == ["edited"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"schema_version": 2}', "[" * 100_000])
def test_says_when_a_document_is_none(project: Project, text: str) -> None:
    """A file of another kind is refused by name."""
    (project.documents / MANIFEST).write_text(text)
    with pytest.raises(OutputError, match=r"release-plan\.json"):
        project.verify()


def test_says_how_to_write_a_missing_document(project: Project) -> None:
    """A missing document is told with what to do."""
    (project.documents / MARKDOWN).unlink()
    (cause,) = project.verify().causes
    assert [(one.kind, one.file) for one in cause.differences] == [("gone", MARKDOWN)]
    assert "write it again" in cause.advice


def test_a_missing_manifest_is_written_again_as_it_is_advised(project: Project) -> None:
    """The documents beside it are ours as long as nobody edited them; what is edited, nobody replaces."""
    (project.documents / MANIFEST).unlink()
    assert {one.kind for one in project.verify().differences} == {"gone", "unproven"}
    write_plan(project.output, project.documents, repository=SHOP, version="2.5.0")
    assert project.verify().ok
    (project.documents / MANIFEST).unlink()
    (project.documents / MARKDOWN).write_text("mine")
    with pytest.raises(OutputError, match=r"release-plan\.md: would be replaced, but relinfra did not write it"):
        write_plan(project.output, project.documents, repository=SHOP, version="2.5.0")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_number_can_be_changed_unnoticed(project: Project, data: st.DataObject) -> None:
    """Whichever number of the Markdown is changed, verification fails and names its line."""
    path = project.documents / MARKDOWN
    text = path.read_text()
    number = data.draw(st.sampled_from(list(re.finditer(r"\d+", text))))
    line = text[: number.start()].count("\n") + 1
    try:
        path.write_text(f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}")
        assert line in {one.line for one in project.verify().differences}
    finally:
        path.write_text(text)


@pytest.mark.parametrize("name", ["x.tf", "x.auto.tfvars", "cdk_override.tf.json"])
def test_a_file_beside_a_stack_is_refused(project: Project, name: str) -> None:
    """Terraform would apply it, and no document tells of it: every fact holds, and the documents do not verify."""
    path = Path(SERVICE).parent / name
    (project.output / path).write_text("{}")
    verification = project.verify()
    assert verification.differences == ()
    assert not verification.ok
    assert [(one.path, one.kind) for one in verification.foreign] == [(str(path), "unlisted")]


def test_an_edit_that_no_fact_tells_of_is_refused(project: Project) -> None:
    """The digest of the stack is not the one that synth listed."""
    project.edit(f"cdktf.out/{SERVICE}", '"propagate_tags": "SERVICE"', '"propagate_tags": "TASK_DEFINITION"')
    verification = project.verify()
    assert verification.differences == ()
    assert [(one.path, one.kind) for one in verification.foreign] == [(SERVICE, "edited")]
    assert verification.findings[0].startswith(f"{SERVICE}: was edited since synth wrote it")
