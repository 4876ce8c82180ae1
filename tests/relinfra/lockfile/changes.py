"""Changes of a matrix that would lose something of what is locked."""

from pathlib import Path
from typing import NamedTuple

BASE = (Path(__file__).parents[1] / "matrix" / "base.yaml").read_text()
Edit = tuple[str, str]


class Change(NamedTuple):
    """An edit of the base, what its refusal says, and whether the matrix alone tells."""

    name: str
    edits: tuple[Edit, ...]
    said: tuple[str, ...]
    foreseen: bool = True


RENAMED_ENVIRONMENT = (
    ("  staging:\n    account", "  stage:\n    account"),
    ("[local, staging,", "[local, stage,"),
    ("[staging]", "[stage]"),
)
RENAMED_SERVICE = (
    ("    web:\n      image", "    site:\n      image"),
    ("      web:\n        domain", "      site:\n        domain"),
)
NO_DATABASE = (
    ("        DATABASE: database.main\n", ""),
    ('    main:\n      version: "17"\n      class: db.t4g.medium\n      storage_gib: 50\n', "    {}\n"),
)
CHANGES = (
    Change(
        "a database is gone",
        NO_DATABASE,
        (
            "relinfra.yaml:35:3: environments.production.databases.main: `aws_db_instance.main` of shop-production",
            "would be destroyed, and the data in it with it",
            "relinfra lock forget shop-staging-data aws_db_instance.main",
        ),
    ),
    Change(
        "a bucket has another key",
        (("      buckets:\n        - assets\n", ""), ("    assets:\n", "    media:\n")),
        ("`aws_s3_bucket.assets` of shop-staging-data", "`formerly` under the new key keeps it"),
    ),
    Change(
        "a service has another key",
        RENAMED_SERVICE,
        ("`aws_cloudwatch_log_group.web` of shop-staging-service (`/ecs/shop-staging-web`) would be destroyed",),
    ),
    Change(
        "another engine",
        (
            (
                "      class: db.t4g.medium\n      storage_gib: 50\n",
                "      engine: aurora-postgresql\n      capacity: {min_acu: 1, max_acu: 4}\n",
            ),
            ("      rto_minutes: 240\n      rpo_minutes: 15\n", "      rto_minutes: 240\n      rpo_minutes: 120\n"),
        ),
        ("`aws_db_instance.main` of shop-staging-data", "would be destroyed, and the data in it"),
    ),
    Change(
        "another major version",
        (('version: "17"', 'version: "18"'),),
        (
            "relinfra.yaml:38:16: environments.production.databases.main.version",
            "would get version 18 over 17 without being asked to",
            '`upgrade_from: "17"` beside it declares the upgrade',
        ),
    ),
    Change("a version below", (('version: "17"', 'version: "16.4"'),), ("version 16 below 17", "no engine goes back")),
    Change(
        "another account",
        (('account: "111111111111"', 'account: "333333333333"'),),
        ("environments.staging.account: 4 stacks", "in the account 333333333333 instead of 111111111111"),
    ),
    Change(
        "another region",
        (("  region: us-east-1\n  tags", "  region: eu-west-1\n  tags"),),
        ("relinfra.yaml:8:11: environments.production.region: 4 stacks", "the region eu-west-1 instead of us-east-1"),
    ),
    Change(
        "another region of recovery",
        (("region: us-west-2", "region: us-east-2"),),
        ("environments.production.disaster_recovery.region: shop-production-", "us-east-2 instead of us-west-2"),
    ),
    Change(
        "another bucket of states",
        (("bucket: acme-shop-tfstate", "bucket: acme-states"),),
        (
            "relinfra.yaml:5:11: state.bucket",
            "would begin with empty states in s3://acme-states instead of s3://acme-shop-tfstate",
            "init -migrate-state",
        ),
    ),
    Change(
        "another project",
        (("project: shop\n", "project: store\n"),),
        ("project: `store` instead of `shop` would make all 9 stacks anew", "relinfra lock move shop store"),
    ),
    Change(
        "another name of an environment",
        RENAMED_ENVIRONMENT,
        (
            "environments.staging: 4 stacks (shop-staging-data …)",
            "would be left behind",
            "terraform -chdir=out/cdktf.out/stacks/shop-staging-data state pull > shop-staging-data.tfstate",
            "relinfra lock move shop-staging shop-stage",
            'stacks/shop-stage-data state push "$PWD/shop-staging-data.tfstate"',
        ),
    ),
    Change(
        "no recovery",
        (("    disaster_recovery:\n      region: us-west-2\n      rto_minutes: 240\n      rpo_minutes: 15\n", ""),),
        ("shop-production-recovery with 2 resources that hold data would be left behind",),
    ),
    Change(
        "a bucket of its own for the state of recovery",
        (
            (
                "      region: us-west-2\n",
                "      region: us-west-2\n      state: {bucket: acme-kept, region: us-west-2}\n",
            ),
        ),
        ("s3://acme-kept/shop/shop-production-recovery.tfstate", "init -migrate-state"),
    ),
    Change(
        "an override of what forces another",
        (
            (
                "    budget:\n",
                "    overrides: {data: {aws_db_instance.main: {db_name: other, identifier: new}}}\n    budget:\n",
            ),
        ),
        ("since `db_name` becomes `other` instead of `app`", "would be called `new`, which changes where it is found"),
        foreseen=False,
    ),
)
