from typing import Any

from relinfra_constructs.observability.budget import Budget, BudgetProps
from tests.support import resource, synthesize


def budget(**arguments: Any) -> dict[str, Any]:
    props = BudgetProps(
        name="shop-production-monthly",
        monthly_usd=4000,
        alert_at_percent=[80, 100],
        topic_arn="arn:topic",
        **arguments,
    )
    return resource(synthesize(lambda stack: Budget(stack, "budget", props)), "aws_budgets_budget.monthly")


def test_each_share_of_the_limit_is_told_when_it_is_spent() -> None:
    """Of real costs, to the topic."""
    body = budget()
    assert (body["limit_amount"], body["limit_unit"], body["time_unit"]) == ("4000", "USD", "MONTHLY")
    told = [(entry["threshold"], entry["notification_type"]) for entry in body["notification"]]
    assert told == [(80, "ACTUAL"), (100, "ACTUAL")]
    assert all(entry["subscriber_sns_topic_arns"] == ["arn:topic"] for entry in body["notification"])


def test_all_costs_of_the_account_count_unless_tags_narrow_them() -> None:
    """A tag that nobody activated would make a budget that never speaks."""
    assert not budget().get("cost_filter")
    assert budget(tags={"environment": "production"})["cost_filter"] == [
        {"name": "TagKeyValue", "values": ["user:environment$production"]}
    ]
