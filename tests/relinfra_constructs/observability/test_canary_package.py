"""The script runs here as it would run there, against a stand-in for the library of the runtime."""

import base64
import hashlib
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

import relinfra_constructs.cdk  # noqa: F401 - says which Node.js there is
from relinfra_constructs.observability.canary_package import HANDLER, canary_package

STAND_IN = """
const { EventEmitter } = require("events");
exports.executeHttpStep = async (step, request, check) => {
  const response = Object.assign(new EventEmitter(), { statusCode: Number(process.env.ANSWERED) });
  response.resume = () => setImmediate(() => response.emit("end"));
  console.log(JSON.stringify({ step, request }));
  await check(response);
};
"""


def unpacked(folder: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(base64.b64decode(canary_package()))).extractall(folder)
    modules = folder / "nodejs" / "node_modules"
    library = modules / "@aws" / "synthetics-puppeteer"
    library.mkdir(parents=True)
    (library / "index.js").write_text(STAND_IN)
    return modules


def run(folder: Path, *, answered: int, expected: int = 200) -> subprocess.CompletedProcess[str]:
    module, _, function = HANDLER.partition(".")
    program = (
        f"require('./{module}').{function}().catch((error) => {{ console.error(error.message); process.exit(1) }})"
    )
    settings = {
        "ANSWERED": str(answered),
        "CHECKED_URL": "https://shop.example.com/healthz?deep=1",
        "EXPECTED_STATUS": str(expected),
        "STEP_NAME": "public-url",
    }
    node = os.environ.get("JSII_NODE", "node")
    environment = {**os.environ, **settings}
    return subprocess.run(
        [node, "-e", program], cwd=unpacked(folder), env=environment, capture_output=True, text=True, check=False
    )


def test_the_package_is_the_same_bytes_everywhere() -> None:
    """A change of the script is a change of the canary, and nothing else is."""
    digest = hashlib.sha256(base64.b64decode(canary_package())).hexdigest()
    assert digest == "36cdd824609b94e76c7ce40ca7512850b8bd20a8c537b027cc1e61446312f01d"


def test_it_asks_for_the_url_and_says_who_it_is(tmp_path: Path) -> None:
    """Without a User-Agent, AWS's managed firewall rules refuse the request."""
    ended = run(tmp_path, answered=200)
    asked: dict[str, Any] = json.loads(ended.stdout)
    assert (ended.returncode, asked["step"]) == (0, "public-url")
    assert (asked["request"]["hostname"], asked["request"]["path"]) == ("shop.example.com", "/healthz?deep=1")
    assert asked["request"]["headers"]["User-Agent"]


@pytest.mark.parametrize(("answered", "expected", "succeeds"), [(301, 301, True), (500, 200, False), (200, 204, False)])
def test_a_run_succeeds_with_the_expected_status_alone(
    answered: int, expected: int, succeeds: bool, tmp_path: Path
) -> None:
    """The message says what came instead."""
    ended = run(tmp_path, answered=answered, expected=expected)
    assert (ended.returncode == 0) is succeeds
    assert ended.stderr.strip() == ("" if succeeds else f"expected status {expected}, got {answered}")
