"""What the documents of every set say of matrices unlike the examples: CodeDeploy, workers, calls, standby regions."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from relinfra.plan import LANGUAGES, SETS, build_plan
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import render
from relinfra.plan.model import Document, Subheading
from tests.relinfra.plan.options import OPTIONS, UNLIKE, production

SHOP = Path(__file__).parents[3] / "examples" / "shop"
MIGRATION = {"migration": {"command": ["bin/migrate"]}}
SEVERAL = production(
    {
        "services": {
            "web": {"connect": {"to": ["prices"]}, "log_router": {"exclude": "GET /healthz"}, **MIGRATION},
            "prices": {"image": "example.com/hello/prices:1", "port": 9000},
            "jobs": {"image": "example.com/hello/jobs:1", "worker": True, "capacity": {"spot_percent": 70}},
        },
        **OPTIONS["Aurora"]["environments"]["production"],
    }
)
MATRICES = {
    "CodeDeploy": OPTIONS["CodeDeploy"],
    "several services": SEVERAL,
    "warm standby with a database": OPTIONS["followed"],
    "a major upgrade": OPTIONS["upgrade"],
    "two regions with customers": UNLIKE,
}

Options = Callable[[Mapping[str, Any]], Path]


@cache
def documents(output: Path, name: str) -> Mapping[str, Document]:
    """Return the documents of a set about stacks and the shop's release, by name."""
    plan = build_plan(output, repository=SHOP, version="2.5.0", set=name)
    return {one.name: one for one in plan.documents}


def text(output: Path, name: str, document: str = "", language: str = "en") -> str:
    """Return a document of a set as a reader has it, without marks and notes."""
    whole = render(documents(output, name)[document or name], language).text.partition("\n[^p1]:")[0]
    return re.sub(r" ?\[\^p\d+\]", "", whole)


def entry(catalogue: str, title: str) -> str:
    """Return one entry or runbook of the catalogue."""
    found = re.search(rf"\n### [A-Z]+-\d+: {re.escape(title)}\n(.*?)(?=\n###? |\Z)", catalogue, flags=re.DOTALL)
    assert found, title
    return found[1]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
def test_every_statement_has_an_id_of_its_own(with_options: Options, matrix: Mapping[str, Any], name: str) -> None:
    """Also where several services, stages or steps are told of alike."""
    for document in documents(with_options(matrix), name).values():
        ids = Counter(one.id for one in document.statements if one.id)
        assert [id_ for id_, times in ids.items() if times > 1] == [], document.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
def test_no_line_runs_on(with_options: Options, matrix: Mapping[str, Any], name: str, language: str) -> None:
    """A sentence begins where the one before has ended, or where a mark, a heading or an open question stands."""
    catalogue = load(language)
    for document in documents(with_options(matrix), name).values():
        for line in (one for section in document.sections for block in section.blocks for one in block.lines):
            told = [(one, said) for one in line if (said := catalogue.text(one))]
            joints = [(one.key, then.key) for (one, end), (then, begin) in pairwise(told) if runs_on(end, begin)]
            assert [joint for joint in joints if joint[0] != "gap.here"] == []


def runs_on(end: str, begin: str) -> bool:
    """Whether a sentence begins where another one has not ended."""
    return bool(re.search(r"[\w)`”»%]$", end) and re.match(r"(?:\*\*)?[A-Z\u0410-\u042f\u0401][\w-]* \w", begin))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
def test_no_line_breaks_off(with_options: Options, matrix: Mapping[str, Any], name: str, language: str) -> None:
    """Statements that others were meant to follow do not end a line, nor stand two signs side by side."""
    output = with_options(matrix)
    for document in documents(output, name):
        told = re.sub(r"(?ms)^ *```.*?^ *```$|`[^`\n]*`", "x", text(output, name, document, language))
        assert re.findall(r"(?m)^.*(?:[,;] *(?:$|\|)|[,;:][,;]).*$", told) == []


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
def test_no_two_entries_of_the_catalogue_have_one_name(with_options: Options, matrix: Mapping[str, Any]) -> None:
    """Whoever is told DEP-048 at night sees in its title which service it is about."""
    plan = documents(with_options(matrix), "dep-catalog")["dep-catalog"]
    headings = [block.line[1:] for one in plan.sections for block in one.blocks if isinstance(block, Subheading)]
    titles = Counter(" ".join(map(load("en").text, line)) for line in headings if line)
    assert [title for title, times in titles.items() if times > 1] == []


def test_a_runbook_starts_and_watches_code_deploy(with_options: Options) -> None:
    """It stands before the way back, with the real names, and the step that replaces the service leads to it."""
    catalogue = text(with_options(MATRICES["CodeDeploy"]), "dep-catalog")
    runbook = entry(catalogue, "Deploy `hello-production-web` of production with CodeDeploy")
    commands = re.findall(r"(?m)^    (?:.*&& )?(?:.*\| )?(aws deploy (?:wait )?[\w-]+)", runbook)
    assert commands == [
        "aws deploy create-deployment",
        "aws deploy list-deployments",
        "aws deploy batch-get-deployment-targets",
        "aws deploy wait deployment-successful",
    ]
    assert "--target-ids hello-production:hello-production-web " in runbook
    ids = re.findall(r"\n### (RUN-\d+): (?:Deploy|Turn) `hello-production-web`", catalogue)
    assert f"**Linked IDs**: {', '.join(ids)}" in entry(catalogue, "Replace `hello-production-web`")


def test_what_changes_a_database_stands_behind_the_stacks_that_it_needs(with_options: Options) -> None:
    """In the catalogue as in the run sheet: the stacks, the change, the task that makes it, the rest."""
    said = text(with_options(MATRICES["CodeDeploy"]), "dep-catalog")
    order = ("Apply the stacks of production up to the migration", "Change the database: `order_currency`")
    after = ("Migrate the database of `hello-production-web`", "Apply the stacks of production\n")
    places = [re.search(rf"### DEP-\d+: {re.escape(one)}", said) for one in (*order, *after)]
    starts = [one.start() for one in places if one]
    assert len(starts) == len(places)
    assert starts == sorted(starts)


def test_the_strategy_has_the_commands_of_code_deploy_in_order(with_options: Options) -> None:
    """Migrate, apply, start, watch, try, wait: the new version finds its schema, and CodeDeploy what it deploys."""
    said = text(with_options(MATRICES["CodeDeploy"]), "release-package", "planning/deployment-strategy")
    assert "### `hello-production-web`: CodeDeploy, canary" in said
    order = ("make database change", "ecs run-task", "starts none", "create-deployment", ":8443/")
    places = [said.index(one) for one in (*order, "wait deployment-successful")]
    assert places == sorted(places)
    assert "| 20 % of the traffic on the new tasks for 10 minutes, then all of it |" in said
    assert "`hello-production-web` and `hello-production-web-alt`; a task is healthy" in said


def test_a_deployment_that_fails_is_undone_by_code_deploy(with_options: Options) -> None:
    """As the circuit breaker does it for ECS: an entry, a trigger, a point of the checklist."""
    output = with_options(MATRICES["CodeDeploy"])
    failed = entry(text(output, "dep-catalog"), "A deployment of `hello-production-web` fails")
    assert "a hook refuses (`DEPLOYMENT_FAILURE`" in failed
    assert "CodeDeploy stops the deployment and returns traffic" in failed
    back = text(output, "release-package", "rollback/rollback-plan")
    assert "| CodeDeploy returns `hello-production-web` to the tasks before it. | Nobody is asked. |" in back
    assert "- [ ] CodeDeploy has deployed `hello-production-web`" in text(output, "release-master", "checklist")


def test_what_code_deploy_costs_meanwhile_is_told(with_options: Options) -> None:
    """It runs both sets of tasks, as ECS does when it moves traffic."""
    said = text(with_options(MATRICES["CodeDeploy"]), "release-package", "resources/team-allocation")
    assert "`hello-production-web` runs its tasks twice during a deployment" in said


def test_a_change_of_a_database_stands_with_its_service_alone(with_options: Options) -> None:
    """The release file says whose it is; the others neither run it nor wait for it."""
    said = text(with_options(SEVERAL), "release-package", "planning/deployment-strategy")
    parts = re.split(r"\n### (`[\w-]+`: )", said.partition("\n## Traffic")[0])
    told = {name: "order_currency" in part for name, part in zip(parts[1::2], parts[2::2], strict=True)}
    assert told == {
        "`hello-production-jobs`: ": False,
        "`hello-production-prices`: ": False,
        "`hello-production-web`: ": True,
    }


def test_nobody_is_asked_for_alarms_that_cannot_be(with_options: Options) -> None:
    """The matrix refuses `rollback` of what no load balancer counts requests of: the risk says what to do instead."""
    output = with_options(SEVERAL)
    risks = text(output, "release-package", "risks/risk-assessment")
    assert "No alarm turns `hello-production-web` back" in risks
    for name in ("jobs", "prices"):
        assert f"No alarm turns `hello-production-{name}` back" not in risks
        assert f"Nothing but failing tasks turns `hello-production-{name}` back" in risks
    asked = re.findall(
        r"Decide whether production `([\w-]+)` should have rollback alarms", text(output, "release-plan")
    )
    assert asked == ["hello-production-web"]


def test_each_service_leads_to_its_own_runbook(with_options: Options) -> None:
    """Not to those of all its neighbours."""
    catalogue = text(with_options(SEVERAL), "dep-catalog")
    for name in ("jobs", "prices", "web"):
        [back] = re.findall(rf"\n### (RUN-\d+): Turn `hello-production-{name}` of production back", catalogue)
        assert entry(catalogue, f"Replace `hello-production-{name}`").rstrip().endswith(f"**Linked IDs**: {back}")


def test_no_public_address_is_asked_of_a_service_that_has_none(with_options: Options) -> None:
    """A worker and an inner service have arrived or not; only the public one is called."""
    catalogue = text(with_options(SEVERAL), "dep-catalog")
    for name in ("jobs", "prices", "web"):
        entry(catalogue, f"`hello-production-{name}` has arrived")
    assert re.findall(r"### DEP-\d+: `([\w-]+)` answers at its public URL", catalogue) == ["hello-production-web"]


def test_a_password_that_terraform_makes_is_told_with_its_database(with_options: Options) -> None:
    """It is renewed by the matrix, so nobody is asked who does it."""
    output = with_options(MATRICES["warm standby with a database"])
    told = "`hello-production-main-master` in AWS Secrets Manager, the master password of `hello-production-main`"
    assert told in text(output, "dep-catalog")
    plan = text(output, "release-plan")
    assert "| `hello-production-main-master` in Secrets Manager, the master user of `hello-production-main` |" in plan
    assert not re.search(r"Decide who rotates .*hello-production-main-master", plan)


WHERE = {
    "release-plan": {"": ("goes from major version 16 to 17", "RESTORE_TIME", "There is no way back from 17 to 16")},
    "deployment-plan": {"": ("goes from major version 16 to 17", "delete the line `upgrade_from`")},
    "dep-catalog": {"": ("Upgrade `hello-production-main` to 17", "There is no way back from 17 to 16")},
    "release-package": {
        "deployment-strategy": ("goes from major version 16 to 17", "RDS upgrades its read replicas of the region"),
        "timeline": ("goes from major version 16 to 17", "is down until that has ended"),
        "rollback-plan": ("There is no way back from 17 to 16",),
        "risk-assessment": ("A database changes its version for good",),
    },
    "release-master": {
        "release-plan": ("goes from major version 16 to 17", "is down until that has ended"),
        "checklist": ("restore a snapshot", "RESTORE_TIME", "gather the statistics anew", "`upgrade_from`"),
        "rollback-plan": ("There is no way back from 17 to 16",),
    },
}
"""What is read of a major upgrade, in each document that speaks of the release."""


@pytest.mark.parametrize("name", WHERE)
def test_a_major_upgrade_is_told_wherever_the_release_is(with_options: Options, name: str) -> None:
    """Procedure, downtime, replicas, that there is no way back, and what is to go afterwards."""
    output = with_options(OPTIONS["upgrade"])
    for ending, parts in WHERE[name].items():
        [document] = [one for one in documents(output, name) if one.endswith(ending)] if ending else [""]
        told = text(output, name, document)
        assert [part for part in parts if part not in told] == [], document


def test_runs_are_trusted_by_each_of_their_names(with_options: Options) -> None:
    """The plan says which, of which repository, and, where one alone is trusted, how to tell what GitHub sends."""
    both, one = (text(with_options(OPTIONS[name]), "release-plan") for name in ("repository ids", "bootstrap"))
    named = "`repo:acme/hello:environment:staging`"
    assert f"trusts runs of {named} or `repo:acme@12/hello@34:environment:staging` with role" in both
    assert "only those of repository `34` of owner `12`, whatever its name" in both
    assert f"trusts runs of {named} with role" in one
    asking = "`gh api repos/acme/hello/actions/oidc/customization/sub --jq .sub_claim_prefix` tells"
    assert (asking in both, asking in one) == (False, True)
