"""What holds of every set of documents, in every language, with a release file and without."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from relinfra import plan as package
from relinfra.errors import UsageError
from relinfra.evidence import Facts, TerraformEvidence, read_output
from relinfra.plan import LANGUAGES, SETS, Plan, build_plan, verify_plan, write_plan
from relinfra.plan.build import known_facts
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import EVIDENCE, render
from relinfra.runbook import shell_command
from tests.relinfra.plan.mutation import mutate
from tests.relinfra.plan.repository import with_history

EXAMPLES = Path(__file__).parents[3] / "examples"
TOOLS = {"aws", "curl", "for", "gh", "git", "jq", "printf", "relinfra", "terraform", "{", "["}
KINDS = [(name, language) for name in SETS for language in LANGUAGES]
Synthesized = Callable[[str], Path]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of the shop with a history of its own."""
    return with_history(EXAMPLES / "shop", tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def written(synthesized: Synthesized, shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds every set in every language, and the stacks as `cdktf.out`."""
    folder = tmp_path_factory.mktemp("every set")
    shutil.copytree(synthesized("shop"), folder / "cdktf.out")
    for language in LANGUAGES:
        write_plan(folder / "cdktf.out", folder, repository=shop, version="2.5.0", sets=["all"], language=language)
    return folder


@pytest.fixture(scope="module", params=SETS)
def plan(request: pytest.FixtureRequest, synthesized: Synthesized, shop: Path) -> Plan:
    """Return each set about the shop's release."""
    return build_plan(synthesized("shop"), repository=shop, version="2.5.0", set=request.param)


@pytest.fixture(scope="module", params=SETS)
def bare(request: pytest.FixtureRequest, synthesized: Synthesized, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Return each set about a release of which nobody has said anything."""
    nothing = tmp_path_factory.mktemp("nothing")
    return build_plan(synthesized("minimal"), repository=nothing, version="1.0.0", set=request.param)


@pytest.mark.parametrize("about", ["plan", "bare"])
@pytest.mark.parametrize("name", SETS)
def test_every_statement_has_an_id_of_its_own(
    synthesized: Synthesized, shop: Path, tmp_path: Path, name: str, about: str
) -> None:
    """A difference names one sentence of one document."""
    of = {"plan": ("shop", shop, "2.5.0"), "bare": ("minimal", tmp_path, "1.0.0")}
    example, repository, version = of[about]
    for document in build_plan(synthesized(example), repository=repository, version=version, set=name).documents:
        ids = [one.id for one in document.statements if one.id]
        assert len(ids) == len(set(ids)), {id_ for id_ in ids if ids.count(id_) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_proven_where_it_is_told(plan: Plan, language: str) -> None:
    """Each document proves what it rests on, and nothing twice."""
    for document in plan.documents:
        ids = [id_ for line in render(document, language).statements for id_ in line if id_.startswith(EVIDENCE)]
        told = {fact.id for statement in document.statements for fact in statement.facts}
        assert sorted(id_.removeprefix(EVIDENCE) for id_ in ids) == sorted(told)


def test_every_proof_leads_to_what_stands_there(plan: Plan, synthesized: Synthesized) -> None:
    """Whatever an address and an attribute claim is read back."""
    read = read_output(synthesized("shop"))
    proofs = [one for fact in plan.facts.values() for one in fact.evidence if isinstance(one, TerraformEvidence)]
    assert [one for one in proofs if read.resolve(one) != one.value] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_can_be_typed(plan: Plan, language: str) -> None:
    """It is a shell command of a program that people have."""
    told = [load(language).text(one) for one in plan.statements if one.command]
    assert all(shlex.split(one) for one in told)
    commands = [shell_command(one.key, one.given) for one in plan.statements if one.command]
    assert {shlex.split(command)[0] for command in commands} <= TOOLS


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_said_is_asked(bare: Plan, language: str) -> None:
    """Without a release file every set is written all the same, and invents nobody."""
    texts = [render(document, language).text for document in bare.documents]
    assert "None" not in "".join(texts)
    # Runbooks rest on the stacks alone, so that no release file can leave anything open.
    if bare.set not in {"release-plan", "runbooks"}:
        assert any(load(language).words("gap.here") in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_is_whole(plan: Plan, language: str) -> None:
    """Headings do not skip a level, marks resolve, tables keep their columns."""
    for document in plan.documents:
        text = render(document, language).text
        tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
        levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), document.name
        notes = set(re.findall(r"^\[\^(p\d+)\]:", text, flags=re.MULTILINE))
        assert set(re.findall(r"\[\^(p\d+)\](?!:)", text)) == notes


def test_the_manifests_follow_their_schema(written: Path) -> None:
    """What machines read is described, and as described."""
    schema = json.loads((Path(package.__file__).parent / "manifest.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    manifests = [path for path in written.rglob("*.json") if '"schema_version"' in path.read_text()[:40]]
    assert len(manifests) == len(KINDS)
    for path in manifests:
        Draft202012Validator(schema).validate(json.loads(path.read_text()))


def test_everything_just_written_holds(written: Path, shop: Path) -> None:
    """Every set, every language, in one folder."""
    assert verify_plan(written, written / "cdktf.out", repository=shop).differences == ()


def test_a_set_of_one_release_asks_for_its_version(synthesized: Synthesized, tmp_path: Path) -> None:
    """There is no folder to write into otherwise."""
    with pytest.raises(UsageError, match="--release"):
        write_plan(synthesized("minimal"), tmp_path, repository=tmp_path, sets=["release-package"])


def test_an_unknown_set_is_refused(synthesized: Synthesized, tmp_path: Path) -> None:
    """The answer names those there are."""
    with pytest.raises(UsageError, match="dep-catalog"):
        write_plan(synthesized("minimal"), tmp_path, repository=tmp_path, sets=["everything"])


def test_ids_are_kept_from_edition_to_edition(synthesized: Synthesized, shop: Path, tmp_path: Path) -> None:
    """A journey that goes takes its number along; what comes gets the next one."""
    repository = tmp_path / "repository"
    shutil.copytree(shop, repository)
    write_plan(synthesized("shop"), tmp_path, repository=repository, version="2.5.0", sets=["dep-catalog"])
    before = json.loads((repository / "releases" / "document-ids.json").read_text())
    file = repository / "releases" / "2.5.0.yaml"
    file.write_text(file.read_text().replace("  sign_in: {title: Log in", "  sign_out: {title: Log out"))
    write_plan(synthesized("shop"), tmp_path, repository=repository, version="2.5.0", sets=["dep-catalog"])
    after = json.loads((repository / "releases" / "document-ids.json").read_text())
    assert before["TEST"].items() <= after["TEST"].items()
    assert after["TEST"]["release.journeys.sign_out"] == max(before["TEST"].values()) + 1


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_number_of_any_document_can_be_changed_unnoticed(written: Path, shop: Path, data: st.DataObject) -> None:
    """Whichever number of a document is changed, verification fails and names the file and the line.

    One of each document at once: to verify all of them takes seconds.
    """
    texts = {path: path.read_text() for path in sorted(written.rglob("*.md"))}
    changed = set()
    try:
        for path, text in texts.items():
            number = data.draw(st.sampled_from(list(re.finditer(r"\d+", text))))
            changed.add((str(path.relative_to(written)), text[: number.start()].count("\n") + 1))
            path.write_text(f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}")
        found = verify_plan(written, written / "cdktf.out", repository=shop).differences
        assert changed - {(one.file, one.line) for one in found} == set()
    finally:
        for path, text in texts.items():
            path.write_text(text)


def test_every_set_is_documented() -> None:
    """With its documents."""
    text = (Path(__file__).parents[3] / "docs" / "documents.md").read_text()
    assert [name for name in SETS if f"\n| `{name}` |" not in text] == []


def test_no_evidenced_attribute_can_be_changed_unnoticed(written: Path, shop: Path) -> None:
    """Attributes from all over the stacks, read from files; `test_collect` changes every one in memory."""
    stacks = written / "cdktf.out"
    before = known_facts(stacks, repository=shop, version="2.5.0")
    places = _places(before)
    assert len(places) > 300
    unnoticed = []
    for place, ids in list(places.items())[::10]:
        with _mutated(stacks, place):
            after = known_facts(stacks, repository=shop, version="2.5.0")
        if all(after.get(id_) == before[id_] for id_ in ids):
            unnoticed.append(place)
    assert unnoticed == []


def test_a_changed_attribute_is_told_with_its_place(written: Path, shop: Path) -> None:
    """Verification names a fact of it, for attributes from all over the stacks that documents tell of."""
    stacks = written / "cdktf.out"
    told = {fact["id"] for path in written.glob("*.json") for fact in json.loads(path.read_text()).get("facts", ())}
    places = {
        place: facts & told
        for place, facts in _places(known_facts(stacks, repository=shop, version="2.5.0")).items()
        if facts & told
    }
    for place in sorted(places, key=str)[:: len(places) // 5]:
        with _mutated(stacks, place):
            found = verify_plan(written, stacks, repository=shop).differences
        assert places[place] & {one.fact for one in found}, place


def _places(facts: Facts) -> dict[TerraformEvidence, set[str]]:
    """Return every attribute of one value that facts rest on, with those facts."""
    places: dict[TerraformEvidence, set[str]] = {}
    for fact in facts.values():
        for one in fact.evidence:
            plain = isinstance(one, TerraformEvidence) and not isinstance(one.value, dict | list)
            if plain and one.attribute not in ("", "count"):
                places.setdefault(one, set()).add(fact.id)
    return places


@contextmanager
def _mutated(stacks: Path, place: TerraformEvidence) -> Iterator[None]:
    """Change an attribute, and put it back."""
    kept = {path: path.read_text() for path in (stacks / "stacks" / place.stack).iterdir()}
    try:
        mutate(stacks, place)
        yield
    finally:
        for path, text in kept.items():
            path.write_text(text)


def test_what_changes_is_told_and_verified(written: Path, shop: Path, tmp_path: Path) -> None:
    """Compared with stacks that had more tasks, the release lowers capacity; verification needs them again."""
    former = Path(shutil.copytree(written / "cdktf.out", tmp_path / "former"))
    file = former / "stacks" / "shop-production-service" / "cdk.tf.json"
    body = json.loads(file.read_text())
    body["resource"]["aws_appautoscaling_target"]["web"]["min_capacity"] = 9
    file.write_text(json.dumps(body))
    stacks = written / "cdktf.out"
    write_plan(stacks, tmp_path, repository=shop, version="2.5.0", sets=["release-package"], against=former)
    text = (tmp_path / "releases" / "v2.5.0" / "risks" / "risk-assessment.md").read_text()
    assert "`min_capacity`, 9 tasks → 3 tasks: fewer tasks serve" in text
    assert verify_plan(tmp_path, stacks, repository=shop, against=former).differences == ()
    assert verify_plan(tmp_path, stacks, repository=shop).differences == ()


@pytest.mark.parametrize(("today", "told"), [("other", "other stacks"), ("gone", "(nothing)")])
def test_what_is_compared_with_no_longer_is_told(
    written: Path, shop: Path, tmp_path: Path, today: str, told: str
) -> None:
    """Where the former stacks are gone or others by now; sets that compare with nothing are verified all the same."""
    stacks, out = written / "cdktf.out", tmp_path / "documents"
    former = Path(shutil.copytree(stacks, tmp_path / "former"))
    write_plan(stacks, out, repository=shop, version="2.5.0", sets=["dep-catalog"], against=former)
    write_plan(stacks, out, repository=shop, version="2.5.0", sets=["deployment-plan"])
    if today == "gone":
        former.rename(tmp_path / "elsewhere")
    else:
        (former / "stacks" / "shop-production-service" / "cdk.tf.json").write_text("{}")
        (former / "relinfra.json").unlink()
    (out / "deployment-plan.md").write_text((out / "deployment-plan.md").read_text().replace("30 minutes", "3 minutes"))
    edited, apart = sorted(verify_plan(out, stacks, repository=shop).causes, key=lambda one: one.title, reverse=True)
    assert "deployment-plan.md: edited" in edited.title
    assert [(one.kind, one.file) for one in apart.differences] == [("uncompared", "dep-catalog.json")]
    assert told in str(apart)
    assert "--against FOLDER" in apart.advice
