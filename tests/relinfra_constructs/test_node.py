"""Whatever becomes of Node.js, it works all the same, or the reason and what helps are told, without a traceback."""

from __future__ import annotations

import importlib.resources
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jsii
import pytest

MATRIX = Path(__file__).parents[2] / "examples" / "minimal" / "relinfra.yaml"
Synth = Callable[..., subprocess.CompletedProcess[str]]
GREETING = (
    "#!{python}\nimport json, os, sys, time, jsii\nchannel = os.fdopen(os.dup(3), 'rb')\n"
    "def say(text): os.write(3, text.encode() + b'\\n')\n"
    "say(json.dumps({{'hello': '@jsii/runtime@' + jsii.__jsii_runtime_version__}}))\n{then}\n"
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals are POSIX")


@pytest.fixture
def synth(tmp_path: Path) -> Synth:
    """Synthesize one environment of the minimal example in a shell, after `before`."""
    matrix = tmp_path / "relinfra.yaml"
    matrix.write_text(MATRIX.read_text().replace('  staging:\n    account: "333333333333"\n', ""))

    def run(before: str = "true", **environment: str) -> subprocess.CompletedProcess[str]:
        command = f"{before}; exec {sys.executable} -m relinfra synth --quiet --no-app --out {tmp_path}/out {matrix}"
        return subprocess.run(
            ["bash", "-c", command],
            env={**os.environ, **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def program(path: Path, text: str) -> str:
    """Write something that is no Node.js, and return its path."""
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def refused(run: subprocess.CompletedProcess[str]) -> str:
    """Return the error of a run that failed as it should."""
    assert run.returncode == 3, run.stderr
    assert run.stderr.startswith("error: ")
    for word in ("Traceback", "defect", "Exception ignored"):
        assert word not in run.stderr
    return run.stderr


def a_file(home: Path) -> None:
    """Put a file where the home should be."""
    home.write_text("")


def below_a_file(home: Path) -> None:
    """Put a file where the cache should be."""
    home.mkdir()
    (home / ".cache").write_text("")


def of_all(home: Path) -> None:
    """Make a home that everybody may write to, which jsii refuses."""
    home.mkdir()
    home.chmod(0o777)


def unmounted(home: Path) -> None:
    """Make a home whose cache lies on a disk that is not there."""
    home.mkdir()
    (home / ".cache").symlink_to(home.parent / "unmounted" / "cache")


@pytest.mark.parametrize("make", [a_file, below_a_file, of_all, unmounted])
def test_a_home_of_no_use_is_not_needed(synth: Synth, tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Containers run as a user without a home; whatever is there, it works without the cache."""
    make(tmp_path / "home")
    run = synth(HOME=str(tmp_path / "home"))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


@pytest.mark.parametrize("home", ["/proc/x", "/dev/null/x", "", "relative"])
def test_a_home_that_cannot_be_made_is_not_needed(synth: Synth, tmp_path: Path, home: str) -> None:
    """Node.js would try for ever to make a folder below `/proc`."""
    run = synth(f"export HOME={home}; ulimit -t 60", TMPDIR=str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert not (tmp_path / ".cache").exists()
    assert not (tmp_path / "relative").exists()


@pytest.mark.parametrize("kind", ["file", "missing"])
def test_a_folder_for_temporary_files_that_is_none_is_replaced(synth: Synth, tmp_path: Path, kind: str) -> None:
    """As Python does."""
    folder = tmp_path / "temporary"
    if kind == "file":
        folder.write_text("")
    run = synth(TMPDIR=str(folder))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("#!/bin/sh\necho no license >&2\nexit 7\n", ("ended with exit code 7", "\n  no license", "--version")),
        ("#!/bin/sh\nkill -KILL $$\n", ("ended by SIGKILL", "allow it more memory")),
        ("#!/bin/sh\necho Hello, world\n", ("ended with exit code 0", "\n  Hello, world", "--version")),
        ("#!/bin/sh\necho Hello, world >&3\nsleep 1\n", ("expected the runtime of jsii, found 'Hello, world'",)),
        ("#!/bin/sh\necho '[1]' >&3\nsleep 1\n", ("expected the runtime of jsii",)),
        ("#!/bin/sh\nsleep 100\n", ("gave no answer within 2 seconds", "RELINFRA_NODE_TIMEOUT")),
        ("#!/bin/sh\nsleep 100 &\nexit 0\n", ("gave no answer within 2 seconds",)),
        ("#!/bin/sh\nexec sleep 100\n", ("gave no answer within 2 seconds", "RELINFRA_NODE_TIMEOUT")),
        ("no program", ("ended with exit code 127", "not found", "pip install 'relinfra[node]'")),
    ],
)
def test_a_node_that_is_none_is_told(synth: Synth, tmp_path: Path, text: str, messages: tuple[str, ...]) -> None:
    """With what it said, how it ended, and what helps."""
    node = program(tmp_path / "node", text)
    error = refused(synth(JSII_NODE=node, RELINFRA_NODE_TIMEOUT="2"))
    for message in (node, *messages):
        assert message in error


@pytest.mark.parametrize(
    ("then", "message"),
    [
        ("channel.readline(); sys.exit(3)", "ended with exit code 3 while it was needed"),
        ("channel.readline(); time.sleep(100)", "gave no answer within 2 seconds"),
        ("channel.readline(); say('oops'); time.sleep(1)", "found 'oops'"),
    ],
)
def test_a_node_that_fails_after_its_greeting_is_told(synth: Synth, tmp_path: Path, then: str, message: str) -> None:
    """Whatever it was asked."""
    node = program(tmp_path / "node", GREETING.format(python=sys.executable, then=then))
    assert message in refused(synth(JSII_NODE=node, RELINFRA_NODE_TIMEOUT="2"))


@pytest.mark.parametrize("node", ["/nowhere/node", "no-such-node", "/etc/passwd", "/etc"])
def test_a_node_that_cannot_be_run_is_told(synth: Synth, node: str) -> None:
    """Whether it is not there or no program."""
    assert f"{node}: cannot be started (" in refused(synth(JSII_NODE=node))


def test_a_node_of_another_jsii_is_told(synth: Synth, tmp_path: Path) -> None:
    """It would not understand what it is asked."""
    node = program(tmp_path / "node", '#!/bin/sh\necho \'{"hello": "@jsii/runtime@0.1.2"}\' >&3\nsleep 1\n')
    assert "@jsii/runtime@0.1.2" in refused(synth(JSII_NODE=node))


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", "--no-deprecation"), ("--trace-deprecation", "--trace-deprecation --max-semi-space-size=4'")],
)
def test_deprecations_of_packages_are_told_who_asks(synth: Synth, tmp_path: Path, asked: str, told: str) -> None:
    """Who runs us can do nothing about what a package calls."""
    node = program(tmp_path / "node", '#!/bin/sh\necho "$NODE_OPTIONS" >&3\nsleep 1\n')
    assert told in refused(synth(JSII_NODE=node, NODE_OPTIONS=asked))


def test_options_that_node_refuses_are_told(synth: Synth) -> None:
    """In the words of Node.js."""
    assert "--nonsense is not allowed in NODE_OPTIONS" in refused(synth(NODE_OPTIONS="--nonsense"))


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("ulimit -v 600000", "a limit of 600000 KiB of memory (ulimit -v)"),
        ("ulimit -n 20", "a limit of 20 open files (ulimit -n)"),
        ("ulimit -f 100", "allow larger files (ulimit -f)"),
    ],
)
def test_limits_that_are_too_narrow_are_named(synth: Synth, limit: str, message: str) -> None:
    """Node.js only says where in its code it gave up."""
    assert message in refused(synth(limit))


@pytest.mark.parametrize("files", [8, 10, 12, 14, 16])
def test_no_limit_of_open_files_is_a_defect(synth: Synth, files: int) -> None:
    """Whether Python or Node.js meets it first."""
    assert "(ulimit -n)" in refused(synth(f"ulimit -n {files}"))


def test_a_node_that_is_killed_in_the_middle_is_told(tmp_path: Path) -> None:
    """And whatever lay there before still does."""
    code = (
        "import os, signal, jsii\nfrom relinfra.matrix import Matrix\nfrom relinfra.stacks import ReleaseApp\n"
        f"app = ReleaseApp(Matrix.load({str(MATRIX)!r}), {str(tmp_path / 'out')!r})\n"
        f"os.kill(jsii._runtime.kernel.provider._process._running.process.pid, {int(signal.SIGKILL)})\napp.synth()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr.splitlines()[-1].startswith("relinfra_constructs.errors.ConstructError: ")
    assert "ended by SIGKILL while it was needed; allow it more memory" in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_node_that_waits_for_us_is_not_silent(tmp_path: Path) -> None:
    """The limit is for its answers, not for how long a program thinks between two questions."""
    code = (
        "import time\nfrom relinfra_constructs.cdk import App, TerraformStack\n"
        f"app = App(outdir={str(tmp_path)!r})\ntime.sleep(7)\nTerraformStack(app, 'one')\n"
    )
    environment = {**os.environ, "RELINFRA_NODE_TIMEOUT": "5"}
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert time.monotonic() - began > 7


def test_a_limit_that_is_no_number_is_told(synth: Synth) -> None:
    """It is the environment that is wrong."""
    message = "RELINFRA_NODE_TIMEOUT: expected a number of seconds such as 600, found 'soon'"
    assert message in refused(synth(RELINFRA_NODE_TIMEOUT="soon"))


@pytest.fixture
def anybodys() -> Iterator[Path]:
    """A folder that every user can reach; those of pytest are private."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="becomes another user")
def test_any_user_can_synthesize(anybodys: Path) -> None:
    """As containers of OpenShift have it: a number without a name, whose home is the root of the file system."""
    shutil.copy(MATRIX, anybodys)
    as_another = ["setpriv", "--reuid=12345", "--regid=0", "--clear-groups", sys.executable]
    imports = [*as_another, "-c", "import relinfra.stacks.bootstrap, relinfra_constructs.cdk"]
    if subprocess.run(imports, capture_output=True, check=False).returncode:
        pytest.skip("another user cannot read this checkout")
    run = subprocess.run(
        [*as_another, "-m", "relinfra", "synth", "-q"],
        cwd=anybodys,
        env={**os.environ, "HOME": "/"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """The runtime of jsii where only the program that passes messages on can be found."""
    files = {name: tmp_path / "runtime" / place for name, place in jsii._embedded.jsii.EMBEDDED_FILES.items()}
    for name, file in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(importlib.resources.files(jsii._embedded.jsii).joinpath(name).read_bytes())
    entry = tmp_path / "alone" / "runtime.js"
    entry.parent.mkdir()
    entry.write_text(f"require({json.dumps(str(tmp_path / 'runtime/bin/jsii-runtime.js'))})")
    return entry


def test_it_works_the_long_way_too(synth: Synth, runtime: Path) -> None:
    """Where jsii is laid out otherwise, or no file descriptor can be handed over, as on Windows."""
    run = synth(JSII_RUNTIME=str(runtime))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


@pytest.mark.parametrize("long_way", [False, True])
def test_what_constructs_print_is_passed_on(tmp_path: Path, runtime: Path, long_way: bool) -> None:
    """To where they print it, as the runtime does when it is to tell what it does."""
    code = f"from relinfra_constructs.cdk import App\nApp(outdir={str(tmp_path)!r})\n"
    environment = {**os.environ, "JSII_DEBUG": "1", **({"JSII_RUNTIME": str(runtime)} if long_way else {})}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "cdktf.App" in run.stderr
    assert run.stdout == ""


def test_an_error_of_what_was_only_told_is_raised_by_the_next_call(tmp_path: Path) -> None:
    """Nothing is lost by not waiting."""
    code = (
        "from relinfra_constructs.cdk import App, TerraformStack\n"
        "from jsii.errors import JSIIError\nfrom relinfra_constructs.node_process import tell\n"
        f"app = App(outdir={str(tmp_path)!r})\nstack = TerraformStack(app, 'one')\n"
        "for _ in range(100):\n    tell(stack, 'addOverride', ['one.two', {'three': [4, None]}])\n"
        "tell(stack, 'noSuchMethod', [])\n"
        "try:\n    stack.node.id\nexcept JSIIError as error:\n    print(error)\nprint(stack.node.id)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "noSuchMethod" in run.stdout
    assert run.stdout.splitlines()[-1] == "one"
