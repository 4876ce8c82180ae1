import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import TerraformEvidence, read_output
from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from relinfra.plan import build_plan, verify_plan, write_plan
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import EVIDENCE, render
from relinfra.runbook import shell_command
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import merged
from tests.relinfra.plan.options import OPTIONS

MINIMAL = Path(__file__).parents[3] / "examples" / "minimal"

Options = Callable[[Mapping[str, Any]], Path]
TOOLS = {"aws", "curl", "gh", "jq", "printf", "psql", "relinfra", "terraform", "[", "{"}


def text(output: Path) -> str:
    """Return the plan of a synthesized folder, as a reader has it before the notes."""
    return render(build_plan(output, repository=output.parent).documents[0]).text.partition("\n[^p1]:")[0]


def runbooks(output: Path) -> str:
    """Return every runbook as one Markdown text without marks of evidence."""
    plan = build_plan(output, repository=output.parent / "no repository", set="runbooks")
    return re.sub(r" ?\[\^p\d+\]", "", "\n".join(render(document, "en").text for document in plan.documents))


def section(plan: str, number: int) -> str:
    """Return one section without its marks."""
    found = plan.partition(f"\n## {number}. ")[2].partition("\n## ")[0]
    return re.sub(r" ?\[\^p\d+\]", "", found)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_fact_of_an_option_is_told_and_proven(with_options: Options, options: Mapping[str, Any]) -> None:
    """Whatever is asked for: facts are used, proven once, where they say; statements have ids; commands parse."""
    output = with_options(options)
    plan = build_plan(output, repository=output.parent)
    statements = [one for one in plan.statements if one.id]
    assert {fact.id for one in statements for fact in one.facts} == set(plan.facts)
    assert len({one.id for one in statements}) == len(statements)
    ids = [id_ for line in render(plan.documents[0]).statements for id_ in line if id_.startswith(EVIDENCE)]
    assert sorted(id_.removeprefix(EVIDENCE) for id_ in ids) == sorted(plan.facts)
    read = read_output(output)
    proofs = [one for fact in plan.facts.values() for one in fact.evidence if isinstance(one, TerraformEvidence)]
    assert [one for one in proofs if read.resolve(one) != one.value] == []
    commands = [shell_command(one.key, one.given) for one in statements if one.command]
    assert {shlex.split(command)[0] for command in commands} <= TOOLS


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_plan_of_an_option_verifies(with_options: Options, options: Mapping[str, Any], tmp_path: Path) -> None:
    """What was just written holds."""
    output = with_options(options)
    write_plan(output, tmp_path, repository=output.parent)
    assert verify_plan(tmp_path, output, repository=output.parent).differences == ()


def test_a_deviation_stands_with_its_value_and_its_line(with_options: Options) -> None:
    """Section 2 lists what was set past the constructs: address, argument, value, the matrix line."""
    output = with_options(OPTIONS["override"])
    said = section(text(output), 2)
    lines = (output.parent / "relinfra.yaml").read_text().splitlines()
    line = next(number for number, found in enumerate(lines, 1) if "idle_timeout" in found)
    where = "Production: `aws_lb.main` of `hello-production-service`"
    assert f"{where} has `idle_timeout` = `120`, asked for in `relinfra.yaml:{line}`" in said


def test_an_argument_taken_away_in_python_is_a_deviation_too(tmp_path: Path) -> None:
    """It has no value any more, and the line of the program instead of one of the matrix."""
    app = ReleaseApp(Matrix.load(MINIMAL / "relinfra.yaml"), tmp_path / "cdktf.out")
    app.environments["staging"].resource("network", "aws_vpc.main").override("enable_dns_hostnames", None)
    app.synth()
    said = section(text(tmp_path / "cdktf.out"), 2)
    assert "Staging: `aws_vpc.main` of `hello-staging-network` has no `enable_dns_hostnames` any more" in said
    assert "asked for in the project's Python" in said


def test_choices_that_cost_stand_side_by_side(with_options: Options) -> None:
    """A reader sees without a calculator what a stage is paid for; no price is invented."""
    said = section(text(with_options(OPTIONS["no NAT"])), 1).partition("### Choices")[2]
    assert re.search(r"\| NAT gateways \| 2 NAT gateways.* \| none \|", said)
    assert re.search(r"\| Interface endpoints \| none \| \d+ VPC endpoints", said)
    assert "$" not in said


def test_code_deploy_is_told_with_what_starts_it(with_options: Options) -> None:
    """Its shift, its hooks, the commands with the real names; without a workflow, the steps are all there is."""
    said = section(text(with_options(OPTIONS["CodeDeploy"])), 4)
    assert "CodeDeploy group `hello-production-web` of application `hello-production-web`, not ECS" in said
    assert "moves 20 % of the traffic, and the rest 10 minutes later" in said
    assert "Terraform starts no deployment: the steps below do, after the apply." in said
    asked = "a deployment asks Lambda `arn:aws:lambda:eu-west-1:444444444444:function:smoke`"
    for event in ("AfterAllowTestTraffic", "BeforeAllowTraffic"):
        assert f"At `{event}` {asked}; a failure, or no answer within 60 minutes, fails it." in said
    assert "The new version is deployed only after that, so the one that runs has to bear the new schema" in said
    assert "### Deployments with CodeDeploy: production (account 444444444444)" in said
    assert "terraform -chdir=out/cdktf.out/stacks/hello-production-service output -json web_deployment" in said
    assert "aws deploy create-deployment --region eu-west-1 --cli-input-json file://deployment.json" in said
    assert said.index("aws ecs run-task") < said.index("aws deploy create-deployment")


def test_the_job_that_starts_code_deploy_is_named(with_options: Options) -> None:
    """Where the repository has it, people are told not to do it twice."""
    output = with_options(OPTIONS["CodeDeploy"])
    file = output.parent / ".github/workflows/release.yml"
    file.parent.mkdir(parents=True)
    file.write_text(workflow(Matrix.load(output.parent / "relinfra.yaml")))
    try:
        said = section(text(output), 4)
    finally:
        shutil.rmtree(output.parent / ".github")
    step = "`Deploy with CodeDeploy (eu-west-1)`"
    assert f"Terraform starts no deployment: job `deploy-production` does, after the apply, in {step}." in said
    assert f"Job `deploy-production` does this after the apply, in {step}: it starts a deployment" in said


def test_the_command_for_code_deploy_makes_its_request(with_options: Options, tmp_path: Path) -> None:
    """Run against what Terraform would say: names and AppSpec arrive as the API takes them."""
    if shutil.which("jq") is None or shutil.which("bash") is None:
        pytest.skip("no jq or no bash")
    plan = build_plan(with_options(OPTIONS["CodeDeploy"]), repository=tmp_path)
    [one] = [found for found in plan.statements if found.key == "start_code_deployment"]
    output = {"application": "app", "deployment_group": "group", "appspec": {"version": 0, "Hooks": [{"a": "b"}]}}
    stand_ins = f"terraform() {{ echo {shlex.quote(json.dumps(output))}; }}; aws() {{ true; }}\n"
    subprocess.run(["bash", "-ec", stand_ins + load("en").text(one)], cwd=tmp_path, check=True)
    request = json.loads((tmp_path / "deployment.json").read_text())
    assert (request["applicationName"], request["deploymentGroupName"]) == ("app", "group")
    assert json.loads(request["revision"]["appSpecContent"]["content"]) == output["appspec"]


def test_a_firewall_is_told_with_what_it_refuses(with_options: Options) -> None:
    """The edge is decided: section 10 says how, and section 11 asks about staging alone."""
    plan = text(with_options(OPTIONS["firewall"]))
    said = section(plan, 10)
    assert "Production: AWS WAF `hello-production` stands before load balancer `hello-production`" in said
    assert "`AWSManagedRulesCommonRuleSet`" in said
    assert "one IP address may send 2000 requests in 5 minutes" in said
    assert "what it refuses or counts is in `aws-waf-logs-hello-production`" in said
    asked = [line for line in section(plan, 11).splitlines() if "AWS WAF, Cloudflare" in line]
    assert len(asked) == 1
    assert "staging" in asked[0]


def test_rules_that_count_within_a_group_that_refuses_are_told(with_options: Options) -> None:
    """Whoever reads that the group refuses learns what of it does not; nobody is asked to decide what is decided."""
    plan = text(with_options(OPTIONS["firewall"]))
    assert "within these, `HostingProviderIPList`, `SizeRestrictions_BODY` only count" in section(plan, 10)
    assert "begin to refuse" not in section(plan, 11)


def test_rules_that_only_count_stay_a_question(with_options: Options) -> None:
    """Nobody takes a rule on trial for a protection."""
    plan = text(with_options(OPTIONS["firewall on trial"]))
    assert "it only counts what `AWSManagedRulesCommonRuleSet` would refuse" in section(plan, 10)
    assert "Decide when `AWSManagedRulesCommonRuleSet` of production begin to refuse" in section(plan, 11)


def test_another_edge_is_told_as_what_the_matrix_says(with_options: Options) -> None:
    """It is decided, and still nothing here proves it."""
    plan = text(with_options(OPTIONS["another edge"]))
    assert "names Cloudflare as its protection, which nothing in these stacks proves" in section(plan, 10)
    assert "AWS WAF, Cloudflare or another edge for production" not in section(plan, 11)


def test_a_synthetic_check_is_a_step_with_its_limits(with_options: Options) -> None:
    """Section 6 says what asks and who hears of it; section 9 has the command, the status and the milliseconds."""
    plan = text(with_options(OPTIONS["synthetics"]))
    asks = "CloudWatch Synthetics `hello-production-web` asks for `https://hello.example.com/healthz` every 10 minutes"
    assert asks in section(plan, 6)
    assert "successful checks of the public URL below 100 % for 20 minutes, or no data" in section(plan, 6)
    assert "aws synthetics get-canary-runs --region eu-west-1 --name hello-production-web" in section(plan, 9)
    assert "`200` within 300 ms" in section(plan, 9)
    assert "aws synthetics" not in section(plan, 1)
    assert "CloudWatch Logs, the group of `aws_synthetics_canary.web`, whose name AWS completes" in section(plan, 6)
    assert "${element(" not in plan


def test_who_may_ask_on_the_test_port_is_told(with_options: Options) -> None:
    """At three in the morning nobody wonders why it does not answer."""
    said = section(text(with_options(OPTIONS["test port"])), 9)
    assert re.search(r"Only `203\.0\.113\.0/24` (and what runs behind the .* of the stage )?reach(es)? that port", said)
    assert "terraform_remote_state" not in said


def test_a_prepared_account_is_told_with_its_trust_and_its_evidence(with_options: Options) -> None:
    """Section 2 says who applies it and how the states are kept, 7 whom AWS trusts, 10 what cannot be removed."""
    plan = text(with_options(OPTIONS["bootstrap"]))
    assert "applied by people, never by the pipeline" in section(plan, 2)
    assert "makes that bucket: encrypted with `alias/hello-state`, earlier states kept 365 days" in section(plan, 2)
    trust = "trusts runs of `repo:acme/hello:environment:production` with role `hello-production-apply`"
    assert trust in section(plan, 7)
    kept = "Objects in bucket `hello-evidence-444444444444` of account 444444444444 cannot be removed for 365 days"
    assert kept in section(plan, 10)
    assert "how long pipeline logs" not in section(plan, 11)


def test_a_pilot_light_is_told_with_the_commands_that_light_it(with_options: Options) -> None:
    """No task runs there; people start them and change DNS, with the real names."""
    plan = text(with_options(OPTIONS["pilot light"]))
    said = section(plan, 5)
    assert "pilot light in eu-west-2" in said
    assert "has 0 tasks there, and may have up to 4 tasks" in said
    assert "A person leads `hello.example.com` there" in said
    assert "--resource-id service/hello-production" in said
    assert "Name='hello.example.com',Type=A" in said or "Name=hello.example.com,Type=A" in said.replace("'", "")
    assert "RPO 15 minutes rests on nothing here" in said
    assert "Write the stacks that bring production up" not in section(plan, 11)
    assert len(section(plan, 9).split("### ")) == 3, "it is no further place of the release"


def test_a_warm_standby_takes_over_by_itself(with_options: Options) -> None:
    """Part of the tasks runs; Route 53 leads customers there, people only add the missing tasks."""
    said = section(text(with_options(OPTIONS["warm standby"])), 5)
    assert "warm standby in eu-west-2" in said
    assert "runs 1\N{EN DASH}4 tasks there" in said
    assert "Route 53 leads `hello.example.com` there by itself" in said
    assert "change-resource-record-sets" not in said
    assert "--min-capacity 2 --max-capacity 4" in said


def test_who_is_told_of_a_standby_and_where_to_look_is_told(with_options: Options) -> None:
    """By a topic of the region itself, since the other one may be lost."""
    said = section(text(with_options(OPTIONS["warm standby"])), 5)
    name = "hello-production-eu-west-2"
    assert f"Composite alarm `{name}-web` there tells `{name}-alerts`" in said
    assert f"the page to open is dashboard `{name}`" in said


def test_a_worker_is_nobody_to_ask(with_options: Options) -> None:
    """It has no health check to fail, and section 9 asks ECS alone about it."""
    plan = text(with_options(OPTIONS["worker"]))
    assert "`hello-production-jobs`: 2\N{EN DASH}4 tasks" in section(plan, 1)
    assert "a worker: no load balancer leads requests to it" in section(plan, 1)
    assert "Ask ECS whether `hello-production-jobs` has arrived" in section(plan, 9)
    assert "Ask `hello-production-jobs` the way a customer does" not in section(plan, 9)
    assert "not set" not in plan


def test_calls_inside_are_told_at_both_ends_with_what_they_cost(with_options: Options) -> None:
    """Who calls whom, under which name, and what of each task is left to the application."""
    said = section(text(with_options(OPTIONS["connections"])), 1)
    assert "reached by other services as `prices:9000` (Service Connect `hello-production`)" in said
    assert "which calls `hello-production-prices` through Service Connect `hello-production`" in said
    assert "inside alone: no load balancer leads requests to it" in said
    assert said.count("AWS recommends 256 CPU units and 64 MiB for the proxy") == 2


def test_a_service_below_a_path_is_asked_only_where_it_answers(with_options: Options) -> None:
    """A health check that leads to another service proves nothing, so it is a question instead of a step."""
    plan = text(with_options(OPTIONS["paths"]))
    assert "answering `/api`, `/api/*` of `hello.example.com`" in section(plan, 1)
    assert "Ask `hello-production-api` the way a customer does" not in section(plan, 9)
    assert "Name a path to ask production `hello-production-api` for" in section(plan, 11)


def test_spot_is_told_with_its_share(with_options: Options) -> None:
    """Part of the tasks may go away at any time; the launch type is known all the same."""
    said = section(text(with_options(OPTIONS["Spot"])), 1)
    assert "ECS Fargate `hello-production-web`" in said
    assert "beyond 1 task on demand, 70 % run on Spot" in said


def test_a_schedule_is_told_with_its_bounds(with_options: Options) -> None:
    """Who looks at night does not expect the tasks of the day."""
    plan = text(with_options(OPTIONS["schedule"]))
    assert "`web-night` at `cron(0 20 ? * MON-FRI *)` (UTC) makes it 1\N{EN DASH}2 tasks" in section(plan, 1)
    assert "and 70 % memory" in section(plan, 1)
    assert "within the bounds of the last schedule" in section(plan, 9)


def test_names_inside_and_the_way_of_logs_are_told(changed: Callable[[str, Callable[[Any], None]], str]) -> None:
    """Service Connect and FireLens change where one looks, so the plan says it."""

    def change(found: Any) -> None:
        alias = {"dns_name": "web", "port": 8080}
        connect = {"enabled": True, "namespace": "shop-production", "service": [{"client_alias": alias}]}
        found["aws_ecs_service"]["web"]["service_connect_configuration"] = connect
        task = found["aws_ecs_task_definition"]["web"]
        containers = json.loads(task["container_definitions"])
        containers[0]["logConfiguration"] = {"logDriver": "awsfirelens", "options": {"Name": "opensearch"}}
        containers.append({"name": "router", "image": "fluent-bit:3", "firelensConfiguration": {"type": "fluentbit"}})
        task["container_definitions"] = json.dumps(containers)

    plan = changed("shop-production-service", change)
    assert "reached by other services as `web:8080` (Service Connect `shop-production`)" in section(plan, 1)
    assert "from `shop-production-web` through FireLens (fluentbit, `fluent-bit:3`) to `opensearch`" in section(plan, 6)


def test_a_shell_is_told_with_its_price_its_record_and_its_command(with_options: Options) -> None:
    """Who reads the secrets section learns that people get in, what that cost, and how it is done."""
    said = section(text(with_options(OPTIONS["shell"])), 7)
    assert "may open a shell as root in tasks of `hello-production-web`" in said
    assert "(read-only: no)" in said
    assert "recorded in `/ecs-exec/hello-production`" in said
    assert "--service-name hello-production-web --query 'taskArns[0]'" in said
    assert "--container web --interactive --command /bin/sh" in said


def test_a_routed_log_is_told_with_its_way_and_the_rights_of_the_router(with_options: Options) -> None:
    """Who looks for a log learns where it is, what is left out, and what the router may do."""
    said = section(text(with_options(OPTIONS["log router"])), 6)
    assert "to `cloudwatch_logs` (`/ecs/hello-production-web`), without lines that match `GET /healthz`" in said
    assert "it runs as user `0` (root file system read-only: no)" in said
    assert "to `s3` (`hello-production-archive-444444444444`)" in section(text(with_options(OPTIONS["log bucket"])), 6)


def test_a_way_is_told_with_its_other_end_and_its_reason(with_options: Options) -> None:
    """Section 1, in the words of the matrix, whatever AWS takes as a description."""
    said = section(text(with_options(OPTIONS["openings"])), 1)
    assert "which may reach `10.40.0.0/16` on `tcp` 6379 (общий кеш; `egress`)" in said
    assert "which may reach `sg-0a1b2c3d4e5f60718` on `udp` 8000\u20138010 (metrics; `egress`)" in said
    assert "which `10.50.0.0/16` may reach on `tcp` 9100 (the scraper of another team; `ingress`)" in said


def test_a_permission_is_told_with_its_resource_and_its_reason(with_options: Options) -> None:
    """Section 7: account and region are those of the stage."""
    said = section(text(with_options(OPTIONS["permissions"])), 7)
    queue = "arn:aws:sqs:eu-west-1:444444444444:orders"
    assert f"tasks of `hello-production-web` may `sqs:SendMessage` on `{queue}`." in said
    assert "may `cloudwatch:PutMetricData` on `*`, because: AWS takes no resource here." in said


def test_a_secret_is_told_with_its_store_its_key_and_its_rotation(with_options: Options) -> None:
    """Section 7: what nobody here knows is said to be unknown, and asked for."""
    written = text(with_options(OPTIONS["secrets"]))
    said = section(written, 7)
    partner = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:shop/partner-AbCdEf"
    for row in (
        "`shop/stripe` in Secrets Manager | `hello-production-web` as `STRIPE_KEY` | unknown; not by these stacks",
        "`/shop/dsn` in Parameter Store | `hello-production-web` as `DSN` | unknown; Parameter Store rotates nothing",
        "`shop/partner` in Secrets Manager | `hello-production-web` as `TOKEN` (key `token`) | unknown; not by these",
        f"`{partner}` in Secrets Manager | `hello-production-web` as `PARTNER` | unknown; not by these stacks",
    ):
        assert row in re.sub(r"\[\^?\d+\](\(#\w+\))?|<sup>.*?</sup>", "", said)
    assert "rule `hello-production-web-secrets` deploys `hello-production-web` anew" in said.partition("`/shop/dsn`")[2]
    assert "`hello-production-web`: Nothing hears of a change" in said.partition(partner)[2]
    assert "Decide who rotates" in section(written, 11)
    assert "`/shop/dsn`" in section(written, 11)


def test_a_login_is_told_with_its_grant_and_the_password_that_stays(with_options: Options) -> None:
    """Section 7: nothing restarts for it, the master user makes its user, and its password goes on living."""
    said = section(text(with_options(OPTIONS["login"])), 7)
    assert "| none: database user `web` of `hello-production-main`, by IAM | `hello-production-web`, led by" in said
    assert "migration `hello-production-web-migration`, led by `DATABASE_HOST`" in said
    assert "a token for each new connection, valid for 15 minutes" in said
    assert "`CREATE USER web`, `GRANT rds_iam TO web`" in said
    assert "the master user of `hello-production-main` | none of these services | when `password_version`" in said
    assert "`hello-production-jobs` may read it anew: the ARN is in `ORDERS_SECRET_ARN`; for 1 minute or so" in said


def test_the_minutes_are_told_in_which_connections_fail(with_options: Options) -> None:
    """Section 7: of the rotation, of a release that runs, and of the deployment, by CodeDeploy too."""
    by_ecs = section(text(with_options(OPTIONS["readers"])), 7)
    assert re.search(
        r"1 minute or so of rotation, for as long as a deployment lasts "
        r"\(\d+ minutes is how long Terraform waits for one\), and up to 360 minutes more where a release runs",
        by_ecs,
    )
    both = merged(OPTIONS["CodeDeploy"], OPTIONS["readers"])
    by_code_deploy = section(text(with_options(both)), 7)
    assert "until CodeDeploy has moved the traffic, and up to 330 minutes more where a release runs" in by_code_deploy


def test_a_migration_is_a_command_with_its_end(with_options: Options) -> None:
    """Section 4 applies what it needs and no more, runs it as the output says, waits, and asks how it ended."""
    said = section(text(with_options(OPTIONS["migration"])), 4)
    assert "shop.migrate" in said
    steps = (
        "Apply the stacks up to `hello-production-migration`, and none that follows",
        "terraform -chdir=out/cdktf.out/stacks/hello-production-migration output -json web_migration | jq ",
        "aws ecs run-task --region eu-west-1 --launch-type FARGATE --cli-input-json file://migration.json",
        "aws ecs wait tasks-stopped --region eu-west-1 --cluster hello-production-migration",
        "then apply the stacks that follow",
    )
    places = [said.index(step) for step in steps]
    assert places == sorted(places)


def test_a_migration_that_the_workflow_runs_is_told_with_its_job(with_options: Options) -> None:
    """Whoever reads the steps knows that they are taken without them."""
    output = with_options(OPTIONS["migration"])
    path = output.parent / ".github" / "workflows" / "release.yml"
    path.parent.mkdir(parents=True)
    path.write_text(workflow(Matrix.load(output.parent / "relinfra.yaml")))
    try:
        said = section(text(output), 4)
    finally:
        shutil.rmtree(output.parent / ".github")
    step = "Apply what was agreed, and migrate before the code that needs it"
    assert f"Step `{step}` of job `deploy-production` does this before it applies the stacks that follow" in said
    assert "deploy-staging" not in said


def test_a_locked_bucket_says_for_how_long(with_options: Options) -> None:
    """Who wants to delete something learns here that nobody can."""
    said = section(text(with_options(OPTIONS["object lock"])), 1)
    assert "no version deleted for 30 days (compliance mode, against everybody)" in said


def test_a_replica_is_no_database_of_its_own(changed: Callable[[str, Callable[[Any], None]], str]) -> None:
    """It has no backups to be missed, and belongs to what it copies."""

    def change(found: Any) -> None:
        replica = {"identifier": "shop-production-main-replica", "instance_class": "db.r7g.large"}
        replica["replicate_source_db"] = "${aws_db_instance.main.identifier}"
        found["aws_db_instance"]["main_replica"] = replica

    plan = changed("shop-production-data", change)
    assert "Multi-AZ, read replica `shop-production-main-replica` (db.r7g.large)" in section(plan, 1)
    assert "**no** automated backups" not in plan
    assert "--source-db-instance-identifier shop-production-main-replica" not in plan


def test_an_aurora_cluster_is_restored_as_one(changed: Callable[[str, Callable[[Any], None]], str]) -> None:
    """Its capacity stands in section 1, and section 5 names its runbook."""

    def change(found: Any) -> None:
        found["aws_rds_cluster"] = {
            "orders": {
                "cluster_identifier": "shop-production-orders",
                "engine": "aurora-postgresql",
                "engine_version": "17.4",
                "backup_retention_period": 14,
                "preferred_backup_window": "03:00-04:00",
                "serverlessv2_scaling_configuration": {"min_capacity": 0.5, "max_capacity": 8},
            }
        }
        member = {"cluster_identifier": "${aws_rds_cluster.orders.id}"}
        found["aws_rds_cluster_instance"] = {"orders_1": member, "orders_2": dict(member)}

    plan = changed("shop-production-data", change)
    assert "Aurora PostgreSQL 17.4 `shop-production-orders` (0.5\N{EN DASH}8 ACU, 2 instances)" in section(plan, 1)
    assert "`relinfra runbook show restore-production-database-orders`" in section(plan, 5)
    assert "`shop-production-orders`: automated backups every day" in section(plan, 5)
    assert "describe-db-clusters --region us-east-1" in section(plan, 9)


def test_an_aurora_cluster_is_told_with_its_zones_its_copies_and_every_command(with_options: Options) -> None:
    """From the capacity it has to the instance that a restored cluster lacks, here and in the other region."""
    plan = text(with_options(OPTIONS["Aurora"]))
    where = "Aurora PostgreSQL 17 `hello-production-main` (2\N{EN DASH}16.5 ACU, 2 instances), Multi-AZ"
    assert where in section(plan, 1)
    said = section(plan, 5)
    bounds = "--serverless-v2-scaling-configuration MinCapacity=2,MaxCapacity=16.5"
    assert "are taken on `cron(0 0/4 * * ? *)` (UTC), copied to vault `hello-production-copies` in eu-west-2" in said
    assert bounds in said
    assert "`relinfra runbook show restore-production-database-main`" in said
    restored = runbooks(with_options(OPTIONS["Aurora"]))
    assert "Give the cluster `hello-production-main-restored` as many instances as the original has" in restored
    assert "--backup-vault-name hello-production-copies" in said
    assert "--db-cluster-identifier hello-production-main --db-instance-identifier hello-production-main-1" in said
    assert "capacity in use above 90 % for 15 minutes, or no data" in section(plan, 6)
    assert "lag of readers above 1000 ms" in section(plan, 6)


def test_a_replica_is_told_with_its_alarm_its_password_and_its_promotion(with_options: Options) -> None:
    """Whoever promotes it knows how far behind it may be, and where its password comes from."""
    plan = text(with_options(OPTIONS["replica"]))
    said = section(plan, 5)
    behind = "alarm `hello-production-eu-west-2-main-replica-lag` tells `hello-production-eu-west-2-alerts` when it is"
    assert f"follows `hello-production-main`; {behind} more than 7.5 minutes behind" in said
    assert "deciding, promoting the replicas, starting the tasks there" in said
    promotion = "promote-read-replica --region eu-west-2 --db-instance-identifier hello-production-eu-west-2-main"
    assert promotion in said
    assert said.index(promotion) < said.index("register-scalable-target --region eu-west-2")
    assert "when `password_version` of the matrix is raised (now 2)" in section(plan, 7)
    assert "they are in no state and in no plan" in section(plan, 2)


def test_readers_are_told_with_their_cost_their_alarms_and_who_keeps_the_password(with_options: Options) -> None:
    """Whoever restores the database lets Terraform make them anew, lest they follow the damaged one."""
    plan = text(with_options(OPTIONS["readers"]))
    first, second = (f"`hello-production-main-reader-{number}`" for number in (1, 2))
    assert f"Multi-AZ, read replica {first} (db.r7g.large), read replica {second} (db.r7g.large)" in section(plan, 1)
    assert f"read replica {second}: db.r7g.large" in section(plan, 1).partition("### Choices")[2]
    for replica in (first, second):
        assert f"Remove replica {replica}, which follows the damaged database" in runbooks(
            with_options(OPTIONS["readers"])
        )
    assert "lag behind the database it follows above 10 minutes for 15 minutes, or no data" in section(plan, 6)
    assert "when `password_version` of the matrix is raised (now 2)" in section(plan, 7)
    master = "`hello-production-main-master` in Secrets Manager, the master user of `hello-production-main`"
    assert master in section(plan, 7)
    assert "`DATABASE_READER_HOST`" in section(plan, 7)
    assert "--db-instance-identifier hello-production-main-reader-2" in section(plan, 9)


def test_a_pause_is_told_and_is_no_alarm(with_options: Options) -> None:
    """Who waits for the first query knows why, and nobody is woken by it."""
    plan = text(with_options(OPTIONS["Aurora that pauses"]))
    assert "pausing after 900 seconds without use" in section(plan, 1)
    assert "capacity in use above 90 % for 15 minutes |" in section(plan, 6)


def test_a_network_that_was_there_is_not_taken_for_none(with_options: Options) -> None:
    """What these stacks do not make they do not count, and neither does the plan."""
    said = section(text(with_options(OPTIONS["existing network"])), 1)
    assert "in VPC `vpc-0a1b2c3d4e5f60718`, which was there before" in said
    assert "| NAT gateways | 2 NAT gateways | those of `vpc-0a1b2c3d4e5f60718` |" in said
    assert "| Availability zones | 2 availability zones | none |" not in said


def test_what_one_stage_lacks_is_one_row(with_options: Options) -> None:
    """A service that is missing differs once, not in each of its settings."""
    said = section(text(with_options(OPTIONS["worker"])), 1).partition("### Choices")[0]
    assert "| Service `jobs` | none | `hello-production-jobs` |" in said or "| Service `jobs` | none |" in said
    assert "tasks of `jobs`" not in said
    assert "Log retention of `jobs`" not in said


def test_insights_into_queries_stand_with_how_long_they_are_kept(with_options: Options) -> None:
    """Section 6, where a mode is chosen; what RDS does anyhow is not worth a row."""
    said = section(text(with_options(OPTIONS["Database Insights"])), 6)
    tool = "Database Insights of `hello-production-main`, `advanced` mode: every query, plan and lock"
    assert f"| Queries, production | {tool} | 465 days | none" in said
    assert "Queries, staging" not in said


def test_an_address_of_ipv6_is_told(with_options: Options) -> None:
    """Section 1 names the record that leads there."""
    said = section(text(with_options(OPTIONS["IPv6"])), 1)
    assert "over IPv6 too (`AAAA` record of `hello.example.com`)" in said


def test_the_boundary_of_roles_is_told(with_options: Options) -> None:
    """Section 7 says for every stage what no role can get beyond."""
    said = section(text(with_options(OPTIONS["bootstrap"])), 7)
    for stage in ("staging", "production"):
        limit = f"can do more than `hello-{stage}-boundary` lets them"
        assert re.search(rf"None of the \d+ roles that the stacks of {stage} make {limit}", said)
    assert "permissions boundary" not in said
