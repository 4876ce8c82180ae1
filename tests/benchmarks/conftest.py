import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

FAKE_MODULE = """
class _LazyImport:
    pass


class Queue(_cdktf.TerraformResource):
    def __init__(
        self,
        scope: constructs.Construct,
        id_: builtins.str,
        *,
        name: builtins.str,
        delay_seconds: typing.Optional[jsii.Number] = None,
        fifo: typing.Optional[typing.Union[builtins.bool, _cdktf.IResolvable]] = None,
        readers: typing.Optional[typing.Sequence[builtins.str]] = None,
        redrive: typing.Optional[typing.Union["QueueRedrive", typing.Dict[builtins.str, typing.Any]]] = None,
        rule: typing.Optional[typing.Union[_cdktf.IResolvable, typing.Sequence[
            typing.Union["QueueRule", typing.Dict[builtins.str, typing.Any]]]]] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf.ITerraformDependable]] = None,
    ) -> None:
        pass


class QueueRedrive:
    def __init__(self, *, max_receive_count: jsii.Number) -> None:
        pass


class QueueRule:
    def __init__(self, *, s3_key: builtins.str) -> None:
        pass
"""
FAKE_PROVIDER = """
class AwsProvider(_cdktf.TerraformProvider):
    def __init__(self, scope, id: builtins.str, *, region: typing.Optional[builtins.str] = None) -> None:
        pass
"""


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    """Return a folder with tiny bindings, `fake_aws`, of the shape jsii generates."""
    for name, text in (("queue", FAKE_MODULE), ("provider", FAKE_PROVIDER)):
        folder = tmp_path / "site-packages" / "fake_aws" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(text)
    return tmp_path / "site-packages"


@pytest.fixture
def stacks() -> dict[str, Any]:
    """Return two stacks with everything that a synthesized folder may hold."""
    backend = {
        "s3": {"bucket": "state", "encrypt": True, "key": "a.tfstate", "region": "us-east-1", "use_lockfile": True}
    }
    provider = {"aws": [{"allowed_account_ids": ["111111111111"], "region": "us-east-1"}]}
    network = {
        "terraform": {"backend": backend},
        "provider": provider,
        "output": {"vpc": {"value": "${aws_vpc.main.id}", "sensitive": True}},
        "variable": {"tag": {"type": "string", "default": "latest"}},
        "locals": {"joined": '${join("", aws_subnet.a[*].id)}'},
        "data": {"aws_region": {"here": {}}},
        "resource": {
            "aws_subnet": {"a": {"vpc_id": "${aws_vpc.main.id}", "depends_on": ["aws_vpc.main"]}},
            "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16", "tags": {"Name": "$${plain}"}}},
            "aws_security_group": {"main": {"lifecycle": {"create_before_destroy": True}, "name": "web"}},
        },
    }
    remote = {"backend": "s3", "config": {"bucket": "state", "key": "a.tfstate"}, "workspace": "${terraform.workspace}"}
    vpc = "${data.terraform_remote_state.network.outputs.vpc}"
    service = {
        "terraform": {"backend": backend},
        "provider": provider,
        "data": {"terraform_remote_state": {"network": remote}},
        "resource": {"aws_security_group": {"main": {"vpc_id": vpc}}},
    }
    return {"a-network": network, "a-service": service}
