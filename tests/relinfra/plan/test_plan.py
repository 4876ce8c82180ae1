import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from relinfra import plan as package
from relinfra.plan import build_plan, write_plan
from relinfra.plan.markdown import EVIDENCE, render

EXAMPLES = Path(__file__).parents[3] / "examples"
MARKDOWN, MANIFEST = "release-plan.md", "release-plan.json"
SCAFFOLD = [
    "# Release & Deployment Plan",
    "## Version",
    "## 1. Environments",
    "## 2. Infrastructure-as-Code",
    "## 3. CI/CD Pipeline (GitHub Actions)",
    "## 4. Deployment Strategy",
    "## 5. Rollback & DR",
    "## 6. Observability",
    "## 7. Secrets & Config",
    "## 8. Release Versioning & Changelog",
    "## 9. Post-Release Verification",
    "## 10. Compliance & Evidence",
    "## 11. Open Questions / Risks",
]

Written = Callable[[str], Path]


@pytest.fixture(scope="module")
def written(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a function: the name of an example in, the folder of its documents out."""

    def write(example: str) -> Path:
        folder = tmp_path_factory.mktemp("documents")
        write_plan(synthesized(example), folder, repository=EXAMPLES / example)
        return folder

    return write


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_has_exactly_the_scaffold(written: Written, example: str) -> None:
    """Title, sections, and the columns of the two tables every reader looks for."""
    text = (written(example) / MARKDOWN).read_text()
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in outside.splitlines() if re.match(r"##? ", line)] == SCAFFOLD
    assert "| Stage | Cloud / Region | Runtime | Data Stores | Purpose |" in text
    assert "| Signal | Tool | Retention | Alert |" in text


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_every_mark_resolves_and_every_note_is_referred_to(written: Written, example: str) -> None:
    """Footnotes are numbered in reading order, without a gap or an orphan."""
    text = (written(example) / MARKDOWN).read_text()
    notes = re.findall(r"^\[\^(p\d+)\]:", text, flags=re.MULTILINE)
    marks = list(dict.fromkeys(re.findall(r"\[\^(p\d+)\](?!:)", text)))
    assert notes == [f"p{number}" for number in range(1, len(notes) + 1)]
    assert marks == notes


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_no_fact_is_kept_from_the_reader(written: Written, example: str) -> None:
    """Each fact of the manifest is used by a statement, and each statement has an id of its own."""
    manifest = json.loads((written(example) / MANIFEST).read_text())
    statements = [one for section in manifest["documents"][0]["sections"] for one in section["statements"]]
    used = {id_ for one in statements for id_ in one["facts"]}
    assert {fact["id"] for fact in manifest["facts"]} == used
    assert len({one["id"] for one in statements}) == len(statements)


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_every_fact_is_proven_once(synthesized: Callable[[str], Path], example: str) -> None:
    """The notes hold every fact of the plan, and none of them twice."""
    plan = build_plan(synthesized(example), repository=EXAMPLES / example)
    ids = [id_ for line in render(plan.documents[0]).statements for id_ in line]
    on_lines = [id_.removeprefix(EVIDENCE) for id_ in ids if id_.startswith(EVIDENCE)]
    assert sorted(on_lines) == sorted(plan.facts)


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_the_manifest_follows_its_schema(written: Written, example: str) -> None:
    """What machines read is described, and as described."""
    schema = json.loads((Path(package.__file__).parent / "manifest.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((written(example) / MANIFEST).read_text()))


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_no_reader_meets_another_stacks_outputs(written: Written, example: str) -> None:
    """What Terraform will only know later is told in words; the expression stands in the notes."""
    assert "terraform_remote_state" not in (written(example) / MARKDOWN).read_text().partition("\n[^p1]:")[0]


def test_the_same_input_gives_the_same_bytes(written: Written) -> None:
    """No clock, no chance, no order of a hash."""
    first, second = written("shop"), written("shop")
    for name in (MARKDOWN, MANIFEST):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_release_has_its_number(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """With a version the plan is that release's, without one it says it is none yet."""
    write_plan(synthesized("minimal"), tmp_path, repository=EXAMPLES / "minimal", version="2.5.0")
    assert "\nv2.5.0 \N{EN DASH} initial draft\n" in (tmp_path / MARKDOWN).read_text()


def test_hostile_words_stay_in_their_cells(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """A purpose may be any text; every table keeps its columns, and nothing of it becomes markup."""
    output = tmp_path / "cdktf.out"
    shutil.copytree(synthesized("shop"), output)
    declared = json.loads((output / "relinfra.json").read_text())
    declared["environments"]["production"]["purpose"]["value"] = "Live | `x` <img src=y> ${{ secrets.A }}\n## 12. B \\|"
    (output / "relinfra.json").write_text(json.dumps(declared))
    write_plan(output, tmp_path, repository=EXAMPLES / "shop")
    text = (tmp_path / MARKDOWN).read_text()
    html = str(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))
    assert "<img" not in html
    assert "## 12" not in re.sub(r"^.*\|.*$", "", text, flags=re.MULTILINE)
    for table in re.findall(r"<table>.*?</table>", html, flags=re.DOTALL):
        assert all(row.count("<td") in (0, table.count("<th>")) for row in table.split("<tr>"))


def test_what_nobody_decided_is_a_question(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """Without a repository, pipeline and versioning are questions, not guesses."""
    write_plan(synthesized("minimal"), tmp_path, repository=tmp_path / "empty")
    questions = (tmp_path / MARKDOWN).read_text().partition("## 11.")[2].partition("[^p1]:")[0]
    for subject in ("what deploys these stacks", "numbers releases", "AWS WAF", "budget", "feature flags"):
        assert subject in questions
