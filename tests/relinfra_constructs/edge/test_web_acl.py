from typing import Any

import pytest

from relinfra_constructs.edge.web_acl import MANAGED_RULE_GROUPS, WebAcl, WebAclProps
from relinfra_constructs.errors import ConstructError
from tests.support import HERE, KEY_ARN, addresses, policy, resource, synthesize

UNITS = {
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesSQLiRuleSet": 200,
}
IDENTIFYING = ["authorization", "cookie", "proxy-authorization", "x-api-key", "x-forwarded-for"]


def props(**arguments: Any) -> WebAclProps:
    settings: dict[str, Any] = {"load_balancer_arn": "arn:load-balancer", "key_arn": KEY_ARN, **arguments}
    return WebAclProps(name="shop-production", placement=HERE, **settings)


def web_acl(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: WebAcl(stack, "web-acl", props(**arguments)))


def rules(**arguments: Any) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in resource(web_acl(**arguments), "aws_wafv2_web_acl.main")["rule"]}


def test_a_web_acl_has_these_addresses() -> None:
    """They are public interface."""
    assert addresses(web_acl()) == [
        "aws_cloudwatch_log_group.web_acl",
        "aws_cloudwatch_log_resource_policy.web_acl",
        "aws_wafv2_web_acl.main",
        "aws_wafv2_web_acl_association.main",
        "aws_wafv2_web_acl_logging_configuration.main",
    ]


def test_every_managed_rule_group_refuses_in_an_order_of_its_own() -> None:
    """Two rules of one priority would be refused by AWS."""
    found = rules(rate_limit=2000)
    assert [name for name, rule in found.items() if rule.get("override_action") == {"none": {}}] == [
        *MANAGED_RULE_GROUPS
    ]
    priorities = [rule["priority"] for rule in found.values()]
    assert priorities == sorted(set(priorities))


def test_the_rules_fit_into_one_web_acl() -> None:
    """AWS allows 1500 units without asking for more; a rate limit takes two."""
    assert sum(UNITS[group] for group in MANAGED_RULE_GROUPS) + 2 <= 1500


def test_what_is_tried_out_is_counted_and_let_through() -> None:
    """And everything else still refuses."""
    found = rules(count_only=["AWSManagedRulesCommonRuleSet"])
    assert found["AWSManagedRulesCommonRuleSet"]["override_action"] == {"count": {}}
    assert found["AWSManagedRulesSQLiRuleSet"]["override_action"] == {"none": {}}


def test_servers_of_partners_are_not_taken_for_somebody_who_hides() -> None:
    """They call from hosting providers, as canaries do."""
    group = rules()["AWSManagedRulesAnonymousIpList"]["statement"]["managed_rule_group_statement"]
    assert group["rule_action_override"] == [{"name": "HostingProviderIPList", "action_to_use": {"count": {}}}]


@pytest.mark.parametrize(("block", "counted"), [(False, ["SizeRestrictions_BODY"]), (True, [])])
def test_large_bodies_are_counted_unless_asked_to_be_refused(block: bool, counted: list[str]) -> None:
    """AWS's rule matches every body over 8 KB, and so every upload; all else of its group still refuses."""
    rule = rules(block_large_bodies=block)["AWSManagedRulesCommonRuleSet"]
    overrides = rule["statement"]["managed_rule_group_statement"].get("rule_action_override") or []
    assert [one["name"] for one in overrides if one["action_to_use"] == {"count": {}}] == counted
    assert rule["override_action"] == {"none": {}}


def test_an_unknown_group_is_refused() -> None:
    """Before anything is written."""
    with pytest.raises(ConstructError, match="found AWSManagedRulesLinuxRuleSet"):
        props(count_only=["AWSManagedRulesLinuxRuleSet"])


def test_a_rate_limit_counts_each_address_for_five_minutes() -> None:
    """Whoever sends more is told so, before anything else is asked."""
    rule = rules(rate_limit=2000)["rate-limit"]
    assert rule["statement"]["rate_based_statement"] == {
        "aggregate_key_type": "IP",
        "evaluation_window_sec": 300,
        "limit": 2000,
    }
    assert (rule["priority"], rule["action"]["block"]["custom_response"]) == (0, {"response_code": 429})
    assert "rate-limit" not in rules()


def test_the_log_is_encrypted_and_named_as_waf_demands() -> None:
    """WAF writes to no other name."""
    group = resource(web_acl(log_retention_days=30), "aws_cloudwatch_log_group.web_acl")
    assert group == {"name": "aws-waf-logs-shop-production", "kms_key_id": KEY_ARN, "retention_in_days": 30}


def test_what_identifies_people_appears_neither_in_the_log_nor_in_samples() -> None:
    """Whoever reads them is not thereby logged in, and learns of no one."""
    synthesized = web_acl()
    log = resource(synthesized, "aws_wafv2_web_acl_logging_configuration.main")
    *headers, query = log["redacted_fields"]
    assert [field["single_header"]["name"] for field in headers] == IDENTIFYING
    assert query == {"query_string": {}}
    protected = resource(synthesized, "aws_wafv2_web_acl.main")["data_protection_config"]["data_protection"]
    assert [one["action"] for one in protected] == ["SUBSTITUTION"] * 3
    assert [one["field"] for one in protected] == [
        {"field_type": "SINGLE_HEADER", "field_keys": IDENTIFYING},
        {"field_type": "QUERY_STRING"},
        {"field_type": "BODY"},
    ]


def test_only_this_accounts_log_delivery_may_write() -> None:
    """The confused deputy writes elsewhere."""
    [statement] = policy(web_acl(), "aws_cloudwatch_log_resource_policy.web_acl", "policy_document")
    assert statement["Principal"] == {"Service": ["delivery.logs.amazonaws.com"]}
    assert statement["Resource"] == [HERE.arn("logs", "log-group:aws-waf-logs-shop-production:*")]
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": HERE.account}
