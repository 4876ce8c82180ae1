import json

from relinfra.policy import Report, render


def test_every_verdict_can_be_read_back(report: Report) -> None:
    """Failures and waived ones in full, what passed as addresses by stack."""
    body = json.loads(render(report, "json"))
    secrets, databases = body["policies"]

    assert (body["version"], body["project"], body["ok"], body["today"]) == (1, "shop", False, "2026-07-01")
    assert [(one["status"], one["environment"]) for one in secrets["findings"]] == [
        ("failed", "production"),
        ("waived", "staging"),
    ]
    assert secrets["findings"][1]["waiver"]["expires"] == "2027-06-30"
    assert secrets["guideline"] == "https://example.com/57"
    assert databases["guideline"] is None
    assert databases["passed"] == {"shop-production-data": ["aws_db_instance.main"]}
    assert databases["findings"][0]["lines"] == [12, 20]


def test_a_failure_says_what_to_do(report: Report) -> None:
    """Where the matrix decides, what made the resource, and what the rule says of itself."""
    secrets, databases = json.loads(render(report, "json"))["policies"]
    failure = next(one for one in databases["findings"] if one["status"] == "failed")

    assert failure["construct"] == "shop-staging-data/database-main/aws_db_instance.main"
    assert failure["matrix"] == {
        "field": "databases.main.backup_days",
        "file": "relinfra.yaml",
        "line": 25,
        "written": False,
    }
    assert (databases["severity"], databases["group"]) == ("critical", "data")
    assert databases["page"] == "docs/policies/CKV_RELINFRA_8.md"
    assert databases["remedy"] == "Raise `databases.KEY.backup_days`"
    assert (secrets["severity"], secrets["remedy"]) == (None, None)


def test_the_summary_counts_all_and_each_stack(report: Report) -> None:
    """What a dashboard shows."""
    summary = json.loads(render(report, "json"))["summary"]

    assert summary["total"] == {"failed": 2, "accepted": 0, "waived": 1, "passed": 1}
    assert summary["stacks"]["shop-staging-data"] == {"failed": 1, "accepted": 0, "waived": 1, "passed": 0}


def test_what_is_to_be_known_of_the_run_is_there(report: Report) -> None:
    """Problems, notices, and waivers that did nothing."""
    body = json.loads(render(report, "json"))

    assert body["problems"] == ["no resource was checked", "the pack holds no policy"]
    assert body["notices"] == ["CKV_AWS_1 gave no verdict"]
    assert [one["policy"] for one in body["waivers"]["expired"]] == ["CKV_AWS_18"]
    assert [one["policy"] for one in body["waivers"]["stale"]] == ["CKV_AWS_144"]
