"""A stack as other people write them: with everything of Terraform that Checkov renders, and files that it drops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["write_foreign_stacks"]

VARIABLES: dict[str, Any] = {
    "name": {"default": "shop"},
    "encrypted": {"type": "bool", "default": True},
    "ports": {"type": "list(number)", "default": [22, 443]},
    "settings": {"type": "map(string)", "default": {"acl": "public-read", "class": "db.t3.micro"}},
    "unknown": {"type": "string"},
}
LOCALS: dict[str, Any] = {
    "prefix": "${var.name}-prod",
    "bucket": "${local.prefix}-logs",
    "tags": {"Name": "${local.bucket}", "team": "web"},
    "world": ["0.0.0.0/0"],
}
POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"${aws_s3_bucket.logs.arn}/*"}]}'
)
RESOURCES: dict[str, Any] = {
    "aws_s3_bucket": {
        "logs": {"bucket": "${local.bucket}", "tags": "${local.tags}"},
        "named": {"bucket": "${var.name}", "acl": '${var.settings["acl"]}'},
        "many": {"count": 2, "bucket": "${var.name}-${count.index}"},
        "each": {"for_each": {"a": "one", "b": "two"}, "bucket": "${each.value}"},
    },
    "aws_s3_bucket_public_access_block": {
        "logs": {"bucket": "${aws_s3_bucket.logs.id}", "block_public_acls": True, "block_public_policy": "${!false}"},
        "named": {"bucket": "${var.name}", "block_public_acls": "${var.encrypted}"},
    },
    "aws_s3_bucket_versioning": {
        "many": {"bucket": "${aws_s3_bucket.many[0].id}", "versioning_configuration": [{"status": "Enabled"}]}
    },
    "aws_db_instance": {
        "main": {
            "storage_encrypted": "${var.encrypted}",
            "instance_class": '${lookup(var.settings, "class", "db.r7g.large")}',
            "multi_az": '${var.name == "shop" ? true : false}',
            "publicly_accessible": "${var.unknown}",
            "backup_retention_period": 1e1,
            "password": "${var.unknown}",
        }
    },
    "aws_security_group": {
        "web": {
            "description": "a = b",
            "vpc_id": "${data.aws_vpc.main.id}",
            "dynamic": {
                "ingress": {
                    "for_each": "${var.ports}",
                    "content": {"from_port": "${ingress.value}", "to_port": 22, "cidr_blocks": "${local.world}"},
                }
            },
        },
        "open": {"ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": "${local.world}"}]},
    },
    "aws_iam_policy": {"all": {"policy": POLICY}, "listed": {"policy": "${data.aws_iam_policy_document.all.json}"}},
    "aws_instance": {"web": {"provider": "aws.dr", "ami": "tags = 5", "subnet_id": "${module.network.subnet}"}},
    "aws_lb": {"main": {"internal": False, "security_groups": ["${aws_security_group.web.id}"]}},
    "aws_lb_listener": {"http": {"load_balancer_arn": "${aws_lb.main.arn}", "port": 80.5, "protocol": "HTTP"}},
}
STACK: dict[str, Any] = {
    "variable": VARIABLES,
    "locals": LOCALS,
    "provider": {"aws": [{"region": "us-east-1"}, {"alias": "dr", "region": "us-west-2", "access_key": "AKIA"}]},
    "module": {"network": {"source": "./network", "cidr": "${var.name}"}, "far": {"source": "git::https://x.org/m"}},
    "data": {
        "aws_vpc": {"main": {"default": True}},
        "aws_iam_policy_document": {"all": {"statement": [{"actions": ["*"], "resources": ["*"], "effect": "Allow"}]}},
    },
    "resource": RESOURCES,
    "output": {"bucket": {"value": "${aws_s3_bucket.logs.id}"}},
}


def write_foreign_stacks(folder: Path) -> Path:
    """Write the stack in four ways, two of which Checkov does not read, and a module beside it; return `folder`."""
    indented, minified = json.dumps(STACK, indent=2), json.dumps(STACK)
    files = {
        "indented/main.tf.json": indented,
        "indented/network/main.tf.json": json.dumps({"output": {"subnet": {"value": "${aws_subnet.a.id}"}}}, indent=2),
        "minified/main.tf.json": minified,
        "escaped/main.tf.json": indented.replace('"a = b"', '"\\ud83d\\ude00 \\u00e9"'),
        "tabs/main.tf.json": json.dumps(STACK, indent="\t"),
        "broken/main.tf.json": indented[:-20],
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder
