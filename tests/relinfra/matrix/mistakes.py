"""Mistakes that people make in a matrix: each an edit of `base.yaml`."""

from pathlib import Path
from typing import NamedTuple

BASE = Path(__file__).with_name("base.yaml").read_text()


class Mistake(NamedTuple):
    """A name, and what is replaced by what in the base; every old text occurs exactly once."""

    name: str
    edits: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Return the matrix with the mistake in it."""
        text = BASE
        for old, new in self.edits:
            assert text.count(old) == 1, f"{self.name}: {old!r} occurs {text.count(old)} times"
            text = text.replace(old, new)
        return text


def _mistake(name: str, *edits: tuple[str, str]) -> Mistake:
    return Mistake(name, edits)


def _switching(web: str, *, edge: str = "{waf: managed}") -> tuple[tuple[str, str], ...]:
    """Return edits by which Route 53 leads production elsewhere by itself, with a line for its service."""
    service = f"      web:\n        secrets: {{DATABASE: null}}\n        {web}\n"
    if web.startswith("domain:"):
        service += "        deployment:\n"
        before = "      web:\n        domain:\n          name: shop.example.com\n        deployment:\n"
    else:
        service += "        domain:\n"
        before = "      web:\n        domain:\n          name: shop"
        service += "          name: shop"
    recovery = "    disaster_recovery:\n      region: us-west-2\n"
    standby = f"{recovery}      mode: warm_standby\n      network: {{cidr: 10.21.0.0/16}}\n"
    return (before, service), (recovery, f"    databases: {{main: null}}\n    edge: {edge}\n{standby}")


_API = """\
    api:
      image: registry.example.com/shop/api
      deployment:
        bake_minutes: 10
        test_port: 9443
        rollback: {error_rate_percent: 1, p95_latency_ms: 100}
    web:
      image: registry.example.com/shop/web
"""
_SECOND = """\
      api:
        image: registry.example.com/shop/api
        domain: {name: api.example.com, zone: example.com}
        deployment:
          strategy: blue_green
          bake_minutes: 30
          test_port: 8443
          test_cidrs: [203.0.113.0/24]
          rollback: {error_rate_percent: 2, p95_latency_ms: 400}
"""
_BESIDE = """\
    services:
      api:
        image: registry.example.com/shop/api
        domain: {name: staging.shop.example.com, zone: shop.example.com}
"""
_BESIDE_WITH_PATHS = _BESIDE.replace("zone: shop.example.com", "zone: shop.example.com, paths: [/api/*]")
_JOBS = """\
      jobs:
        image: registry.example.com/shop/jobs
        worker: true
"""
_PORT = "      port: 8000\n"
_PRICES = """\
      prices:
        image: registry.example.com/shop/prices
"""
_PRODUCTION = '  production:\n    account: "222222222222"\n'
_ECR = "dkr.ecr.us-east-1.amazonaws.com"
_STAGING = '  staging:\n    account: "111111111111"\n'

_TESTING = """\
  qa{0}:
    account: "111111111111"
    network: {{cidr: 10.4{0}.0.0/16}}
    services: {{web: {{domain: {{name: qa{0}.shop.example.com}}}}}}
"""
_INSTANCE = "      class: db.t4g.medium\n      storage_gib: 50\n"
_AURORA = "      engine: aurora-postgresql\n      capacity: {min_acu: 2, max_acu: 16}\n"
_NO_RECOVERY = """\
    disaster_recovery:
      region: us-west-2
      rto_minutes: 240
      rpo_minutes: 15
"""
_WITH_SUBNETS = """\
    existing:
      vpc_id: vpc-0a1b2c3d4e5f60718
      public_subnet_ids: [subnet-0a1b2c3d4e5f60711, {}]
      private_subnet_ids: [{}, subnet-0a1b2c3d4e5f60714]
      database_subnet_ids: [subnet-0a1b2c3d4e5f60715, subnet-0a1b2c3d4e5f60716]
"""


def _scheduled(cron: str, timezone: str = "UTC") -> tuple[str, str]:
    schedule = f"{{name: day, cron: '{cron}', timezone: {timezone}, min: 1, max: 4}}"
    return ("        max: 6\n", f"        max: 6\n        schedules: [{schedule}]\n")


def _answering(number: int) -> str:
    domain = f"{{name: s{number}.shop.example.com, zone: shop.example.com}}"
    return f"      s{number}: {{image: registry.example.com/shop/s, scaling: {{max: 2}}, domain: {domain}}}\n"


_BY_CODE_DEPLOY = "strategy: codedeploy\n          shift: all_at_once\n"
_BUCKETS = "      buckets:\n"
_IN = "      ingress: [{from: 0.0.0.0/0, port: 25, why: mail}]"
_QUEUE = "arn:aws:sqs:us-east-1:111111111111:orders"


def _allowed(actions: str, resources: str) -> tuple[str, str]:
    """Return the edit that lets `web` do something."""
    return "      buckets:\n", f"      permissions: [{{actions: {actions}, resources: {resources}}}]\n      buckets:\n"


def _opened(*ways: str) -> tuple[str, str]:
    """Return the edit that lets `web` out."""
    listed = ", ".join(f"{{{way}, why: mail}}" for way in ways)
    return _BUCKETS, f"      egress: [{listed}]\n{_BUCKETS}"


_KEY = "arn:aws:kms:us-east-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_FOREIGN = "arn:aws:secretsmanager:us-east-1:333333333333:secret:shop/stripe-AbCdEf"
_EXISTING = (
    "{vpc_id: vpc-0a1b2c3d4e5f60718, public_subnet_ids: [subnet-0aaaaaaaaaaaaaaa1, subnet-0aaaaaaaaaaaaaaa2], "
    "private_subnet_ids: [subnet-0bbbbbbbbbbbbbbb1, subnet-0bbbbbbbbbbbbbbb2], "
    "database_subnet_ids: [subnet-0ccccccccccccccc1, subnet-0ccccccccccccccc2]}"
)
_OTHER_STATE = (
    "disaster_recovery: {{region: us-west-2, rto_minutes: 240, rpo_minutes: 15, state: {{bucket: {}, region: {}}}}}\n"
)
_STANDBY = "      mode: pilot_light\n      network: {cidr: 10.21.0.0/16}\n"


def _kept(bucket: str, region: str) -> tuple[str, str]:
    recovery = "    disaster_recovery:\n      region: us-west-2\n"
    return (recovery, f"{recovery}      state: {{bucket: {bucket}, region: {region}}}\n")


MISTAKES = (
    # policies
    _mistake("a pack of policies that does not exist", (_PRODUCTION, _PRODUCTION + "    policies: [producton]\n")),
    _mistake(
        "a region with packs of its own",
        (_PRODUCTION, _PRODUCTION + "    regions: {eu-west-1: {policies: [baseline]}}\n"),
    ),
    # YAML
    _mistake("a tab as indent", ("  region: us-east-1\n  tags", "\tregion: us-east-1\n  tags")),
    _mistake("an unclosed list", ("[local, staging, production]", "[local, staging")),
    _mistake("a duplicate key", ("    nat: single", "    nat: single\n    nat: per_az")),
    _mistake("a merge key", ("      scaling:\n        max: 6", "      <<: {port: 1}\n      scaling:\n        max: 6")),
    _mistake("a tag", ("project: shop", "project: !!python/name:os.system shop")),
    _mistake("a number as key", ("cost-center: payments", "2024: payments")),
    _mistake("a boolean as key", ("LOG_LEVEL: info", "on: info")),
    _mistake("a list as key", ("cost-center: payments", "? [a, b]\n    : payments")),
    _mistake("an alias without anchor", ("project: shop", "project: *name")),
    _mistake("an alias of itself", ("    cost-center: payments", "    cost-center: &a [*a]")),
    _mistake("two documents", ("promotion: [local", "---\npromotion: [local")),
    _mistake("an escaped control character", ("LOG_LEVEL: info", 'LOG_LEVEL: "\\0"')),
    # types
    _mistake("a word that YAML reads as boolean", ("LOG_LEVEL: info", "LOG_LEVEL: no")),
    _mistake("a boolean for a choice", ("    nat: single", "    nat: off")),
    _mistake("an account without quotes", ('"222222222222"', "222222222222")),
    _mistake("a version without quotes", ('version: "17"', "version: 17")),
    _mistake("a number in quotes", ("port: 8000", 'port: "8000"')),
    _mistake("a boolean in quotes", ("    nat: single", '    nat: single\n    flow_logs: "yes"')),
    _mistake("a list of something else", ("reviewers: [release-managers]", "reviewers: [{team: release-managers}]")),
    _mistake("a value for a list", ("reviewers: [release-managers]", "reviewers: release-managers")),
    _mistake("a list for a mapping", ("scaling:\n        max: 6", "scaling: [6]")),
    _mistake("a value for a mapping", ("network:\n    cidr: 10.20.0.0/16\n    nat: single", "network: 10.20.0.0/16")),
    _mistake("a decimal for a whole number", ("max: 6", "max: 6.5")),
    _mistake("an unknown key", ("    nat: single", "    natt: single")),
    _mistake("an unknown key far from any", ("    nat: single", "    colour: blue")),
    _mistake("an unknown key at the top", ("defaults:\n", "default:\n")),
    _mistake("an unknown key without a value at the top", ("defaults:\n", "defautls:\ndefaults:\n")),
    _mistake("an unknown key without a value in defaults", ("    nat: single", "    nat: single\n    natt: null")),
    _mistake("an unknown key without a value in an environment", (_STAGING, f"{_STAGING}    budgett: null\n")),
    _mistake(
        "an unknown key without a value deep in an environment",
        (_STAGING, f"{_STAGING}    services: {{web: {{scaling: {{maxx: null}}}}}}\n"),
    ),
    _mistake(
        "an unknown key without a value in a region",
        (_STAGING, f"{_STAGING}    regions: {{eu-west-1: {{network: {{natt: null}}}}}}\n"),
    ),
    _mistake("an unknown key without a value in a waiver", ("    owner:", "    enviroments: null\n    owner:")),
    _mistake("an unknown key that is near to nothing", ("      secrets:\n", "      sidecars: {}\n      secrets:\n")),
    _mistake("an endless key", ("    nat: single", f"    {'n' * 300}: single")),
    _mistake("an endless key without a value", ("    nat: single", f"    {'n' * 300}:")),
    _mistake("an endless name", ("    assets:\n", f"    {'a' * 300}:\n")),
    _mistake("a value that is too long", ("        LOG_LEVEL: info", f"        LOG_LEVEL: {'x' * 5000}")),
    _mistake("an endless value for a list", ("reviewers: [release-managers]", f"reviewers: {'r' * 300}")),
    _mistake("a name with a space", ("project: shop\n", "project: our shop\n")),
    _mistake("an unknown choice", ("strategy: blue_green", "strategy: bluegreen")),
    _mistake("a missing key", ("      image: registry.example.com/shop/web\n", "")),
    _mistake("a missing section", ("state:\n  bucket: acme-shop-tfstate\n  region: us-east-1\n", "")),
    _mistake("a key removed by null", ("  region: us-east-1\n  tags", "  region: null\n  tags")),
    _mistake("an empty environment", (_STAGING, "  staging:\n")),
    _mistake("a list of environments", ("environments: [staging]", "environments: []")),
    _mistake("a name given twice", (_STAGING, f"{_STAGING}    name: staging\n")),
    # value objects
    _mistake("a network of multicast", ("10.20.0.0/16", "224.0.0.0/16")),
    _mistake("a network of loopback", ("10.20.0.0/16", "127.0.0.0/16")),
    _mistake("a network of link-local addresses", ("10.20.0.0/16", "169.254.0.0/16")),
    _mistake("a network of nobody", ("10.20.0.0/16", "0.1.0.0/16")),
    _mistake(
        "people at addresses that nobody has",
        (
            "          test_port: 8443\n",
            "          test_port: 8443\n          test_cidrs: [240.0.0.0/24, 224.0.0.9/32]\n",
        ),
    ),
    _mistake("an instance class that is misspelt", ("class: db.t4g.medium", "class: db.t4g.mediun")),
    _mistake("an instance class of no line", ("class: db.t4g.medium", "class: db.rg7.large")),
    _mistake(
        "an instance class that the region lacks",
        (_INSTANCE, _INSTANCE.replace("db.t4g.medium", "db.r8g.large")),
        (_STAGING, f"{_STAGING}    region: me-central-1\n"),
    ),
    _mistake("a minute out of range", _scheduled("60 7 ? * MON-FRI *")),
    _mistake("an hour out of range", _scheduled("0 7,24 ? * MON-FRI *")),
    _mistake("a month that there is not", _scheduled("0 7 1 JANUARY ? *")),
    _mistake("a weekday that there is not", _scheduled("0 7 ? * MON-FRY *")),
    _mistake("a year that is over", _scheduled("0 7 ? * MON 1969")),
    _mistake("steps of nothing", _scheduled("*/0 7 ? * MON *")),
    _mistake("a day that does not exist", _scheduled("0 7 30 2 ? *")),
    _mistake("days of which one does not exist", _scheduled("0 7 1,31 4,6 ? *")),
    _mistake("a time zone that is misspelt", _scheduled("0 7 ? * MON *", "Europe/Berln")),
    _mistake("a time zone of nowhere", _scheduled("0 7 ? * MON *", "Nowhere/Atlantis")),
    _mistake(
        "a pattern that does not compile",
        ("      port: 8000\n", '      port: 8000\n      log_router: {exclude: "GET /(health"}\n'),
    ),
    _mistake(
        "a pattern that repeats nothing",
        ("      port: 8000\n", '      port: 8000\n      log_router: {exclude: "*.html"}\n'),
    ),
    _mistake(
        "a subnet twice",
        ("    cidr: 10.20.0.0/16\n", _WITH_SUBNETS.format("subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60713")),
        ("    nat: single\n", ""),
    ),
    _mistake(
        "a subnet in two tiers",
        ("    cidr: 10.20.0.0/16\n", _WITH_SUBNETS.format("subnet-0a1b2c3d4e5f60712", "subnet-0a1b2c3d4e5f60712")),
        ("    nat: single\n", ""),
    ),
    _mistake(
        "a name too long for a certificate",
        ("          name: shop.example.com", f"          name: {'a' * 50}.shop.example.com"),
    ),
    _mistake(
        "more target groups than a load balancer has",
        (_STAGING, f"{_STAGING}    services:\n{''.join(_answering(number) for number in range(100))}"),
    ),
    _mistake(
        "more secrets than a policy holds",
        ("STRIPE_KEY: shop/stripe", "\n        ".join(f"KEY_{one}: shop/partners/number-{one}" for one in range(100))),
    ),
    _mistake(
        "more text than a task definition holds",
        ("LOG_LEVEL: info", "\n        ".join(f"TEXT_{one}: {'x' * 4000}" for one in range(15))),
    ),
    _mistake("a port out of range", ("port: 8000", "port: 80000")),
    _mistake("a percentage out of range", ("error_rate_percent: 2", "error_rate_percent: 200")),
    _mistake("a network with host bits", ("10.20.0.0/16", "10.20.1.0/16")),
    _mistake("a network too large", ("10.20.0.0/16", "10.0.0.0/8")),
    _mistake("no network", ("10.20.0.0/16", "10.20.0.0")),
    _mistake("a misspelt region", ("region: us-west-2", "region: us-wset-2")),
    _mistake("an upper-case key", ("    web:\n      image", "    Web:\n      image")),
    _mistake("an image with blanks", ("registry.example.com/shop/web", "shop web")),
    _mistake("a domain with a scheme", ("name: shop.example.com", "name: https://shop.example.com")),
    _mistake("backups off", ("storage_gib: 50", "storage_gib: 50\n      backup_days: 0")),
    _mistake("an instance class without db", ("class: db.t4g.medium", "class: t4g.medium")),
    _mistake("a retention CloudWatch lacks", ("log_retention_days: 30", "log_retention_days: 45")),
    _mistake("a bad address", ("oncall@example.com", "oncall")),
    _mistake("the same address twice", ("- oncall@example.com", "- a@example.com\n      - a@example.com")),
    _mistake("an impossible date", ("2027-06-30", "2027-02-30")),
    _mistake("an address for a network", _opened("to: 10.40.0.7, port: 25")),
    _mistake("a way out with host bits", _opened("to: 10.40.0.7/16, port: 25")),
    _mistake("a way to a group that is none", _opened("to: sg-12, port: 25")),
    _mistake("a way to oneself", _opened("to: '::1/128', port: 25")),
    _mistake("a way without a port", _opened("to: 10.40.0.0/16")),
    _mistake("a misspelt end of a way", _opened("too: 10.40.0.0/16, port: 25")),
    _mistake("a way to a service that is not there", _opened("to: wbe, port: 25")),
    _mistake("a way that is open to everywhere", _opened("to: 10.40.0.0/16, port: 443")),
    _mistake("a way out twice", _opened("to: 10.40.0.0/16, port: 25", "to: 10.40.0.0/16, port: 25")),
    _mistake("a way of IPv6 in a network without it", _opened("to: '2001:db8::/32', port: 25")),
    _mistake(
        "a way to the internet without NAT", ("    nat: single", "    nat: none"), _opened("to: 8.8.8.0/24, port: 25")
    ),
    _mistake("a way in for everybody", (_BUCKETS, f"{_IN}\n{_BUCKETS}")),
    _mistake("a range of ports that goes down", _opened("to: 10.40.0.0/16, port: 9000, last_port: 8000")),
    _mistake(
        "a group that the other region does not know",
        ("      rpo_minutes: 15\n", f"      rpo_minutes: 15\n{_STANDBY}"),
        _opened("to: sg-0a1b2c3d4e5f60718, port: 25"),
    ),
    _mistake("an action that is none", _allowed('[sqs:SendMessage, "sqs"]', f"['{_QUEUE}']")),
    _mistake("every action there is", _allowed('["*"]', f"['{_QUEUE}']")),
    _mistake("a resource that is no ARN", _allowed("[sqs:SendMessage]", "[orders]")),
    _mistake(
        "a word of an ARN that stands for nothing", _allowed("[sqs:SendMessage]", "['arn:aws:sqs:us-east-1::{queue}']")
    ),
    _mistake("a permission without resources", _allowed("[sqs:SendMessage]", "[]")),
    _mistake(
        "a misspelt field of a permission",
        ("      buckets:\n", "      permissions: [{action: [a:B]}]\n      buckets:\n"),
    ),
    _mistake("a wildcard without a reason", _allowed('["sqs:*"]', "['arn:aws:sqs:us-east-1:111111111111:*', '*']")),
    _mistake(
        "a permission in another partition", _allowed("[sqs:SendMessage]", "['arn:aws-cn:sqs:cn-north-1::orders']")
    ),
    _mistake("a permission to give permissions", _allowed("[iam:CreateUser]", "['arn:aws:iam::111111111111:user/a']")),
    _mistake(
        "permissions longer than a policy",
        _allowed("[sqs:SendMessage]", f"[{', '.join(f'{_QUEUE}-{number:04}' for number in range(300))}]"),
    ),
    _mistake(
        "a permission on what is another environment's in the account",
        ("promotion: [local", "bootstrap: {}\npromotion: [local"),
        ('"222222222222"', '"111111111111"'),
        _allowed("[sqs:SendMessage]", f"['{_QUEUE.replace('orders', 'shop-staging-orders')}']"),
    ),
    _mistake("a name of either store", ("STRIPE_KEY: shop/stripe", "STRIPE_KEY: /shop/stripe")),
    _mistake("a key of a secret as ECS writes it", ("STRIPE_KEY: shop/stripe", '"STRIPE_KEY": "shop/stripe:token::"')),
    _mistake("a secret's ARN without its last characters", ("shop/stripe", "{secret: arn:aws:ssm:us-east-1:1:x}")),
    _mistake("a secret of no store", ("STRIPE_KEY: shop/stripe", "STRIPE_KEY: {key: token}")),
    _mistake("a secret of both stores", ("shop/stripe", "{secret: shop/stripe, parameter: /shop/stripe}")),
    _mistake("a misspelt source of a secret", ("shop/stripe", "{secret: shop/stripe, keys: token}")),
    _mistake("a misspelt parameter", ("shop/stripe", "{paramter: /shop/stripe}")),
    _mistake("a number as secret", ("shop/stripe", "17")),
    _mistake("a key of a parameter", ("shop/stripe", "{parameter: /shop/stripe, key: token}")),
    _mistake("a parameter with levels but no beginning", ("shop/stripe", "{parameter: shop/stripe}")),
    _mistake("a KMS key of a database's secret", ("database.main", f"{{secret: database.main, kms_key: '{_KEY}'}}")),
    _mistake("an alias of a KMS key", ("shop/stripe", "{secret: shop/stripe, kms_key: alias/shop}")),
    _mistake("one key of a database that is not there", ("database.main", "{secret: database.mian, key: password}")),
    _mistake("no policy id", ("CKV2_AWS_57", "secrets")),
    _mistake("an empty reason", ("Staging holds no secrets worth rotating.", '" "')),
    # targets
    _mistake("no account", (_PRODUCTION, "  production:\n")),
    _mistake("a local database on AWS", (_STAGING, f"{_STAGING}    database: postgres\n")),
    _mistake(
        "no domain",
        ("      domain:\n        name: staging.shop.example.com\n        zone: shop.example.com\n", ""),
        ("        domain:\n          name: shop.example.com\n", ""),
    ),
    _mistake("nothing to run", (_STAGING, f"{_STAGING}    services: null\n")),
    # promotion and approval
    _mistake(
        "an unknown environment", ("promotion: [local, staging, production]", "promotion: [local, stagign, production]")
    ),
    _mistake(
        "customers on a developer's machine", ("    database: sqlite\n", "    database: sqlite\n    live: true\n")
    ),
    _mistake("no customers", ('    account: "222222222222"\n', '    account: "222222222222"\n    live: false\n')),
    _mistake("a missing environment", ("promotion: [local, staging, production]", "promotion: [staging, production]")),
    _mistake(
        "an environment twice",
        ("promotion: [local, staging, production]", "promotion: [local, staging, staging, production]"),
    ),
    _mistake("production without approval", ("    approval:\n      reviewers: [release-managers]\n", "")),
    _mistake("the last stage without approval", ("[local, staging, production]", "[local, production, staging]")),
    _mistake(
        "a difference to nowhere, and one of an environment from itself",
        (
            "waivers:\n",
            "parity:\n"
            "  - {between: [stagng, production], resources: [aws_db_instance.main], reason: no customers}\n"
            "  - {between: [staging, staging], resources: [aws_db_instance.main], reason: no customers}\n"
            "  - {between: [local, production], resources: [aws_db_instance.main], reason: no customers}\n"
            "waivers:\n",
        ),
    ),
    _mistake(
        "a difference of three, of nothing, and without a reason",
        (
            "waivers:\n",
            "parity:\n"
            "  - {between: [staging, production, local], resources: [], attributes: [], reason: no customers}\n"
            "  - {between: [staging, production], resources: [main], attributes: [a b]}\n"
            "waivers:\n",
        ),
    ),
    _mistake("a waiver for ever", ("    owner:", "    since: 2024-06-29\n    owner:")),
    _mistake("a waiver that ends before it begins", ("    owner:", "    since: 2099-06-29\n    owner:")),
    _mistake("a waiver for nowhere", ("environments: [staging]", "environments: [stage]")),
    # references
    _mistake("an unknown bucket", ("- assets", "- asets")),
    _mistake("an unknown database", ("database.main", "database.mian")),
    _mistake("a bucket removed in one environment", (_STAGING, f"{_STAGING}    buckets: {{assets: null}}\n")),
    _mistake("a variable with two sources", ("LOG_LEVEL: info", "STRIPE_KEY: none")),
    _mistake("a variable of the database", ("LOG_LEVEL: info", "DATABASE_HOST: localhost")),
    # deployment
    _mistake("blue/green without bake time", ("          bake_minutes: 30\n", "")),
    _mistake(
        "blue/green without bake time, tested at a port that is taken",
        ("          bake_minutes: 30\n          test_port: 8443\n", "          test_port: 443\n"),
    ),
    _mistake("blue/green without test port", ("          test_port: 8443\n", "")),
    _mistake(
        "blue/green without rollback",
        ("          rollback:\n            error_rate_percent: 2\n            p95_latency_ms: 400\n", ""),
    ),
    _mistake("alarms slower than the bake time", ("bake_minutes: 30", "bake_minutes: 3")),
    _mistake(
        "alarms slower than a step",
        ("strategy: blue_green", "strategy: linear\n          step_percent: 20\n          step_bake_minutes: 2"),
    ),
    _mistake(
        "a canary of everybody",
        ("strategy: blue_green", "strategy: canary\n          canary_percent: 100\n          canary_bake_minutes: 9"),
    ),
    _mistake("a bake longer than a job", ("bake_minutes: 30", "bake_minutes: 600")),
    _mistake(
        "a rolling deployment longer than a job",
        ("minimum_healthy_percent: 50", "minimum_healthy_percent: 99\n        maximum_percent: 100"),
        ("        max: 6", "        min: 200\n        max: 800"),
        ("cidr: 10.20.0.0/16", "cidr: 10.20.0.0/16\n    azs: 3"),
        ("path: /healthz", "path: /healthz\n        grace_seconds: 600"),
    ),
    _mistake("a test port for users", ("test_port: 8443", "test_port: 443")),
    _mistake("a test port of the service", ("test_port: 8443", "test_port: 8000")),
    _mistake(
        "two test ports",
        ("    web:\n      image: registry.example.com/shop/web\n", _API),
        ("      web:\n        domain", "      api: {deployment: {strategy: blue_green}}\n      web:\n        domain"),
    ),
    _mistake("rolling that cannot move", ("minimum_healthy_percent: 50", "maximum_percent: 120")),
    _mistake(
        "rolling one task at a time",
        ("minimum_healthy_percent: 50", "minimum_healthy_percent: 50\n        maximum_percent: 100"),
        ("        max: 6", "        min: 1\n        max: 6"),
    ),
    _mistake("memory that Fargate lacks", ("memory: 1024", "memory: 8192")),
    _mistake("more tasks at least than at most", ("        max: 6", "        min: 9\n        max: 6")),
    _mistake("a check longer than its interval", ("path: /healthz", "timeout_seconds: 20")),
    # domains
    _mistake("a domain out of its zone", ("name: shop.example.com", "name: shop.example.org")),
    _mistake("one domain for two environments", ("        domain:\n          name: shop.example.com\n", "")),
    _mistake("one domain for two services", (_STAGING, _STAGING + _BESIDE)),
    _mistake(
        "one domain with paths everywhere",
        (_STAGING, _STAGING + _BESIDE_WITH_PATHS),
        ("        zone: shop.example.com\n", "        zone: shop.example.com\n        paths: [/shop/*]\n"),
    ),
    _mistake(
        "one domain in two zones",
        (_STAGING, _STAGING + _BESIDE_WITH_PATHS.replace("zone: shop.", "zone: ")),
    ),
    _mistake(
        "a priority twice",
        (_STAGING, _STAGING + _BESIDE_WITH_PATHS.replace("paths", "priority: 7, paths")),
        ("        zone: shop.example.com\n", "        zone: shop.example.com\n        priority: 7\n"),
    ),
    _mistake(
        "a path behind everything",
        (_STAGING, _STAGING + _BESIDE_WITH_PATHS),
        ("        zone: shop.example.com\n", "        zone: shop.example.com\n        priority: 7\n"),
    ),
    _mistake(
        "a check of another service's path",
        (
            "        zone: shop.example.com\n",
            "        zone: shop.example.com\n        paths: [/shop/*]\n      synthetics: {path: /}\n",
        ),
    ),
    _mistake(
        "a path with a query",
        ("        zone: shop.example.com\n", "        zone: shop.example.com\n        paths: [/a?b=1]\n"),
    ),
    # workers
    _mistake("a container that may never end", (_PORT, f"{_PORT}      stop_timeout_seconds: 121\n")),
    _mistake(
        "a container on Spot that ends after its task",
        (_PORT, f"{_PORT}      stop_timeout_seconds: 120\n      capacity: {{spot_percent: 70}}\n"),
    ),
    _mistake("sticky requests that a strategy moves", (_PORT, f"{_PORT}      stickiness_seconds: 600\n")),
    _mistake("a disk that Fargate gives anyhow", (_PORT, f"{_PORT}      ephemeral_storage_gib: 20\n")),
    _mistake("folders in memory that leave none", (_PORT, f"{_PORT}      tmpfs: {{/run/app: 1000, /tmp: 24}}\n")),
    _mistake("a folder that leads out of another", (_PORT, f"{_PORT}      writable_paths: [/tmp, /var/../etc]\n")),
    _mistake("a folder in memory that is the one above", (_PORT, f"{_PORT}      tmpfs: {{/var/./run: 16}}\n")),
    _mistake("statuses of failure as success", ("path: /healthz", 'path: /healthz\n        success_codes: "200-404"')),
    _mistake("statuses backwards", ("path: /healthz", 'path: /healthz\n        success_codes: "204,299-200"')),
    _mistake(
        "the timing of a command that is not there", ("path: /healthz", "path: /healthz\n        command_failures: 5")
    ),
    _mistake(
        "a command that may take longer than ECS waits",
        ("path: /healthz", "path: /healthz\n        command: [CMD, /ok]\n        command_start_seconds: 301"),
    ),
    _mistake("a drain that lasts too long", ("      port: 8000\n", "      port: 8000\n      drain_seconds: 3601\n")),
    _mistake(
        "a worker that drains",
        ("      port: 8000\n", "      port: 8000\n      worker: true\n      drain_seconds: 60\n"),
    ),
    _mistake("a worker that answers", ("      port: 8000\n", "      port: 8000\n      worker: true\n")),
    _mistake(
        "only workers behind a firewall",
        ("    web:\n      image", "    web:\n      worker: true\n      image"),
        (_STAGING, f"{_STAGING}    edge: {{waf: managed}}\n"),
    ),
    # connections
    _mistake("a call to nobody", ("      port: 8000\n", "      port: 8000\n      connect: {to: [web, wbe]}\n")),
    _mistake(
        "a call to a worker",
        (_STAGING, f"{_STAGING}    services:\n{_JOBS}      web: {{connect: {{to: [jobs]}}}}\n"),
    ),
    _mistake(
        "calls in a circle",
        (
            _STAGING,
            f"{_STAGING}    services:\n{_PRICES}        connect: {{to: [web]}}\n"
            "      web: {connect: {to: [prices]}}\n",
        ),
    ),
    _mistake(
        "a call of what shifts traffic",
        ("      web:\n        domain:\n", f"{_PRICES}        connect: {{to: [web]}}\n      web:\n        domain:\n"),
    ),
    _mistake(
        "a call of what CodeDeploy deploys",
        ("strategy: blue_green\n", _BY_CODE_DEPLOY),
        ("      web:\n        domain:\n", f"{_PRICES}      web:\n        connect: {{to: [prices]}}\n        domain:\n"),
    ),
    _mistake(
        "a call without a way out",
        (
            _STAGING,
            f"{_STAGING}    network: {{nat: none}}\n    services:\n{_PRICES}      web: {{connect: {{to: [prices]}}}}\n",
        ),
    ),
    _mistake(
        "a protocol nobody speaks, and a limit of what is not seen",
        (
            _STAGING,
            f"{_STAGING}    services:\n{_PRICES}        connect: {{protocol: tcp, request_seconds: 30}}\n"
            "      web: {connect: {to: [prices], protocol: grpc}}\n",
        ),
    ),
    _mistake(
        "a visitor of an inner service",
        (
            _STAGING,
            f"{_STAGING}    services:\n{_PRICES}        health_check: {{path: /prices, command: [CMD, /alive]}}\n"
            "        synthetics: {path: /prices}\n"
            "        deployment: {rollback: {error_rate_percent: 2, p95_latency_ms: 400}}\n"
            "      web: {connect: {to: [prices]}}\n",
        ),
    ),
    # routers of logs
    _mistake(
        "a log that goes nowhere, by what cannot be pulled",
        (
            _STAGING,
            f"{_STAGING}    network: {{nat: none}}\n    services:\n{_JOBS}        log_router: {{exclude: health}}\n"
            "      web: {log_router: {bucket: asset, image: example.com/fluent-bit}}\n",
        ),
    ),
    # who reaches whom
    _mistake(
        "images and a collector without a way out",
        (
            _STAGING,
            f"{_STAGING}    network: {{nat: none}}\n    observability: {{tracing: xray}}\n    services:\n{_JOBS}"
            "      web: {image: 111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web}\n",
        ),
    ),
    _mistake(
        "a standby without a way out",
        ("      rto_minutes: 240\n", f"{_STANDBY}      rto_minutes: 240\n"),
        (_PRODUCTION, f"{_PRODUCTION}    network: {{nat: none, existing: {_EXISTING}}}\n"),
        ("          test_port: 8443\n", "          test_port: 8443\n          test_cidrs: [203.0.113.0/24]\n"),
    ),
    _mistake(
        "a test port of a network that was there, which nobody reaches",
        (_PRODUCTION, f"{_PRODUCTION}    network: {{existing: {_EXISTING}}}\n"),
    ),
    _mistake(
        "a test port without NAT, which nobody reaches",
        (_PRODUCTION, f"{_PRODUCTION}    network: {{nat: none}}\n"),
        ("registry.example.com/shop/web", "222222222222.dkr.ecr.us-east-1.amazonaws.com/shop/web"),
    ),
    _mistake(
        "testers with private addresses",
        (
            "          test_port: 8443\n",
            "          test_port: 8443\n          test_cidrs: [203.0.113.0/24, 10.20.0.0/16]\n",
        ),
    ),
    _mistake(
        "rights to what has no endpoint, and to what lies elsewhere, without a way out",
        (
            _STAGING,
            f"{_STAGING}    network: {{nat: none, ipv6: true}}\n    services:\n      web:\n"
            "        image: 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web\n"
            "        permissions:\n"
            "          - {actions: [iam:PassRole, sqs:SendMessage, cloudfront:CreateInvalidation],\n"
            f"             resources: ['arn:aws:sqs:us-west-2:111111111111:orders', '{_QUEUE}']}}\n"
            "        secrets: {TOKEN: {parameter: 'arn:aws:ssm:us-west-2:111111111111:parameter/shop/token'}}\n",
        ),
    ),
    _mistake(
        "a way in from the internet to tasks",
        (_BUCKETS, f"      ingress: [{{from: 8.8.8.0/24, port: 25, why: mail}}]\n{_BUCKETS}"),
    ),
    _mistake(
        "a way to a private network that no route leads to",
        ("    nat: single", "    nat: single\n    routed: [10.50.0.0/16]"),
        _opened("to: 10.50.1.0/24, port: 25", "to: 10.40.0.0/16, port: 25"),
    ),
    _mistake(
        "IPv6 in a network that was there",
        (_STAGING, f"{_STAGING}    network: {{ipv6: true, existing: {_EXISTING}}}\n"),
    ),
    # running
    _mistake(
        "schedules that leave no room",
        (
            "        max: 6\n",
            "        max: 6\n        schedules:\n"
            "          - {name: day, cron: 0 7 ? * MON-FRI *, timezone: Europe/Berlin, min: 5, max: 4}\n"
            "          - {name: day, cron: 0 20 ? * MON-FRI *, min: 0, max: 0}\n",
        ),
    ),
    _mistake(
        "schedules that AWS cannot read",
        (
            "        max: 6\n",
            "        max: 6\n        schedules:\n"
            "          - {name: day, cron: 0 7 * * *, min: 1, max: 4}\n"
            "          - {name: night, cron: 0 20 * * MON-FRI *, timezone: berlin, min: 0, max: -1}\n",
        ),
    ),
    _mistake(
        "more than all on Spot", ("      port: 8000\n", "      port: 8000\n      capacity: {spot_percent: 101}\n")
    ),
    _mistake(
        "a migration of a size that Fargate lacks",
        ("      port: 8000\n", "      port: 8000\n      migration: {command: [migrate], cpu: 1024}\n"),
    ),
    _mistake("root", ("      port: 8000\n", '      port: 8000\n      user: "0:0"\n')),
    _mistake(
        "folders with one name",
        ("      port: 8000\n", "      port: 8000\n      writable_paths: [/var/cache, /var-cache, tmp]\n"),
    ),
    _mistake(
        "folders that differ in dots",
        ("      port: 8000\n", "      port: 8000\n      writable_paths: [/var/cache, /var-cache]\n"),
    ),
    _mistake("a check that is no command", ("path: /healthz", "command: [/healthcheck, -q]")),
    # databases and recovery
    _mistake("storage that cannot grow", ("storage_gib: 50", "storage_gib: 50\n      max_storage_gib: 52")),
    _mistake(
        "databases kept differently",
        (
            "      storage_gib: 50\n",
            "      storage_gib: 50\n      weekly_snapshots_kept: 4\n"
            "    other: {version: '17', class: db.t4g.medium, storage_gib: 20, weekly_snapshots_kept: 8}\n",
        ),
    ),
    _mistake("a cluster with the size of an instance", (_INSTANCE, f"{_AURORA}{_INSTANCE}"), (_NO_RECOVERY, "")),
    _mistake("an instance with the size of a cluster", (_INSTANCE, "      capacity: {min_acu: 2, max_acu: 16}\n")),
    _mistake("a cluster of unknown size", (_INSTANCE, "      engine: aurora-postgresql\n"), (_NO_RECOVERY, "")),
    _mistake(
        "a capacity upside down",
        (_INSTANCE, _AURORA.replace("max_acu: 16", "max_acu: 1.5")),
        (_NO_RECOVERY, ""),
    ),
    _mistake(
        "a capacity too fine",
        (_INSTANCE, _AURORA.replace("min_acu: 2", "min_acu: 0.75").replace("max_acu: 16", "max_acu: 512")),
    ),
    _mistake(
        "a capacity too small", (_INSTANCE, _AURORA.replace("2, max_acu: 16", "0.5, max_acu: 0.5")), (_NO_RECOVERY, "")
    ),
    _mistake(
        "a pause of unknown length, in a version that cannot",
        ('version: "17"', 'version: "16.2"'),
        (_INSTANCE, _AURORA.replace("min_acu: 2", "min_acu: 0")),
        (_NO_RECOVERY, ""),
    ),
    _mistake(
        "a pause of what never pauses",
        (_INSTANCE, _AURORA.replace("16}", "16, seconds_until_auto_pause: 600}")),
        (_NO_RECOVERY, ""),
    ),
    _mistake("zones without a reader", (_INSTANCE, f"{_AURORA}      readers: 0\n"), (_NO_RECOVERY, "")),
    _mistake(
        "a reader without zones",
        (_INSTANCE, f"{_AURORA}      multi_az: false\n      readers: 2\n"),
        (_NO_RECOVERY, ""),
    ),
    _mistake("a recovery point that copied snapshots cannot give", (_INSTANCE, _AURORA)),
    _mistake(
        "an instance of a cluster called like a database",
        (_INSTANCE, f"{_AURORA}    main-1: {{version: '17', class: db.t4g.medium, storage_gib: 20}}\n"),
        (_NO_RECOVERY, ""),
    ),
    _mistake(
        "the readers' variable",
        (_INSTANCE, _AURORA),
        ("LOG_LEVEL: info", "DATABASE_READER_HOST: localhost"),
        (_NO_RECOVERY, ""),
    ),
    _mistake(
        "more followers than RDS allows",
        (_INSTANCE, f"{_INSTANCE}      readers: 15\n"),
        (_NO_RECOVERY, f"{_NO_RECOVERY}{_STANDBY}"),
    ),
    _mistake(
        "a reader called like a database",
        (
            _INSTANCE,
            f"{_INSTANCE}      readers: 1\n"
            "    main-reader-1: {version: '17', class: db.t4g.medium, storage_gib: 20}\n",
        ),
    ),
    _mistake(
        "the variable of an instance's reader",
        (_INSTANCE, f"{_INSTANCE}      readers: 1\n"),
        ("LOG_LEVEL: info", "DATABASE_READER_HOST: localhost"),
    ),
    _mistake("a password that RDS makes", ("storage_gib: 50", "storage_gib: 50\n      password_version: 2")),
    _mistake("recovery in the same region", ("region: us-west-2", "region: us-east-1")),
    _mistake("recovery in another partition", ("region: us-west-2", "region: us-gov-west-1")),
    _mistake("a recovery point that backups cannot give", ("rpo_minutes: 15", "rpo_minutes: 1")),
    _mistake("replication without versions", ("expire_noncurrent_days: 30", "versioning: false")),
    _mistake(
        "a recovery point that replicated buckets cannot give",
        ("rpo_minutes: 15", "rpo_minutes: 10"),
    ),
    _mistake(
        "a standby with a cluster", (_INSTANCE, _AURORA), ("region: us-west-2\n", f"region: us-west-2\n{_STANDBY}")
    ),
    _mistake(
        "a standby of backups that RDS does not make",
        ('version: "17"', 'version: "13"'),
        ("region: us-west-2\n", f"region: us-west-2\n{_STANDBY}"),
    ),
    _mistake("a standby without a network", ("region: us-west-2\n", "region: us-west-2\n      mode: warm_standby\n")),
    _mistake(
        "a network to restore in without a state of that day",
        ("region: us-west-2\n", "region: us-west-2\n      network: {cidr: 10.21.0.0/16}\n"),
    ),
    _mistake(
        "a recovery network that overlaps",
        ("region: us-west-2\n", f"region: us-west-2\n{_STANDBY.replace('10.21.', '10.20.')}"),
    ),
    _mistake(
        "a recovery network too small",
        ("region: us-west-2\n", f"region: us-west-2\n{_STANDBY.replace('/16', '/20')}"),
    ),
    _mistake(
        "a standby where the environment runs already",
        (
            "    disaster_recovery:\n      region: us-west-2\n",
            "    regions:\n      us-west-2:\n        network: {cidr: 10.30.0.0/16}\n"
            "        services: {web: {domain: {name: west.shop.example.com}}}\n"
            "        disaster_recovery: null\n"
            f"    disaster_recovery:\n      region: us-west-2\n{_STANDBY}",
        ),
    ),
    _mistake("a state for recovery that is lost too", _kept("acme-kept", "us-east-1")),
    _mistake("a state for recovery in another partition", _kept("acme-kept", "us-gov-west-1")),
    _mistake("a state for recovery in the bucket of all others", _kept("acme-shop-tfstate", "us-west-2")),
    _mistake(
        "a state for recovery where all others are",
        _kept("acme-kept", "eu-west-1"),
        ("  bucket: acme-shop-tfstate\n  region: us-east-1", "  bucket: acme-shop-tfstate\n  region: eu-west-1"),
    ),
    _mistake(
        "states for recovery in two buckets of a region",
        _kept("acme-kept", "us-west-2"),
        (_STAGING, f"{_STAGING}    {_OTHER_STATE.format('acme-other', 'us-west-2')}"),
    ),
    _mistake(
        "a bucket of states for recovery in two regions",
        _kept("acme-kept", "us-west-2"),
        (_STAGING, f"{_STAGING}    {_OTHER_STATE.format('acme-kept', 'eu-west-1')}"),
    ),
    _mistake(
        "a state for recovery called like an environment",
        _kept("shop-production-tfstate", "us-west-2"),
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
    ),
    # buckets
    _mistake(
        "a lock without versions",
        ("expire_noncurrent_days: 30", "versioning: false\n      object_lock: {days: 30}"),
    ),
    # overrides
    _mistake("an override of no address", (_STAGING, f"{_STAGING}    overrides: {{service: {{web: {{port: 1}}}}}}\n")),
    _mistake(
        "an override of no argument",
        (_STAGING, f"{_STAGING}    overrides: {{service: {{aws_lb.main: {{'a b': 1}}}}}}\n"),
    ),
    _mistake("an override without arguments", (_STAGING, f"{_STAGING}    overrides: {{service: [aws_lb.main]}}\n")),
    # strategies
    _mistake("a canary without its share", ("strategy: blue_green", "strategy: canary")),
    _mistake("a linear shift without its steps", ("strategy: blue_green", "strategy: linear")),
    _mistake(
        "alarms too slow for a canary",
        ("strategy: blue_green", "strategy: canary\n          canary_percent: 5\n          canary_bake_minutes: 2"),
    ),
    _mistake("a share too fine", ("strategy: blue_green", "strategy: canary\n          canary_percent: 0.15")),
    _mistake(
        "a hook that is asked twice",
        (
            "strategy: blue_green",
            "strategy: blue_green\n          hooks:\n            - {function: smoke, stages: [PRE_SCALE_UP]}\n"
            "            - {function: smoke, stages: [POST_SCALE_UP, PRE_SCALE_UP], timeout_minutes: 5}",
        ),
    ),
    _mistake(
        "hooks that nobody asks",
        ("strategy: blue_green", "strategy: rolling\n          hooks: [{function: smoke, stages: [PRE_SCALE_UP]}]"),
    ),
    _mistake(
        "a hook beyond the boundary",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
        ("strategy: blue_green", "strategy: blue_green\n          hooks: [{function: smoke, stages: [PRE_SCALE_UP]}]"),
    ),
    _mistake("a step too small", ("strategy: blue_green", "strategy: linear\n          step_percent: 1")),
    _mistake(
        "a hook at no stage of ECS",
        ("strategy: blue_green", "strategy: blue_green\n          hooks: [{function: smoke, stages: [AFTER_TEST]}]"),
    ),
    # CodeDeploy
    _mistake("CodeDeploy without its shift", ("strategy: blue_green", "strategy: codedeploy")),
    _mistake(
        "CodeDeploy with hooks of ECS",
        (
            "strategy: blue_green",
            f"{_BY_CODE_DEPLOY}          hooks: [{{function: a, stages: [RECONCILE_SERVICE,"
            " POST_TEST_TRAFFIC_SHIFT]}]",
        ),
    ),
    _mistake(
        "ECS with a hook of CodeDeploy",
        (
            "strategy: blue_green",
            "strategy: blue_green\n          hooks: [{function: a, stages: [BeforeAllowTraffic]}]",
        ),
    ),
    _mistake(
        "CodeDeploy with two functions at an event",
        (
            "strategy: blue_green",
            f"{_BY_CODE_DEPLOY}          hooks:\n            - {{function: a, stages: [AfterInstall]}}\n"
            "            - {function: b, stages: [BeforeInstall, AfterInstall]}",
        ),
    ),
    _mistake(
        "CodeDeploy with a hook that answers too late",
        (
            "strategy: blue_green",
            f"{_BY_CODE_DEPLOY}          hooks: [{{function: a, stages: [AfterInstall], timeout_minutes: 61}}]",
        ),
    ),
    _mistake(
        "CodeDeploy with a share too fine",
        (
            "strategy: blue_green",
            "strategy: codedeploy\n          shift: canary\n          canary_percent: 2.5\n"
            "          canary_bake_minutes: 9",
        ),
    ),
    _mistake(
        "a canary of everybody by CodeDeploy",
        (
            "strategy: blue_green",
            "strategy: codedeploy\n          shift: linear\n          step_percent: 100\n"
            "          step_bake_minutes: 4",
        ),
    ),
    _mistake(
        "CodeDeploy with Spot",
        ("strategy: blue_green", _BY_CODE_DEPLOY.rstrip()),
        (
            "        domain:\n          name: shop.example.com\n",
            "        domain:\n          name: shop.example.com\n        capacity: {spot_percent: 50}\n",
        ),
    ),
    # networks
    _mistake(
        "networks of different accounts that overlap",
        ("    approval:", "    network: {cidr: 10.20.128.0/17}\n    approval:"),
    ),
    _mistake("one network twice in an account", ('"222222222222"', '"111111111111"')),
    _mistake(
        "a region with the same network",
        (
            "    approval:",
            "    regions: {eu-west-1: {services: {web: {domain: {name: eu.shop.example.com}}}}}\n    approval:",
        ),
    ),
    _mistake("a network too small for tiers", ("10.20.0.0/16", "10.20.0.0/24")),
    _mistake("too few zones for a load balancer", ("nat: single", "nat: single\n    azs: 1")),
    _mistake(
        "too few subnets of an existing network",
        (
            "    approval:",
            "    network: {existing: {vpc_id: vpc-0a1b2c3d, public_subnet_ids: [subnet-0a1b2c3d], "
            "private_subnet_ids: [subnet-0a1b2c3e]}}\n    approval:",
        ),
    ),
    _mistake("a network too small for tasks", ("10.20.0.0/16", "10.20.0.0/23"), ("max: 6", "max: 50")),
    # partitions
    _mistake(
        "a budget where AWS offers none",
        (
            "  bucket: acme-shop-tfstate\n  region: us-east-1\n",
            "  bucket: acme-shop-tfstate\n  region: us-gov-west-1\n",
        ),
        ("defaults:\n  region: us-east-1\n", "defaults:\n  region: us-gov-west-1\n"),
        ("region: us-west-2", "region: us-gov-east-1"),
    ),
    _mistake(
        "an image of another partition",
        ("registry.example.com/shop/web", "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/web"),
    ),
    # regions
    _mistake("its own region again", ("    approval:", "    regions: {us-east-1: {}}\n    approval:")),
    _mistake(
        "a region of another partition",
        (
            "    approval:",
            "    regions: {cn-north-1: {network: {cidr: 10.30.0.0/16}, "
            "disaster_recovery: null, services: {web: {domain: {name: cn.shop.example.com}}}}}\n    approval:",
        ),
    ),
    _mistake(
        "a region with its own approval",
        (
            "    approval:",
            "    regions: {eu-west-1: {purpose: EU, network: {cidr: 10.30.0.0/16}, "
            "services: {web: {domain: {name: eu.shop.example.com}}}}}\n    approval:",
        ),
    ),
    _mistake("an empty region", ("    approval:", "    regions:\n      eu-west-1:\n    approval:")),
    _mistake(
        "an environment called like a region",
        (
            _PRODUCTION,
            f"{_PRODUCTION}    regions: {{eu-west-1: {{network: {{cidr: "
            "10.30.0.0/16}, services: {web: {domain: {name: eu.shop.example.com}}}}}\n",
        ),
        (_STAGING, "  production-eu-west-1:\n    account: '111111111111'\n"),
        ("[local, staging,", "[local, production-eu-west-1,"),
        ("environments: [staging]", "environments: [production]"),
    ),
    # names
    _mistake(
        "a secret of another partition",
        ("shop/stripe", '"arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:shop/stripe-AbCdEf"'),
    ),
    _mistake(
        "a parameter of another account",
        ("shop/stripe", '"arn:aws:ssm:us-east-1:333333333333:parameter/shop/stripe"'),
    ),
    _mistake(
        "a secret of another account without its key",
        ("shop/stripe", f'"{_FOREIGN}"'),
    ),
    _mistake(
        "a KMS key of another region than the secret's",
        ("shop/stripe", f'{{secret: "{_FOREIGN}", kms_key: "{_KEY.replace("us-east-1", "us-west-2")}"}}'),
    ),
    _mistake(
        "a secret of another region without NAT",
        ("    nat: single", "    nat: none"),
        ("shop/stripe", '"arn:aws:ssm:us-west-2:111111111111:parameter/shop/stripe"'),
    ),
    _mistake(
        "a secret that is lost with its region",
        ("      rpo_minutes: 15\n", f"      rpo_minutes: 15\n{_STANDBY}"),
        ("shop/stripe", '"arn:aws:ssm:us-east-1:222222222222:parameter/shop/stripe"'),
    ),
    _mistake(
        "a KMS key that is lost with its region",
        ("      rpo_minutes: 15\n", f"      rpo_minutes: 15\n{_STANDBY}"),
        ("shop/stripe", f'{{secret: shop/stripe, kms_key: "{_KEY}"}}'),
    ),
    *(
        _mistake(name, ("DATABASE: database.main", f"DATABASE: {written}"))
        for name, written in (
            ("a login as nobody", "{secret: database.main, login: iam}"),
            ("a login as the master user", "{secret: database.main, login: iam, user: postgres}"),
            ("a login as a user of RDS", "{secret: database.main, login: iam, user: rdsadmin}"),
            ("a login as a user with capitals", "{secret: database.main, login: iam, user: Web}"),
            ("a login by something else", "{secret: database.main, login: kerberos, user: web}"),
            ("a login with a key", "{secret: database.main, login: iam, user: web, key: password}"),
            ("a user without a login", "{secret: database.main, user: web}"),
            ("a login to a secret", "{secret: shop/stripe, login: iam, user: web}"),
            ("a login to a database that is not there", "{secret: database.mian, login: iam, user: web}"),
        )
    ),
    _mistake(
        "a variable that a login has",
        ("DATABASE: database.main", "DATABASE: {secret: database.main, login: iam, user: web}"),
        ("LOG_LEVEL: info", "LOG_LEVEL: info\n        DATABASE_USER: web"),
    ),
    _mistake(
        "secrets that differ in case",
        ("STRIPE_KEY: shop/stripe", "STRIPE_KEY: shop/stripe\n        stripe_key: shop/old"),
    ),
    _mistake("names too long", ("project: shop", "project: international-shopping-mall-of-moscow")),
    _mistake("a short name that is long", (_STAGING, f"{_STAGING}    short_name: shop-in-the-mall\n")),
    _mistake(
        "a short name with which those of another begin",
        (
            _STAGING,
            _STAGING.replace("111111111111", "222222222222")
            + "    network: {cidr: 10.30.0.0/16}\n    short_name: shop-production\n",
        ),
    ),
    _mistake(
        "a test port for everybody",
        ("          test_port: 8443\n", "          test_port: 8443\n          test_cidrs: [0.0.0.0/0]\n"),
    ),
    _mistake(
        "a test port for different people",
        ("      web:\n        domain", f"{_SECOND}      web:\n        domain"),
    ),
    _mistake("an edge without protection", (_STAGING, f"{_STAGING}    edge: {{waf: none}}\n")),
    _mistake(
        "an edge decided twice",
        (_STAGING, f"{_STAGING}    edge: {{waf: managed, protection: Cloudflare}}\n"),
    ),
    _mistake(
        "settings of a firewall that is not there",
        (_STAGING, f"{_STAGING}    edge: {{waf: none, protection: Cloudflare, rate_limit_per_5_minutes: 2000}}\n"),
    ),
    _mistake(
        "large bodies without a firewall",
        (_STAGING, f"{_STAGING}    edge: {{waf: none, protection: Cloudflare, large_bodies: block}}\n"),
    ),
    _mistake(
        "an unknown rule group",
        (_STAGING, f"{_STAGING}    edge: {{waf: managed, count_only: [AWSManagedRulesCommonRuleset]}}\n"),
    ),
    _mistake(
        "a check too often", ("      port: 8000\n", "      port: 8000\n      synthetics: {interval_minutes: 0}\n")
    ),
    _mistake("a key of the web ACL", ("    web:\n      image", "    web-acl:\n      image")),
    _mistake("a key of the load balancer", ("    web:\n      image", "    load-balancer:\n      image")),
    _mistake(
        "a key beside a service",
        (
            "    web:\n      image",
            "    main-cpu:\n"
            "      image: registry.example.com/shop/usage\n"
            "      domain: {name: usage.example.com, zone: example.com}\n"
            "    web:\n      image",
        ),
    ),
    _mistake("a key beside another", ("    assets:\n", "    assets-replica: {}\n    assets:\n")),
    _mistake("a database called like a service", ("    main:\n", "    web:\n"), ("database.main", "database.web")),
    _mistake("a tag that is taken", ("cost-center: payments", "Environment: payments")),
    _mistake("a tag of AWS", ("cost-center: payments", '"aws:cost": payments')),
    _mistake("a tag in two cases", ("cost-center: payments", "cost: payments\n    Cost: payments")),
    # bootstrap
    _mistake(
        "a bootstrap without an account",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n  target: compose\n"),
        (_STAGING, "  staging: {}\n"),
        (_PRODUCTION, "  production:\n"),
    ),
    _mistake(
        "a role of the pipeline with a long name",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
        ("project: shop", "project: international-shopping-mall"),
        (_STAGING, _STAGING.replace("staging", "user-acceptance-tests-every-week")),
        ("[local, staging,", "[local, user-acceptance-tests-every-week,"),
        ("environments: [staging]", "environments: [user-acceptance-tests-every-week]"),
    ),
    _mistake(
        "an environment in another partition than the state",
        (_STAGING, f"{_STAGING}    region: cn-north-1\n"),
    ),
    _mistake(
        "an environment called like the bootstrap's bucket",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
        (_STAGING, _STAGING.replace("staging", "evidence")),
        ("[local, staging,", "[local, evidence,"),
        ("environments: [staging]", "environments: [evidence]"),
    ),
    _mistake(
        "a preview that writes",
        ("defaults:\n", "bootstrap: {plan_reads: {aws_dynamodb_table: [dynamodb:PutItem], dynamodb: []}}\ndefaults:\n"),
    ),
    _mistake(
        "container repositories that no service names",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
    ),
    _mistake(
        "a container repository in two accounts",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
        ("registry.example.com/shop/web", f"{'1' * 12}.{_ECR}/shop/web"),
        (
            "      web:\n        domain:\n          name: shop",
            f"      web:\n        image: {'2' * 12}.{_ECR}/shop/web\n        domain:\n          name: shop",
        ),
    ),
    _mistake(
        "an image that is built, and has no repository",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
        ("registry.example.com/shop/web", f"{'1' * 12}.{_ECR}/shop/web:1\n      build: {{}}"),
        (
            "      web:\n        domain:\n          name: shop",
            f"      web:\n        image: {'9' * 12}.{_ECR}/shop/web\n"
            "        build: {target: runtime}\n        domain:\n          name: shop",
        ),
    ),
    _mistake(
        "an environment called like the runs that push",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
        (_STAGING, _STAGING.replace("staging", "images")),
        ("[local, staging,", "[local, images,"),
        ("environments: [staging]", "environments: [images]"),
        ("registry.example.com/shop/web", f"{'1' * 12}.{_ECR}/shop/web"),
    ),
    _mistake(
        "container repositories told apart by marks",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
        ("registry.example.com/shop/web", f"{'1' * 12}.{_ECR}/shop/web"),
        (
            "      web:\n        domain:\n          name: shop",
            f"      web:\n        image: {'1' * 12}.{_ECR}/shop-web\n        domain:\n          name: shop",
        ),
    ),
    _mistake(
        "two ways to build one image",
        ("defaults:\n", "bootstrap: {images: {}}\ndefaults:\n"),
        ("registry.example.com/shop/web", f"{'1' * 12}.{_ECR}/shop/web\n      build: {{}}"),
        (
            "      web:\n        domain:\n          name: shop",
            "      web:\n        build: {target: debug}\n        domain:\n          name: shop",
        ),
    ),
    _mistake(
        "a state bucket among production's own",
        ("  bucket: acme-shop-tfstate\n", "  bucket: shop-production-tfstate\n"),
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
    ),
    _mistake(
        "more environments in an account than a boundary tells apart",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
        (_STAGING, "".join(_TESTING.format(number) for number in range(1, 5)) + _STAGING),
        ("[local, staging,", "[local, qa1, qa2, qa3, qa4, staging,"),
    ),
    _mistake(
        "an environment within another's reach",
        ("defaults:\n", "bootstrap: {}\ndefaults:\n"),
        (_STAGING, _STAGING.replace("staging", "production-test")),
        ("[local, staging,", "[local, production-test,"),
        ("environments: [staging]", "environments: [production-test]"),
    ),
    _mistake(
        "a bootstrap with mistakes",
        (
            "defaults:\n",
            "bootstrap:\n  subject: repo:acme/shop:*\n  state_account: 333\n  further_services: [iam]\n"
            "  evidence: {retention_days: 0, mode: none}\ndefaults:\n",
        ),
    ),
    _mistake(
        "a trust in everybody's environments",
        ("defaults:\n", 'bootstrap: {subject: "environment:{environment}"}\ndefaults:\n'),
    ),
    _mistake(
        "a trust in whoever calls a workflow of ours",
        (
            "defaults:\n",
            'bootstrap: {subject: "job_workflow_ref:{repository}/.github/workflows/release.yml@refs/heads/main'
            ':environment:{environment}"}\ndefaults:\n',
        ),
    ),
    _mistake(
        "a trust in another repository",
        ("defaults:\n", 'bootstrap: {subject: "repo:eve@1/shop@2:environment:{environment}"}\ndefaults:\n'),
    ),
    _mistake(
        "a trust in other ids than the repository's",
        (
            "defaults:\n",
            'bootstrap: {subject: "repository_id:99:environment:{environment}", '
            "repository_ids: {owner: 12, repository: 34}}\ndefaults:\n",
        ),
    ),
    _mistake(
        "a trust in branches",
        ("defaults:\n", 'bootstrap: {subject: "repo:{repository}:ref:refs/heads/{environment}"}\ndefaults:\n'),
    ),
    _mistake(
        "ids that are none",
        ("defaults:\n", 'bootstrap: {repository_ids: {owner: "acme", repository: 0}}\ndefaults:\n'),
    ),
    # failover
    _mistake(
        "a failover by a path that another answers",
        *_switching("domain: {name: shop.example.com, paths: [/app/*, /api/*, /img/*, /css/*]}"),
    ),
    _mistake(
        "a failover by a path too long to ask for",
        *_switching(f"health_check: {{path: /{'h' * 255}}}"),
    ),
    _mistake(
        "a failover of a name without room for the region",
        *_switching(f"domain: {{name: {'s' * 39}.shop.example.com}}"),
    ),
    _mistake(
        "a limit that the checks of a failover reach",
        *_switching("port: 8000", edge="{waf: managed, rate_limit_per_5_minutes: 100}"),
    ),
    # upgrades
    _mistake("an upgrade from the same version", ("storage_gib: 50", 'storage_gib: 50\n      upgrade_from: "17"')),
    _mistake("an upgrade to no version", ("storage_gib: 50", 'storage_gib: 50\n      upgrade_from: "16.4"')),
    _mistake(
        "an upgrade of what another region follows",
        ("storage_gib: 50", 'storage_gib: 50\n      upgrade_from: "16"'),
        ("      rto_minutes: 240\n", f"{_STANDBY}      rto_minutes: 240\n"),
    ),
    # renamed keys
    _mistake(
        "a former key that is still there",
        ("      port: 8000\n", "      formerly: api\n      port: 8000\n"),
        ("    web:\n      image: registry.example.com/shop/web\n", f"{_API}"),
    ),
    _mistake(
        "its own key as the former one", ("      storage_gib: 50\n", "      storage_gib: 50\n      formerly: main\n")
    ),
    _mistake(
        "two keys that were the same one",
        ("      expire_noncurrent_days: 30\n", "      formerly: files\n    media:\n      formerly: files\n"),
    ),
    _mistake(
        "a chain of former keys",
        ("      expire_noncurrent_days: 30\n", "      formerly: media\n    media:\n      formerly: files\n"),
    ),
    # one fault, told once
    _mistake("the key of an environment with a space", ("  production:\n", "  pro duction:\n")),
    _mistake("no environment where one is named", ('  staging:\n    account: "111111111111"\n', "  staging: 5\n")),
    _mistake("a number that no quotes make a name", ("project: shop", "project: 5")),
    _mistake(
        "a list in the place of a mapping",
        ("state:\n  bucket: acme-shop-tfstate\n  region: us-east-1\n", "state: []\n"),
    ),
    _mistake("a name with capitals and underscores", ("project: shop", "project: my_Shop")),
    _mistake("a number of twenty digits", ("port: 8000", f"port: {'9' * 20}")),
    # several at once
    _mistake(
        "mistakes of every kind together",
        ("port: 8000", "port: none"),
        ("- assets", "- asets"),
        ("    nat: single", "    gnat: 1"),
        ("rpo_minutes: 15", "rpo_minutes: 1"),
        ("promotion: [local", "promotion: [locale"),
        ("class: db.t4g.medium", "clas: db.x.y"),
    ),
)
