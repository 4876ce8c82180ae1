from io import StringIO

from rich.console import Console

from relinfra.policy import Report, render, renderable

EXPECTED = """\
production
FAILED CKV2_AWS_57  Title of CKV2_AWS_57
       aws_secretsmanager_secret.stripe
         stack  stacks/shop-production-data/cdk.tf.json:12-20
       page  https://example.com/57
       or    accept it: `relinfra waive CKV2_AWS_57 aws_secretsmanager_secret.stripe` prints the waiver
staging
FAILED CKV_RELINFRA_8  Title of CKV_RELINFRA_8  critical
       aws_db_instance.main
         matrix     relinfra.yaml:25 databases.main.backup_days (not set)
         construct  shop-staging-data/database-main/aws_db_instance.main
         stack      stacks/shop-staging-data/cdk.tf.json:12-20
       because  A release that damages data is undone from a backup
       remedy   Raise `databases.KEY.backup_days`
       page     docs/policies/CKV_RELINFRA_8.md, or `relinfra policies explain CKV_RELINFRA_8`
       source   https://example.com/backups
       or       accept it: `relinfra waive CKV_RELINFRA_8 aws_db_instance.main` prints the waiver

waivers that do no good
FAILED relinfra.yaml:70: the waiver of CKV_AWS_144 accepts nothing that fails; remove it

waived CKV2_AWS_57  Made anew <each> week [daily] (OPS-1) (platform-team, until 2027-06-30)
       aws_secretsmanager_secret.stripe   staging

Stack                  Failed   Accepted   Waived   Passed
shop-production-data        1          0        0        1
shop-staging-data           1          0        1        0

error: no resource was checked
error: the pack holds no policy
note: CKV_AWS_1 gave no verdict

Policy check failed: 2 failed, 0 accepted, 1 waived, 1 passed, 1 useless waiver in 2 stacks; 592 policies (2 of the
release contract), Checkov 3.3.30
"""


def test_the_table_reads_from_failures_to_the_verdict(report: Report) -> None:
    """By environment, policy and resource, each with what to do; user text is never taken for markup."""
    assert render(report) == EXPECTED


def test_the_table_fits_any_terminal(report: Report) -> None:
    """The same content, as wide as it is asked to be."""
    text = StringIO()
    Console(file=text, width=60).print(renderable(report))

    assert max(map(len, text.getvalue().splitlines())) <= 60
    assert "platform-team" in text.getvalue()
