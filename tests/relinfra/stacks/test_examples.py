"""The examples: what they synthesize is what was reviewed, and Terraform applies it."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.support import addresses, assert_golden, terraform_applies

EXAMPLES = ("minimal", "shop")
GOLDEN = Path(__file__).parents[2] / "golden"

Synthesized = Callable[[str], Path]


def stacks_of(output: Path) -> dict[str, dict[str, Any]]:
    """Return the Terraform of every stack by name, without the comments that cdktf writes for itself."""
    files = sorted((output / "stacks").glob("*/cdk.tf.json"))
    return {file.parent.name: without_comments(json.loads(file.read_text())) for file in files}


def without_comments(value: Any) -> Any:
    """Return the value without any member called `//`."""
    if isinstance(value, dict):
        return {key: without_comments(item) for key, item in value.items() if key != "//"}
    return [without_comments(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_address_of_an_example_is_as_golden(example: str, synthesized: Synthesized) -> None:
    """An address is public interface: changing one destroys and recreates what it names."""
    stacks = stacks_of(synthesized(example))
    lines = [f"{name}: {address}" for name, stack in stacks.items() for address in addresses(stack)]
    assert_golden(GOLDEN / example / "addresses.txt", lines)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_terraform_of_an_example_is_as_golden(example: str, synthesized: Synthesized) -> None:
    """Every change of what would be applied is seen in review."""
    for name, stack in stacks_of(synthesized(example)).items():
        text = json.dumps(stack, indent=2, sort_keys=True, ensure_ascii=False)
        assert_golden(GOLDEN / example / "stacks" / f"{name}.json", text.splitlines())


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_declaration_of_an_example_is_as_golden(example: str, synthesized: Synthesized) -> None:
    """What the documents know beside Terraform, with the lines of the matrix; digests change with each stack."""
    declared = json.loads((synthesized(example) / "relinfra.json").read_text())
    text = json.dumps(declared | {"files": sorted(declared["files"])}, indent=2, sort_keys=True, ensure_ascii=False)
    assert_golden(GOLDEN / example / "relinfra.json", text.splitlines())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_file_of_an_example_is_listed(example: str, synthesized: Synthesized) -> None:
    """With the digest it has, and nothing else is."""
    folder = synthesized(example)
    listed = json.loads((folder / "relinfra.json").read_text())["files"]
    written = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    del written["relinfra.json"]
    assert listed == {name: sha256(path.read_bytes()).hexdigest() for name, path in written.items()}


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_terraform_applies_an_example_and_then_has_nothing_to_change(example: str, synthesized: Synthesized) -> None:
    """The real terraform, against the real provider schema."""
    terraform_applies(synthesized(example))
