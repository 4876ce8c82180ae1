from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import OutputError, UsageError
from relinfra.plan import Verification, verify_plan, write_plan
from tests.terraform import offline_provider

MINIMAL = Path(__file__).parents[3] / "examples" / "minimal"
PRODUCTION = "hello-production-"
State = dict[str, Any]


@pytest.fixture(scope="module")
def documents(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release plan of the example, in a folder of its own."""
    out = tmp_path_factory.mktemp("documents")
    write_plan(synthesized("minimal"), out, repository=MINIMAL)
    return out


def states_of(output: Path, folder: Path) -> None:
    """Write states that hold exactly what is configured, with what providers fill in besides."""
    folder.mkdir(exist_ok=True)
    for stack in json.loads((output / "manifest.json").read_text())["stacks"]:
        body = json.loads((output / "stacks" / stack / "cdk.tf.json").read_text())
        found = [
            {
                "address": f"{type_}.{name}",
                "mode": "managed",
                "type": type_,
                "name": name,
                "values": {**values, "id": "x", "tags_all": {}},
                "sensitive_values": {},
            }
            for type_, named in body.get("resource", {}).items()
            for name, values in named.items()
        ]
        shown = {"format_version": "1.0", "values": {"root_module": {"resources": found}}}
        (folder / f"{stack}.state.json").write_text(json.dumps(shown))


@pytest.fixture
def built(synthesized: Callable[[str], Path], documents: Path, tmp_path: Path) -> Callable[..., Verification]:
    """Return a function: what somebody did to a resource of a stack past Terraform in, what verify says out."""
    states = tmp_path / "states"

    def verify(stack: str = "", address: str = "", change: Callable[[State], object] = dict) -> Verification:
        states_of(synthesized("minimal"), states)
        if stack:
            file = states / f"{PRODUCTION}{stack}.state.json"
            shown = json.loads(file.read_text())
            resources = shown["values"]["root_module"]["resources"]
            found = next(one for one in resources if one["address"] == address)
            if change(found) is None:
                resources.remove(found)
            file.write_text(json.dumps(shown))
        return verify_plan(documents, synthesized("minimal"), repository=MINIMAL, states=states)

    return verify


def test_what_is_as_configured_differs_in_nothing(built: Callable[..., Verification]) -> None:
    """Defaults that providers fill in, and values nobody configured, are no difference."""
    verification = built()
    assert verification.ok, verification.findings
    assert verification.unbuilt == ()


def test_what_somebody_changed_is_told_with_its_evidence(built: Callable[..., Verification]) -> None:
    """A size in the console: the value of the documents, that of reality, the address, and not to write anew."""
    verification = built("service", "aws_ecs_task_definition.web", lambda one: one["values"].update(cpu="4096") or one)
    told = "\n".join(verification.findings)
    assert "hello-production-service aws_ecs_task_definition.web cpu" in told
    assert "4096" in told
    assert "apply the stacks again" in told
    assert "write the documents again" not in told


def test_what_is_gone_is_told(built: Callable[..., Verification]) -> None:
    """A resource that no state holds any more takes its facts along."""
    verification = built("service", "aws_ecs_service.web", lambda _: None)
    assert not verification.ok
    assert any("production.service.web" in one.fact for one in verification.differences)


def test_a_sensitive_value_is_never_shown(built: Callable[..., Verification]) -> None:
    """That it differs is all that is told."""

    def leak(one: State) -> State:
        one["values"]["cpu"] = "hunter22"
        one["sensitive_values"]["cpu"] = True
        return one

    verification = built("service", "aws_ecs_task_definition.web", leak)
    assert not verification.ok
    assert "hunter22" not in "\n".join(verification.findings)


def test_stacks_without_a_state_are_named(
    built: Callable[..., Verification], synthesized: Callable[[str], Path], documents: Path, tmp_path: Path
) -> None:
    """Nothing is known of them, which is no difference; a state of no stack is bad input, and a plan is no state."""
    built()
    states = tmp_path / "states"
    (states / f"{PRODUCTION}service.state.json").unlink()
    verification = verify_plan(documents, synthesized("minimal"), repository=MINIMAL, states=states)
    assert (verification.ok, verification.unbuilt) == (True, (f"{PRODUCTION}service",))
    stranger = states / "other.state.json"
    stranger.write_bytes((states / f"{PRODUCTION}network.state.json").read_bytes())
    with pytest.raises(UsageError, match="found one of other"):
        verify_plan(documents, synthesized("minimal"), repository=MINIMAL, states=states)
    for text in ("", "{", '{"format_version": "1.2", "planned_values": {}}', '{"format_version": "1.0", "values": 1}'):
        stranger.write_text(text)
        with pytest.raises(OutputError, match=r"other\.state\.json"):
            verify_plan(documents, synthesized("minimal"), repository=MINIMAL, states=states)


@pytest.mark.slow
def test_what_the_real_terraform_built_is_what_the_documents_say(
    synthesized: Callable[[str], Path], documents: Path, tmp_path: Path
) -> None:
    """A stack just applied, as terraform shows its state; changed by hand in it, the difference is found."""
    output, stack = synthesized("minimal"), "hello-staging-network"
    work, states = tmp_path / "work", tmp_path / "states"
    work.mkdir()
    states.mkdir()
    for name in ("cdk.tf.json", "versions.tf"):
        (work / name).write_bytes((output / "stacks" / stack / name).read_bytes())
    (work / "local_override.tf.json").write_text(json.dumps({"terraform": {"backend": {"local": {}}}}))
    with offline_provider() as environment:
        for arguments in (["init"], ["apply", "-auto-approve"]):
            command = ["terraform", *arguments, "-input=false"]
            subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
        command = ["terraform", "show", "-json"]
        shown = subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True, text=True).stdout
    (states / f"{stack}.state.json").write_text(shown)
    verification = verify_plan(documents, output, repository=MINIMAL, states=states)
    assert verification.ok, verification.findings
    body = json.loads(shown)
    vpc = next(one for one in body["values"]["root_module"]["resources"] if one["address"] == "aws_vpc.main")
    vpc["values"]["cidr_block"] = "10.99.0.0/16"
    (states / f"{stack}.state.json").write_text(json.dumps(body))
    changed = verify_plan(documents, output, repository=MINIMAL, states=states)
    assert f"{stack} aws_vpc.main cidr_block" in "\n".join(changed.findings)
