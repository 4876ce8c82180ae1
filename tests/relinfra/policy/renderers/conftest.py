"""One report that holds every kind of thing a report can hold."""

from datetime import date

import pytest

from relinfra.policy import Finding, Flaw, Report, Status, Waiver, WaiverFault
from relinfra.policy.origin import Origin
from relinfra.policy.rule import Rule

WAIVER = Waiver(
    policy="CKV2_AWS_57",
    resources=("aws_secretsmanager_secret.*",),
    environments=("staging",),
    reason="Made anew <each> week [daily]",
    owner="platform-team",
    expires=date(2027, 6, 30),
    ticket="OPS-1",
    file="relinfra.yaml",
    line=70,
)

ORIGIN = Origin(field="databases.main.backup_days", file="relinfra.yaml", line=25, written=False)
RULE = Rule(
    policy="CKV_RELINFRA_8",
    group="data",
    title="Title of CKV_RELINFRA_8",
    level="CRITICAL",
    rationale="A release that damages data is undone from a backup",
    remedy="Raise `databases.KEY.backup_days`",
    source="https://example.com/backups",
    detail="Detail.",
    module="database_is_recoverable",
)


def _finding(policy: str, environment: str, address: str, status: Status) -> Finding:
    return Finding(
        policy=policy,
        title=f"Title of {policy}",
        stack=f"shop-{environment}-data",
        environment=environment,
        address=address,
        file=f"stacks/shop-{environment}-data/cdk.tf.json",
        lines=(12, 20),
        status=status,
        guideline="https://example.com/57" if policy == "CKV2_AWS_57" else "",
        construct=f"shop-{environment}-data/database-main/{address}" if policy == RULE.policy else "",
        origin=ORIGIN if policy == RULE.policy else None,
        rule=RULE if policy == RULE.policy else None,
        waiver=WAIVER if status is Status.WAIVED else None,
    )


@pytest.fixture
def report() -> Report:
    """Return a report that fails, with two problems."""
    return Report(
        project="shop",
        today=date(2026, 7, 1),
        checkov="3.3.30",
        policies=592,
        pack=("CKV_RELINFRA_1", "CKV_RELINFRA_8"),
        stacks=("shop-production-data", "shop-staging-data"),
        findings=(
            _finding("CKV2_AWS_57", "production", "aws_secretsmanager_secret.stripe", Status.FAILED),
            _finding("CKV2_AWS_57", "staging", "aws_secretsmanager_secret.stripe", Status.WAIVED),
            _finding("CKV_RELINFRA_8", "production", "aws_db_instance.main", Status.PASSED),
            _finding("CKV_RELINFRA_8", "staging", "aws_db_instance.main", Status.FAILED),
        ),
        expired=(WAIVER.model_copy(update={"policy": "CKV_AWS_18", "expires": date(2026, 6, 30)}),),
        stale=(WAIVER.model_copy(update={"policy": "CKV_AWS_144"}),),
        faults=(WaiverFault(WAIVER, Flaw.UNUSED, "the waiver of CKV_AWS_144 accepts nothing that fails; remove it"),),
        problems=("no resource was checked", "the pack holds no policy"),
        notices=("CKV_AWS_1 gave no verdict",),
    )
