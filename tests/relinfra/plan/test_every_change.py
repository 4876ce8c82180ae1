"""Whatever differs from an output of before is told, in every set."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.comparison import compare
from relinfra.comparison.alterations import alterations
from relinfra.comparison.configured import SENSITIVE
from relinfra.comparison.replacement import Effect
from relinfra.evidence import Facts, read_output
from relinfra.matrix import Matrix
from relinfra.plan import SETS
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.manifest import recorded_fact
from relinfra.plan.markdown import render
from relinfra.stacks import ReleaseApp

SHOP = Path(__file__).parents[3] / "examples" / "shop"
SECRET = "correct-horse-battery"  # noqa: S105 - what must not be told


def altered(value: Any) -> Any:
    """Return a value in which every leaf that refers to nothing is another one."""
    if isinstance(value, dict):
        return {key: one if key in ("//", "lifecycle", "provider") else altered(one) for key, one in value.items()}
    if isinstance(value, list):
        return [altered(one) for one in value]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.dumps(altered(json.loads(value)))
    return value if value is None or "${" in value else f"{value}x"


@pytest.fixture(scope="module")
def outputs(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the shop's output, and one in which every argument of production is another, and a variable a secret."""
    before, after = synthesized("shop"), tmp_path_factory.mktemp("altered") / "cdktf.out"
    shutil.copytree(before, after)
    for path in after.glob("stacks/shop-production-*/cdk.tf.json"):
        body = json.loads(path.read_text())
        for type_, named in body["resource"].items():
            body["resource"][type_] = {name: altered(one) for name, one in named.items()}
        for task in body["resource"].get("aws_ecs_task_definition", {}).values():
            containers = json.loads(task["container_definitions"])
            containers[0]["environment"] = [{"name": "PARTNER_TOKEN", "value": SECRET}]
            task["container_definitions"] = json.dumps(containers)
        path.write_text(json.dumps(body))
    return before, after


@pytest.fixture(scope="module")
def facts(outputs: tuple[Path, Path]) -> Facts:
    """Return what is known of the output in which everything is another, compared with the shop's."""
    before, after = outputs
    return known_facts(after, repository=SHOP, version="2.5.0", against=before)


def leaves(was: Any, now: Any, path: str = "") -> Iterator[str]:
    """Yield the arguments of a resource that differ."""
    yield from (key for key in was if key != "//" and was[key] != now.get(key))


def test_every_argument_that_differs_is_told(outputs: tuple[Path, Path], facts: Facts) -> None:
    """No argument of any resource of production can change without a change of the plan that names it."""
    before, after = map(read_output, outputs)
    comparison = compare(before, after)
    ignored = {
        (change.stack, change.address, one.path.partition(".")[0].partition("[")[0])
        for change in comparison.changes
        for one in change.attributes
        if one.effect is Effect.NONE
    }
    told = {
        (one.stack, one.address, one.what.partition(".")[0].partition("[")[0])
        for one in (*comparison.consequences, *alterations(comparison))
    }
    differing = {
        (stack, resource.address, key)
        for stack, found in before.stacks.items()
        for resource in found.resources
        if (now := after.stacks[stack].get(resource.address)) and not resource.type.startswith("data.")
        for key in leaves(resource.body, now.body)
    }
    assert len(differing) > 600
    assert differing - told - ignored == set()
    assert len([one for one in facts.changes.every if one.kind == "altered"]) > 500


@pytest.mark.parametrize("name", [name for name in SETS if name != "runbooks"])
def test_every_set_tells_every_change(facts: Facts, name: str) -> None:
    """None of them leaves the reader to find the others; a runbook is about what is there."""
    plan = plan_of(name, facts, "2.5.0")
    rests = {fact.id for one in plan.documents for said in one.statements for fact in said.facts}
    changes = [one for one in facts.changes.every if one.address]
    assert [one.id for one in changes if not rests & {f"{one.id}.address", f"{one.id}.attribute"}] == []


def test_no_secret_is_told(facts: Facts) -> None:
    """A variable that holds one is told by its name, and both its values are covered, in documents and evidence."""
    recorded = json.dumps([recorded_fact(one) for one in facts.values()])
    said = render(plan_of("release-plan", facts, "2.5.0").documents[0], "en").text
    assert SECRET not in recorded + said
    assert "PARTNER_TOKEN" in said
    assert SENSITIVE in said


FIELDS = (
    ("services/web/cpu", 2048, "aws_ecs_task_definition.web"),
    ("services/web/memory", 4096, "aws_ecs_task_definition.web"),
    ("services/web/environment/LOG_LEVEL", "debug", "aws_ecs_task_definition.web"),
    ("services/web/scaling/min", 4, "aws_appautoscaling_target.web"),
    ("services/web/scaling/cpu_percent", 55, "aws_appautoscaling_policy.web_cpu"),
    ("services/web/health_check/path", "/ready", "aws_lb_target_group.web"),
    ("services/web/domain/name", "www.shop.example.com", "aws_route53_record.web"),
    ("services/web/deployment/bake_minutes", 45, "aws_ecs_service.web"),
    ("services/web/deployment/test_port", 9443, "aws_lb_listener.test"),
    ("services/web/deployment/rollback/error_rate_percent", 3, "aws_cloudwatch_metric_alarm.web_rollback_5xx"),
    ("services/web/deployment/rollback/p95_latency_ms", 300, "aws_cloudwatch_metric_alarm.web_rollback_p95"),
    ("databases/main/class", "db.r7g.xlarge", "aws_db_instance.main"),
    ("databases/main/backup_days", 21, "aws_db_instance.main"),
    ("databases/main/multi_az", False, "aws_db_instance.main"),
    ("databases/main/weekly_snapshots_kept", 6, "aws_backup_plan.weekly"),
    ("buckets/assets/expire_noncurrent_days", 60, "aws_s3_bucket_lifecycle_configuration.assets"),
    ("observability/log_retention_days", 90, "aws_cloudwatch_log_group.web"),
    ("observability/alerts/error_rate_percent", 4, "aws_cloudwatch_metric_alarm.web_5xx"),
    ("observability/notify", ["others@example.com"], "aws_sns_topic_subscription"),
    ("network/nat", "single", "aws_nat_gateway"),
    ("network/flow_logs", False, "aws_flow_log"),
    ("budget/monthly_usd", 5000, "aws_budgets_budget"),
    ("tags/cost-center", "others", "provider.aws"),
    ("edge", {"waf": "managed"}, "aws_wafv2_web_acl"),
)
"""Fields of the matrix of production, another value of each, and how the address begins at which it takes effect."""


@pytest.fixture(scope="module")
def edited(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return what is known of the shop with all these fields changed, compared with the shop as it is."""
    folder = tmp_path_factory.mktemp("edited")
    matrix = yaml.safe_load((SHOP / "relinfra.yaml").read_text())
    for path, value, _ in FIELDS:
        *above, last = path.split("/")
        here = matrix["environments"]["production"]
        for key in above:
            here = here.setdefault(key, {})
        here[last] = value
    (folder / "relinfra.yaml").write_text(yaml.safe_dump(matrix, sort_keys=False))
    ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
    return known_facts(folder / "cdktf.out", repository=SHOP, version="2.5.0", against=synthesized("shop"))


@pytest.fixture(scope="module")
def told(edited: Facts) -> dict[str, set[str]]:
    """Return the addresses of production of whose changes each set tells."""
    found: dict[str, set[str]] = {}
    for name in SETS:
        plan = plan_of(name, edited, "2.5.0")
        rests = {fact.id for one in plan.documents for said in one.statements for fact in said.facts}
        changes = [one for one in edited.changes.every if one.address and one.stack.startswith("shop-production")]
        found[name] = {one.address.value for one in changes if one.address and f"{one.id}.address" in rests}
    return found


@pytest.mark.parametrize(("path", "value", "address"), FIELDS, ids=[one[0] for one in FIELDS])
def test_every_field_that_changes_is_told(told: dict[str, set[str]], path: str, value: object, address: str) -> None:
    """Whoever edits a field of the matrix reads in every set, but in a runbook, where it takes effect."""
    untold = [name for name in SETS if name != "runbooks" and not any(one.startswith(address) for one in told[name])]
    assert untold == [], f"{path}: {value}"


@pytest.fixture(scope="module")
def retold(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return an output that is gone, and the release plan of a shop whose stacks somebody edited."""
    before, after = synthesized("shop"), tmp_path_factory.mktemp("retold") / "cdktf.out"
    shutil.copytree(before, after)
    path = after / "stacks" / "shop-production-service" / "cdk.tf.json"
    body = json.loads(path.read_text())
    gone = sorted(body["output"])[0]
    del body["output"][gone]
    body["output"]["come"] = {"value": "x"}
    body["provider"]["random"] = [{}]
    path.write_text(json.dumps(body))
    path = after / "stacks" / "shop-production-observability" / "cdk.tf.json"
    body = json.loads(path.read_text())
    alarms = body["resource"]["aws_cloudwatch_metric_alarm"]
    alarms["cart_5xx"] = json.loads(json.dumps(alarms.pop("web_5xx")).replace("web-5xx", "cart-5xx"))
    alarms["main_storage"]["threshold"] *= 2
    alarms["main_copy_late"]["threshold"] += 86_400
    alarms["main_copy_late"]["period"] = 1_800
    path.write_text(json.dumps(body))
    path = after / "stacks" / "shop-production-recovery" / "cdk.tf.json"
    body = json.loads(path.read_text())
    body["resource"]["aws_kms_key"]["recovery"]["description"] = "Another"
    path.write_text(json.dumps(body))
    facts = known_facts(after, repository=SHOP, version="2.5.0", against=before)
    return gone, render(plan_of("release-plan", facts, "2.5.0").documents[0], "en").text


def test_numbers_that_change_have_the_unit_of_what_they_measure(retold: tuple[str, str]) -> None:
    """Thresholds of storage are in bytes to CloudWatch, and ages in seconds; a person reads GiB and days."""
    _, said = retold
    assert "`aws_cloudwatch_metric_alarm.main_storage`: `threshold`: 5 GiB → 10 GiB." in said
    assert "`aws_cloudwatch_metric_alarm.main_copy_late`, `threshold`, 8 days → 9 days: the alarm bears worse" in said


def test_a_change_in_another_region_names_it(retold: tuple[str, str]) -> None:
    """Whatever a stage has in its recovery region is told apart from what it has at home."""
    _, said = retold
    assert "Production, in `us-west-2`: `aws_kms_key.recovery`" in said
    assert "in `us-east-1`" not in said


def test_a_list_of_what_changes_ends_as_a_sentence(retold: tuple[str, str]) -> None:
    """Each further value is told after a semicolon, and the last with a full stop."""
    _, said = retold
    lines = [line.partition("[^")[0] for line in said.splitlines() if line.startswith("- ") and "→" in line]
    assert len(lines) > 3
    assert [line for line in lines if not line.endswith((".", "|"))] == []


def test_settings_that_come_and_go_and_renames_are_told(retold: tuple[str, str]) -> None:
    """Outputs and providers that come or go are told; what has another address is destroyed and made anew."""
    gone, said = retold
    assert f"`output.{gone}`: gone from the stack" in said
    assert "`output.come`: new in the stack" in said
    assert "`provider.random`: new in the stack" in said
    assert "`aws_cloudwatch_metric_alarm.cart_5xx` comes in its place and is otherwise the same" in said
