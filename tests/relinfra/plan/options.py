"""Options that neither example uses, as additions to the minimal one: what a plan must say the truth about."""

from __future__ import annotations

from typing import Any

WEB_OPTIONS: dict[str, dict[str, Any]] = {
    "migration": {"migration": {"command": ["python", "-m", "shop.migrate"]}},
    "shell": {"exec": True},
    "log router": {"log_router": {"exclude": "GET /healthz"}},
    "Spot": {"capacity": {"spot_percent": 70, "on_demand_base": 1}},
    "openings": {
        "egress": [
            {"to": "10.40.0.0/16", "port": 6379, "why": "общий кеш"},
            {"to": "sg-0a1b2c3d4e5f60718", "port": 8000, "last_port": 8010, "protocol": "udp", "why": "metrics"},
        ],
        "ingress": [{"from": "10.50.0.0/16", "port": 9100, "why": "the scraper of another team"}],
    },
    "permissions": {
        "permissions": [
            {"actions": ["sqs:SendMessage"], "resources": ["arn:{partition}:sqs:{region}:{account}:orders"]},
            {"actions": ["cloudwatch:PutMetricData"], "resources": ["*"], "why": "AWS takes no resource here"},
        ],
    },
    "secrets": {
        "secrets": {
            "STRIPE_KEY": "shop/stripe",
            "DSN": {"parameter": "/shop/dsn"},
            "TOKEN": {"secret": "shop/partner", "key": "token"},
            "PARTNER": {
                "secret": "arn:aws:secretsmanager:eu-west-1:999999999999:secret:shop/partner-AbCdEf",
                "kms_key": "arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            },
        },
    },
    "schedule": {
        "scaling": {
            "memory_percent": 70,
            "singleton": "Nobody orders at night",
            "schedules": [{"name": "night", "cron": "0 20 ? * MON-FRI *", "min": 1, "max": 2}],
        }
    },
    "synthetics": {"synthetics": {"path": "/healthz", "interval_minutes": 10, "max_latency_ms": 300}},
}


_SHIFTING = {
    "bake_minutes": 10,
    "test_port": 8443,
    "rollback": {"error_rate_percent": 2, "p95_latency_ms": 400},
    "hooks": [{"function": "smoke", "stages": ["POST_TEST_TRAFFIC_SHIFT"]}],
}
WEB_OPTIONS |= {
    "canary": {"deployment": {**_SHIFTING, "strategy": "canary", "canary_percent": 5, "canary_bake_minutes": 10}},
    "linear": {"deployment": {**_SHIFTING, "strategy": "linear", "step_percent": 30, "step_bake_minutes": 5}},
    "CodeDeploy": {
        "deployment": {
            **_SHIFTING,
            "strategy": "codedeploy",
            "shift": "canary",
            "canary_percent": 20,
            "canary_bake_minutes": 10,
            "hooks": [{"function": "smoke", "stages": ["AfterAllowTestTraffic", "BeforeAllowTraffic"]}],
        },
        "migration": {"command": ["bin/migrate"]},
    },
}


def _standby(mode: str) -> dict[str, Any]:
    plan = {"region": "eu-west-2", "mode": mode, "rto_minutes": 60, "rpo_minutes": 15}
    return {"disaster_recovery": {**plan, "network": {"cidr": "10.1.0.0/16"}}}


_INSTANCE = {"version": "17", "class": "db.r7g.large", "storage_gib": 50, "password_version": 2}
_LOGIN = {"secret": "database.main", "login": "iam", "user": "web"}
_USING = {"web": {"secrets": {"DATABASE": "database.main"}}}


def _aurora(upgrade_from: str | None = None, **capacity: float) -> dict[str, Any]:
    plan = {"region": "eu-west-2", "rto_minutes": 240, "rpo_minutes": 480}
    database = {"engine": "aurora-postgresql", "version": "17", "capacity": capacity, "weekly_snapshots_kept": 4}
    upgrade = {"upgrade_from": upgrade_from} if upgrade_from else {}
    return {"databases": {"main": {**database, **upgrade}}, "disaster_recovery": plan}


PRODUCTION_OPTIONS: dict[str, dict[str, Any]] = {
    "firewall": {"edge": {"waf": "managed", "rate_limit_per_5_minutes": 2000}},
    "firewall on trial": {"edge": {"waf": "managed", "count_only": ["AWSManagedRulesCommonRuleSet"]}},
    "another edge": {"edge": {"waf": "none", "protection": "Cloudflare"}},
    "no NAT": {"network": {"nat": "none"}},
    "test port": {
        "services": {
            "web": {
                "deployment": {
                    "strategy": "blue_green",
                    "bake_minutes": 10,
                    "test_port": 8443,
                    "test_cidrs": ["203.0.113.0/24"],
                    "rollback": {"error_rate_percent": 2, "p95_latency_ms": 400},
                }
            }
        }
    },
    "existing network": {
        "network": {
            "existing": {
                "vpc_id": "vpc-0a1b2c3d4e5f60718",
                "public_subnet_ids": ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712"],
                "private_subnet_ids": ["subnet-0a1b2c3d4e5f60713", "subnet-0a1b2c3d4e5f60714"],
            }
        }
    },
    "login": {
        "databases": {"main": {**_INSTANCE, "readers": 1}, "orders": {**_INSTANCE, "password_version": None}},
        "services": {
            "web": {"secrets": {"DATABASE": _LOGIN}, "migration": {"command": ["bin/migrate"]}},
            "jobs": {
                "image": "example.com/hello/jobs:1",
                "worker": True,
                "rereads_secrets": True,
                "secrets": {"ORDERS": "database.orders"},
            },
        },
    },
    "worker": {"services": {"jobs": {"image": "example.com/hello/jobs:1", "worker": True}}},
    "log bucket": {
        "buckets": {"archive": {"expire_days": 400}},
        "services": {"web": {"log_router": {"bucket": "archive"}}},
    },
    "connections": {
        "services": {
            "web": {"connect": {"to": ["prices"]}},
            "prices": {"image": "example.com/hello/prices:1", "port": 9000, "connect": {"request_seconds": 60}},
        }
    },
    "paths": {
        "services": {
            "api": {
                "image": "example.com/hello/api:1",
                "domain": {"name": "hello.example.com", "zone": "hello.example.com", "paths": ["/api", "/api/*"]},
            }
        }
    },
    "object lock": {"buckets": {"ledger": {"object_lock": {"mode": "compliance", "days": 30}}}},
    "Aurora": _aurora(min_acu=2, max_acu=16.5),
    "Aurora that pauses": _aurora(min_acu=0, max_acu=4, seconds_until_auto_pause=900),
    "readers": {"databases": {"main": {**_INSTANCE, "readers": 2}}, "services": _USING},
    "upgrade": {
        "databases": {"main": {**_INSTANCE, "upgrade_from": "16", "readers": 1}},
        "disaster_recovery": {
            "region": "eu-central-1",
            "rto_minutes": 240,
            "rpo_minutes": 15,
            "network": {"cidr": "10.1.0.0/16"},
            "state": {"bucket": "acme-hello-tfstate-kept", "region": "eu-central-1"},
        },
        "services": _USING,
    },
    "upgrade of Aurora": _aurora(upgrade_from="16", min_acu=2, max_acu=16.5),
    "pilot light": _standby("pilot_light"),
    "replica": {**_standby("pilot_light"), "databases": {"main": _INSTANCE}, "services": _USING},
    "warm standby": _standby("warm_standby"),
    "followed": {**_standby("warm_standby"), "databases": {"main": _INSTANCE}, "services": _USING},
    "Database Insights": {
        "databases": {
            "main": {"version": "17", "class": "db.r7g.large", "storage_gib": 50, "insights": "advanced"},
        }
    },
    "IPv6": {"network": {"ipv6": True}},
    "override": {"overrides": {"service": {"aws_lb.main": {"idle_timeout": 120}}}},
}


def production(options: dict[str, Any]) -> dict[str, Any]:
    """Return options of the production environment."""
    return {"environments": {"production": options}}


MATRIX_OPTIONS: dict[str, dict[str, Any]] = {
    "bootstrap": {"bootstrap": {}},
    "images": {
        "bootstrap": {"images": {"scanning": "enhanced", "kept_releases": 20, "pushers": ["acme/web"]}},
        **production(
            {
                "services": {"web": {"build": {}}},
                "disaster_recovery": {"region": "eu-west-2", "rto_minutes": 240, "rpo_minutes": 480},
            }
        ),
    },
    "repository ids": {"bootstrap": {"repository_ids": {"owner": 12, "repository": 34}}},
}


OPTIONS: dict[str, dict[str, Any]] = {
    **{name: production({"services": {"web": one}}) for name, one in WEB_OPTIONS.items()},
    **{name: production(one) for name, one in PRODUCTION_OPTIONS.items()},
    **MATRIX_OPTIONS,
}

ALIKE = production(
    {
        "edge": {"waf": "managed"},
        "services": {
            "web": {
                "migration": {"command": ["bin/migrate"]},
                "deployment": {
                    "strategy": "blue_green",
                    "bake_minutes": 30,
                    "test_port": 8443,
                    "rollback": {"error_rate_percent": 2, "p95_latency_ms": 400, "evaluation_minutes": 5},
                },
            },
        },
        "databases": {"main": {"engine": "postgres", "version": "17", "class": "db.r7g.large", "storage_gib": 50}},
        "disaster_recovery": {"region": "eu-west-2", "rto_minutes": 240, "rpo_minutes": 480},
        "regions": {
            "us-east-1": {
                "network": {"cidr": "10.1.0.0/16"},
                "services": {"web": {"domain": {"name": "us.hello.example.com"}}},
                "disaster_recovery": {"region": "us-west-2", "rto_minutes": 240, "rpo_minutes": 480},
            },
        },
    }
)
"""Two regions with customers that are alike."""

UNLIKE = production(
    {
        **ALIKE["environments"]["production"],
        "regions": {
            "us-east-1": {
                "network": {"cidr": "10.1.0.0/16"},
                "edge": None,
                "services": {
                    "web": {
                        "domain": {"name": "us.hello.example.com"},
                        "scaling": {"min": 6, "max": 20},
                        "deployment": {
                            "strategy": "rolling",
                            "bake_minutes": None,
                            "test_port": None,
                            "rollback": None,
                        },
                    },
                },
                "databases": {
                    "main": {
                        "engine": "aurora-postgresql",
                        "version": "16",
                        "class": None,
                        "storage_gib": None,
                        "capacity": {"min_acu": 2, "max_acu": 16},
                    },
                },
                "disaster_recovery": {"region": "us-west-2", "rto_minutes": 60, "rpo_minutes": 180},
            },
        },
    }
)
"""Two regions with customers: one with RDS, blue/green and WAF, one with Aurora, rolling updates and no WAF."""

_LIVE = {key: one for key, one in ALIKE["environments"]["production"].items() if key != "regions"}
TWO_LIVE = {
    "environments": {
        "production": None,
        "production-eu": {
            **_LIVE,
            "account": "444444444444",
            "purpose": "Customers in Europe",
            "approval": {"reviewers": ["release-managers"]},
            "services": {"web": {**_LIVE["services"]["web"], "domain": {"name": "eu.hello.example.com"}}},
            "budget": {"monthly_usd": 4000, "alert_at_percent": [80]},
            "observability": {"notify": ["oncall-eu@example.com"]},
        },
        "production-us": {
            **_LIVE,
            "account": "555555555555",
            "region": "us-east-1",
            "purpose": "Customers in America",
            "approval": {"reviewers": ["release-managers"]},
            "services": {"web": {**_LIVE["services"]["web"], "domain": {"name": "us.hello.example.com"}}},
            "disaster_recovery": {"region": "us-west-2", "rto_minutes": 240, "rpo_minutes": 480},
            "budget": {"monthly_usd": 4000, "alert_at_percent": [80]},
            "observability": {"notify": ["oncall-us@example.com"]},
        },
    },
    "waivers": [],
}
"""Two environments with customers, each with an account, a region and an approval of its own."""

SUBJECTS = {
    "release-plan": {
        "triggers": ("rollback",),
        "validation": ("verification",),
        "monitoring": ("observability",),
        "rollback": ("rollback",),
    },
    "dep-catalog": {
        "triggers": ("dep.rollbacks", "dep.authority"),
        "validation": ("dep.validations",),
        "monitoring": ("dep.monitors",),
        "rollback": ("dep.runbooks",),
    },
    "release-package": {
        "triggers": ("return.triggers",),
        "validation": ("way.selected",),
        "monitoring": ("way.monitoring",),
        "rollback": ("return.procedures",),
    },
    "release-master": {
        "triggers": ("back.criteria",),
        "validation": ("master.day",),
        "monitoring": ("watch.health", "watch.alerts"),
        "rollback": ("back.procedure",),
    },
    "deployment-plan": {
        "triggers": ("deploy.rollback",),
        "validation": ("deploy.procedures",),
        "monitoring": ("deploy.infrastructure",),
        "rollback": ("deploy.rollback",),
    },
}
"""The sections of each set that tell of what an engineer on call needs of a stage."""
