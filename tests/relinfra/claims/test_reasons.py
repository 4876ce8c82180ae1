"""Every claim that does not hold says why, in every language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import relinfra.claims
from relinfra.claims import Claim
from relinfra.plan.catalogue import LANGUAGES, load

KINDS = {one.kind: one for one in Claim.__subclasses__()}
NEVER_A_REASON = {("alarms_roll_back", "named"): "that no alarm is named is said in its own sentence"}


def conditions() -> set[str]:
    """Return every name that the claims give a condition."""
    modules = Path(relinfra.claims.__file__).parent.glob("*.py")
    calls = (node for path in modules for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "of" and call.args)
    return {str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_of_a_claim_are_its_conditions(language: str) -> None:
    """No sentence is of a condition that nothing gives, and every condition has one somewhere."""
    sentences = load(language)._words["sentences"]["claim"]
    assert sentences.keys() == KINDS.keys()
    written = {(kind, name) for kind, names in sentences.items() for name in names}
    assert {name for _, name in written} | {name for _, name in NEVER_A_REASON} == conditions()
