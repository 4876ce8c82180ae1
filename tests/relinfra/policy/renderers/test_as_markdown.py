from dataclasses import replace

from relinfra.policy import Report, render
from relinfra.policy.renderers.as_markdown import LIMIT

EXPECTED = """\
<details><summary>staging: <code>CKV_RELINFRA_8</code> (critical) Title of CKV_RELINFRA_8</summary>

- `aws_db_instance.main`
  - matrix: `relinfra.yaml:25 databases.main.backup_days (not set)`
  - construct: `shop-staging-data/database-main/aws_db_instance.main`
  - stack: `stacks/shop-staging-data/cdk.tf.json:12-20`

- **because**: A release that damages data is undone from a backup
- **remedy**: Raise `databases.KEY.backup_days`
- **page**: docs/policies/CKV\\_RELINFRA\\_8.md, or `relinfra policies explain CKV_RELINFRA_8`
- **source**: <https://example.com/backups>
- **or**: accept it: `relinfra waive CKV_RELINFRA_8 aws_db_instance.main` prints the waiver

</details>
"""


def test_a_comment_unfolds_to_what_can_be_done(report: Report) -> None:
    """By environment and policy: the line of the matrix, the remedy, and the waiver as the alternative."""
    assert render(report, "markdown").endswith(EXPECTED)


def test_a_comment_counts_by_environment(report: Report) -> None:
    """Problems of the run stand above the failures."""
    text = render(report, "markdown")

    assert text.startswith("### Policies: failed\n")
    assert "| production | 1 | 0 | 0 | 1 |\n| staging | 1 | 0 | 1 | 0 |" in text
    assert "> **error:** no resource was checked" in text


def test_a_comment_fits_into_what_github_takes(report: Report) -> None:
    """What does not fit is counted, not cut in the middle."""
    one = report.failed[0]
    many = tuple(replace(one, policy=f"CKV_AWS_{number}", title="long " * 60) for number in range(300))

    text = render(replace(report, findings=many), "markdown")

    assert len(text) < LIMIT + 200
    assert text.count("<details>") == text.count("</details>") < 300
    assert text.endswith("which do not fit here: see the policy report.\n")


def test_nothing_of_a_title_is_markup(report: Report) -> None:
    """A title is text, in a summary as in a line; a backtick does not end its code."""
    one = replace(report.failed[0], title="</summary><img src=x>", address="aws_x.y[`a`]")

    text = render(replace(report, findings=(one,)), "markdown")

    assert "&lt;/summary&gt;&lt;img src=x&gt;" in text
    assert "- `` aws_x.y[`a`] ``" in text
