from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.observability.canary import Canary, CanaryProps, canary_log_groups
from relinfra_constructs.observability.canary_alarms import CanaryAlarms, CanaryAlarmsProps
from relinfra_constructs.storage.bucket import Bucket, BucketProps
from tests.support import HERE, KEY_ARN, policy, resource, synthesize

BUCKET = BucketProps(name="shop-production-synthetics", terraform_name="synthetics", placement=HERE, key_arn=KEY_ARN)
CANARY = "aws_synthetics_canary.web"


def canary(**arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"name": "shop-production-web", "url": "https://shop.example.com/healthz", **arguments}

    def build(stack: TerraformStack) -> None:
        bucket = Bucket(stack, "bucket", BUCKET)
        Canary(stack, "canary", CanaryProps(key="web", placement=HERE, bucket=bucket, **settings))

    return synthesize(build)


def alarm(kind: str, **arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"interval_minutes": 5, "max_latency_ms": 300, **arguments}
    props = CanaryAlarmsProps(name="shop-production-web", key="web", canary_name="shop-production-web", **settings)
    synthesized = synthesize(lambda stack: CanaryAlarms(stack, "alarms", props))
    return resource(synthesized, f"aws_cloudwatch_metric_alarm.web_canary_{kind}")


@pytest.mark.parametrize(("minutes", "rate"), [(1, "rate(1 minute)"), (5, "rate(5 minutes)")])
def test_it_asks_for_the_url_every_few_minutes(minutes: int, rate: str) -> None:
    """And knows which status is a good answer."""
    body = resource(canary(interval_minutes=minutes, expected_status=204), CANARY)
    assert (body["schedule"]["expression"], body["start_canary"]) == (rate, True)
    environment = body["run_config"]["environment_variables"]
    assert (environment["CHECKED_URL"], environment["EXPECTED_STATUS"]) == ("https://shop.example.com/healthz", "204")


def test_a_url_is_never_an_expression() -> None:
    """Terraform would evaluate it."""
    body = resource(canary(url="https://shop.example.com/${x}"), CANARY)
    assert body["run_config"]["environment_variables"]["CHECKED_URL"] == "https://shop.example.com/$${x}"


@pytest.mark.parametrize(
    ("argument", "value"), [("url", "http://shop.example.com/"), ("interval_minutes", 0), ("interval_minutes", 61)]
)
def test_what_synthetics_would_refuse_is_refused(argument: str, value: object) -> None:
    """Before anything is written."""
    with pytest.raises(ConstructError, match=argument):
        canary(**{argument: value})


def test_a_new_script_reaches_the_canary() -> None:
    """By the version of the object that holds it."""
    synthesized = canary()
    assert resource(synthesized, CANARY)["s3_version"] == "${aws_s3_object.web_canary.version_id}"
    assert resource(synthesized, "aws_s3_object.web_canary")["kms_key_id"] == KEY_ARN


def test_the_script_has_fewer_tags_than_s3_takes() -> None:
    """Ten on an object; the provider's default tags may be more."""
    body = resource(canary(), "aws_s3_object.web_canary")
    assert body["override_provider"] == {"default_tags": {"tags": {}}}


def test_the_role_writes_only_where_its_canary_reports() -> None:
    """Its own folder, its own log, the metrics of canaries."""
    statements = policy(canary(), "aws_iam_role_policy.web_canary")
    by_action = {action: statement for statement in statements for action in statement["Action"]}
    assert by_action["s3:PutObject"]["Resource"] == ["${aws_s3_bucket.synthetics.arn}/runs/shop-production-web/*"]
    assert by_action["logs:PutLogEvents"]["Resource"] == [
        HERE.arn("logs", "log-group:/aws/lambda/cwsyn-shop-production-web*:*")
    ]
    namespace = {"cloudwatch:namespace": "CloudWatchSynthetics"}
    assert by_action["cloudwatch:PutMetricData"]["Condition"] == {"StringEquals": namespace}
    unlimited = [statement["Action"] for statement in statements if statement["Resource"] == ["*"]]
    assert unlimited == [["s3:ListAllMyBuckets"], ["cloudwatch:PutMetricData"]]


def test_terraform_alone_makes_the_log_group() -> None:
    """One that Lambda made on the first run would be unencrypted, and in Terraform's way."""
    synthesized = canary()
    group = resource(synthesized, "aws_cloudwatch_log_group.web_canary")
    assert group["name"] == '/aws/lambda/${element(split(":", aws_synthetics_canary.web.engine_arn), 6)}'
    assert (group["kms_key_id"], group["retention_in_days"]) == (KEY_ARN, 365)
    assert "logs:CreateLogGroup" not in str(policy(synthesized, "aws_iam_role_policy.web_canary"))


def test_the_log_group_is_known_by_the_beginning_of_a_long_name() -> None:
    """AWS names the function after 21 characters."""
    assert canary_log_groups("international-shopping-web") == "/aws/lambda/cwsyn-international-shoppin*"


def test_the_first_run_is_allowed_what_it_needs() -> None:
    """It follows at once."""
    assert resource(canary(), CANARY)["depends_on"] == ["aws_iam_role.web_canary", "aws_iam_role_policy.web_canary"]


def test_two_failures_in_a_row_raise_the_alarm_and_so_does_silence() -> None:
    """A check that reports nothing checks nothing."""
    body = alarm("failed")
    assert (body["metric_name"], body["dimensions"]) == ("SuccessPercent", {"CanaryName": "shop-production-web"})
    assert (body["comparison_operator"], body["threshold"]) == ("LessThanThreshold", 100)
    assert (body["period"], body["evaluation_periods"], body["treat_missing_data"]) == (300, 2, "breaching")


def test_the_latency_is_that_of_the_request_alone() -> None:
    """The whole run takes seconds."""
    body = alarm("slow", interval_minutes=1)
    assert body["dimensions"] == {"CanaryName": "shop-production-web", "StepName": "public-url"}
    assert (body["metric_name"], body["threshold"], body["period"]) == ("Duration", 300, 60)
    assert body["treat_missing_data"] == "notBreaching"
