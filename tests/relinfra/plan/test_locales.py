"""What holds for the locales of all languages together."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, meta, nodes

from relinfra.evidence import Fact, FileEvidence, TerraformEvidence
from relinfra.plan import LANGUAGES, SETS, build_plan, verify_plan, write_plan
from relinfra.plan import catalogue as module
from relinfra.plan.catalogue import load
from relinfra.plan.language import Language
from relinfra.plan.markdown import render
from relinfra.plan.model import Plan, Statement
from relinfra.plan.wording import Wording
from tests.relinfra.plan.options import OPTIONS
from tests.yaml_file import read_yaml

LOCALES = Path(module.__file__).parent / "locales"
EXAMPLES = Path(__file__).parents[3] / "examples"
OTHERS = [language for language in LANGUAGES if language != "en"]

NAMES = set(
    re.findall(
        r"\S+",
        """
    ACL ACU ALB API ARN AWS Actions Amazon Anywhere Aurora CAB CD CDKTF CI CPU CloudTrail CloudWatch
    Cloudflare CodeDeploy Compose Connect Container Control DBT DNS Database DevOps Docker DynamoDB EC ECS EPIC
    EventBridge FEA Fargate FireLens Flow Git GitHub HTTPS IAM IP IPv Insights JSON KMS Lambda Logs MON MVP Manager
    Inspector MariaDB Multi-AZ MySQL NAT OIDC PITR Parameter PostgreSQL Python RDS RISK RPO RTO RUN Replication Route S
    SHA SQL
    SQLite Secrets Service Spot Store Synthetics Systems TEST TLS Terraform Time URL USD UTC VPC WAF Web
    X-Ray active boundary breaker circuit compliance go governance light no-go p permissions pilot pull request v web
    workflow xx
    """,
    )
)
"""What is called the same in every language: products, protocols, terms that Russian engineers do not translate."""

NO_PROSE = re.compile(r"(?ms)^ *```.*?^ *```$|^ *- \[x\]|← \S+|\b[A-Z]+-\d{3}\b")
"""Excerpts and commands, boxes that are ticked, places in files, ids of entries."""


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give every string with its key."""
    if isinstance(node, Mapping):
        for name, below in node.items():
            yield from leaves(below, f"{path}.{name}" if path else str(name))
    else:
        yield path, str(node)


def repeated(node: yaml.Node) -> Iterator[str]:
    """Give every key that a mapping has twice, with its line."""
    if isinstance(node, yaml.MappingNode):
        known = set()
        for key, below in node.value:
            if key.value in known:
                yield f"line {key.start_mark.line + 1}: {key.value}"
            known.add(key.value)
            yield from repeated(below)


def files(language: str) -> list[dict[str, Any]]:
    """Return what each file of a language says."""
    return [read_yaml(path) for path in sorted((LOCALES / language).glob("*.yaml"))]


WORDS = {language: dict(item for one in files(language) for item in one.items()) for language in LANGUAGES}
SENTENCES = {
    language: dict(leaf for one in files(language) for leaf in leaves(one.get("sentences", {})))
    for language in LANGUAGES
}


def language_of(name: str) -> Language:
    """Return the rules of a locale."""
    return Language(WORDS[name]["locale"], WORDS[name]["dates"])


def parsed(sentence: str) -> nodes.Template:
    """Return a sentence as a template's tree."""
    environment = Environment(autoescape=False)  # noqa: S701 - it renders nothing
    environment.filters |= Wording({}, language_of("en")).filters
    return environment.parse(sentence)


def foreign(text: str) -> set[str]:
    """Return the Latin words of a text that are neither code, nor an entity, nor a name."""
    plain = re.sub(r"<code>.*?</code>|`[^`]*`|&#?\w+;|\{\{.*?\}\}|\{%.*?%\}|https?://\S+|<br>", " ", text)
    return set(latin(plain)) - NAMES


@pytest.mark.parametrize("path", sorted(LOCALES.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_key_is_written_once(path: Path) -> None:
    """YAML would keep the last of two strings with one key, silently."""
    assert list(repeated(yaml.compose(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same(language: str) -> None:
    """Every sentence exists in both languages and takes the same facts."""
    assert SENTENCES[language].keys() == SENTENCES["en"].keys()
    for key, sentence in SENTENCES[language].items():
        taken, wanted = (meta.find_undeclared_variables(parsed(one)) for one in (sentence, SENTENCES["en"][key]))
        assert taken == wanted, key


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("group", ["how", "units", "words", "truth", "dates"])
def test_every_language_has_the_same_words(language: str, group: str) -> None:
    """Also how values follow, units, and the words for values; one that inflects may have more groups of them."""
    mine, english = WORDS[language][group], WORDS["en"][group]
    assert mine.keys() >= english.keys() if group == "words" else mine.keys() == english.keys()
    for name, known in english.items():
        if isinstance(known, Mapping) and group == "words":
            assert mine[name].keys() == known.keys(), name


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    """No Latin word stands in a translation but a name; what is the same in both languages says nothing but names."""
    said = ("how", "words", "units", "truth", "unset", "weekdays")
    texts = SENTENCES[language] | dict(leaves({group: WORDS[language][group] for group in said}))
    assert {key: found for key, text in texts.items() if (found := foreign(text))} == {}
    assert NAMES - {word for text in texts.values() for word in latin(text)} == set()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("example", ["shop", "minimal"])
def test_a_document_is_in_its_language(language: str, example: str, synthesized: Callable[[str], Path]) -> None:
    """Nothing in it comes from somewhere else than a locale, but what people wrote themselves and the ids of facts."""
    for name, one in SETS.items():
        version = "2.5.0" if one.of_release else None
        plan = build_plan(synthesized(example), repository=EXAMPLES / example, version=version, set=name)
        assert untranslated(plan, language) == {}
        told = {word for id_ in plan.facts for word in latin(id_.replace("_", " "))} | written(plan.facts.values())
        for document in plan.documents:
            text = NO_PROSE.sub("", render(document, language).text)
            assert foreign(text) - told == set(), document.name


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("example", ["shop", "minimal"])
def test_documents_verify_in_their_language(
    language: str, example: str, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """What was just written differs in nothing, whatever the language."""
    write_plan(synthesized(example), tmp_path, repository=EXAMPLES / example, language=language)
    verification = verify_plan(tmp_path, synthesized(example), repository=EXAMPLES / example)
    assert verification.differences == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_name_files_of_their_language(
    language: str, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """What a set lists as its documents is written beside the list."""
    given: dict[str, Any] = {"version": "2.5.0", "sets": ["release-package"], "language": language}
    written = write_plan(synthesized("shop"), tmp_path, repository=EXAMPLES / "shop", **given)
    summary = next(path for path in written if path.name.startswith("summary."))
    named = re.findall(r"`([a-z/-]+(?:\.[a-z]{2})?\.md)`", (tmp_path / summary).read_text())
    assert named
    assert [name for name in named if not ((tmp_path / summary).parent / name).is_file()] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_an_option_is_told_in_every_language(
    language: str, options: Mapping[str, Any], with_options: Callable[[Mapping[str, Any]], Path]
) -> None:
    """Every unit has the case its sentence asks for, and no word is left untranslated."""
    output = with_options(options)
    assert untranslated(build_plan(output, repository=output.parent), language) == {}


def untranslated(plan: Plan, language: str) -> dict[str, set[str]]:
    """Return the words of each statement that are of no locale, and not written by people."""
    told = {one.id: (load(language).text(one), written(one.facts)) for one in plan.statements if not one.command}
    return {id_: found for id_, (text, own) in told.items() if (found := foreign(text) - own)}


def written(facts: Iterable[Fact]) -> set[str]:
    """Return the words of what stacks and people say, and of the stacks' names."""
    stacks = [one.stack for fact in facts for one in fact.evidence if isinstance(one, TerraformEvidence)]
    return {word for text in (*stacks, *(str(fact.value) for fact in facts)) for word in latin(text)}


def latin(text: str) -> list[str]:
    """Return the Latin words of a text."""
    return re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_the_forms_of_its_language(language: str) -> None:
    """In the nominative all plural categories; a unit that changes with its number has every case."""
    cases = set().union(*(forms.keys() for forms in WORDS[language]["units"].values()))
    categories = language_of(language).categories
    cases -= categories
    for unit, forms in WORDS[language]["units"].items():
        assert categories <= forms.keys(), unit
        assert all(forms[case].keys() <= categories for case in forms.keys() - categories), unit
        inflected = len({forms[category] for category in categories}) > 1
        assert not inflected or cases - {"accusative"} <= forms.keys(), unit


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_a_sentence_asks_for_is_one_of_its_language(language: str) -> None:
    """A sentence names plural categories of its language, the singular among them, and cases that units have."""
    categories = language_of(language).categories
    cases = {case for forms in WORDS[language]["units"].values() for case in forms} - categories
    for key, sentence in SENTENCES[language].items():
        for call in parsed(sentence).find_all(nodes.Filter):
            if call.name == "plural":
                named = [keyword.key for keyword in call.kwargs]
                assert set(named) <= categories, key
                assert named[0] == "one", key
                assert named[-1] in ("many", "other"), key
            if call.name == "case":
                assert {argument.as_const() for argument in call.args} <= cases, key


@pytest.mark.parametrize("value", [0, 1, 2, 5, 21, 0.5, ("a", "b"), None])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_written(language: str, value: Any) -> None:
    """Whatever the number, and where it is not known: also those that no example comes to."""
    fact = Fact("x", value, "minutes" if isinstance(value, int | float) else "", (FileEvidence("x", 1, ""),))
    for key, sentence in SENTENCES[language].items():
        if not sentence.count(".value"):
            taken = meta.find_undeclared_variables(parsed(sentence))
            load(language).text(Statement("x", key, dict.fromkeys(taken, fact if value is not None else None)))


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 1000), tenths=st.integers(0, 9), unit=st.sampled_from(sorted(WORDS["en"]["units"])))
def test_every_number_takes_the_form_of_its_category(language: str, number: int, tenths: int, unit: str) -> None:
    """By CLDR's rule, as Babel has it for the number as it is written."""
    value = number + tenths / 10 if tenths else number
    rule = Locale.parse(WORDS[language]["locale"]).plural_form
    fact = Fact("x", value, unit, (FileEvidence("x", 1, ""),))
    form = WORDS[language]["units"][unit][rule(Decimal(str(value)))]
    sign = language_of(language).number(Decimal(str(value)))
    assert load(language).value(fact) == f"{sign}{WORDS[language]['between']}{form}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_the_week_can_be_named(language: str) -> None:
    """With its preposition too."""
    wording = Wording(WORDS[language], language_of(language))
    days = [f"2026-12-0{day}" for day in range(1, 8)]
    assert len({wording.weekday(day) for day in days}) == 7
    assert all(str(wording.weekday(day, "on")).casefold() != wording.weekday(day).casefold() for day in days)


def test_russian_is_typeset_as_russian() -> None:
    """A dash keeps to the word before it, a number to what it numbers; quotation marks are angled."""
    for key, text in (SENTENCES["ru"] | dict(leaves(WORDS["ru"]["how"]))).items():
        shown = re.sub(r"`[^`]*`|\{\{.*?\}\}", "0", text)
        assert not re.search(r"(?<!\xa0)—|\s-\s|[\"“”]", shown), key
        assert not re.search(r"\d (?:дн|минут|секунд|месяц)|раздел\w* \d", shown), key


OTHER_WORDS = {
    "оповещение": ("тревог",),
    "среда": ("стадии", "стадия"),
    "технический руководитель": ("лидер",),
    "группа целей": ("целевая групп", "целевой групп", "целевую групп", "целевые групп", "целевых групп"),
    "топик": ("тема ", "темы ", "тему "),
    "workflow": ("ни один процесс", "сам процесс", "рабочего процесса"),
    "продуктивная среда": ("рабочая сред", "рабочей сред"),
    "регион восстановления": ("резервный регион", "резервного региона"),
    "основной регион": ("дома ", "домой"),
    "резервная копия": ("бэкап",),
    "последний": ("новейш", "самый новый"),
    "проверяющий узел": ("проверяющие найд", "проверяющих находит"),
    "переименовать базу": ("отставьте", "отодвиньте"),
    "сделать самостоятельной": ("повысьте",),
    "сам ECS": ("ecs само", "codedeploy само"),
    "обновить базу": ("повышен",),
    "направить имя": ("ведите \\{",),
}
"""What a thing is called in Russian, and what it was called here and there besides."""


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_one_thing_has_one_word_in_russian(word: str) -> None:
    """An alarm is an оповещение, a stage a среда, a target group a группа целей."""
    known = {key: text.lower() for key, text in SENTENCES["ru"].items() if key not in _STATE_OF_RELEASE}
    assert [key for key, text in known.items() for other in OTHER_WORDS[word] if re.search(rf"\b{other}", text)] == []


_STATE_OF_RELEASE = {"gap.question.status", "gap.question.criteria_status"}
"""Where стадия is how far a release is, and no stage."""

MANY = re.compile(
    r"\b1 (?:alarms|checks|commits|connections|criteria|gates|gateways|groups|jobs|keys|needs|networks|periods|people|"
    r"references|regions|replicas|roles|runs|scenarios|services|snapshots|stacks|stages|steps|tasks|tests|variables|"
    r"waivers|zones)\b"
)
"""One of what is named as several."""


def test_one_is_not_told_as_several() -> None:
    """A count that may be one is followed by the singular then: no `1 tasks`, and no `all 1 tests`."""
    proof = (FileEvidence("x", 1, ""),)
    values: tuple[Any, ...] = (1, ("x",))
    told = {}
    for key, sentence in SENTENCES["en"].items():
        taken = meta.find_undeclared_variables(parsed(sentence))
        for value in () if sentence.count(".value") else values:
            text = load("en").text(Statement("x", key, dict.fromkeys(taken, Fact("x", value, "", proof))))
            told |= {key: text} if MANY.search(text) else {}
    assert told == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_joined_by_a_sign_or_by_and_or_or(language: str) -> None:
    """Each language has words of its own for `and` and `or`, which stand between spaces."""
    joints = {
        (key, keyword.value.as_const())
        for key, sentence in SENTENCES[language].items()
        for call in parsed(sentence).find_all(nodes.Filter)
        for keyword in call.kwargs
        if keyword.key == "joint"
    }
    assert {one for one in joints if one[1] not in ("and", "or", ", ", "; ")} == set()


NUMBERED = {"verification.opening", "question.journeys", "question.path", "question.purpose"}
"""Sentences of the release plan alone, whose sections have their numbers for good."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_release_plan_names_a_section_by_its_number(language: str) -> None:
    """In another set of documents, the section of that number is another one, or there is none."""
    named = re.compile(r"(?:sections?|раздел\w*)\s\d")
    assert {key for key, text in SENTENCES[language].items() if named.search(text)} <= NUMBERED


def test_what_names_a_section_stands_in_the_release_plan_alone(synthesized: Callable[[str], Path]) -> None:
    """Whatever set a section is borrowed by."""
    given = {"repository": EXAMPLES / "shop", "version": "2.5.0"}
    for name in SETS.keys() - {"release-plan"}:
        plan = build_plan(synthesized("shop"), set=name, **given)
        assert NUMBERED.isdisjoint(one.key for one in plan.statements), name
