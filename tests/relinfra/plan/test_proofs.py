"""Proofs under a document: what stands at a place, and the facts that it proves."""

from relinfra.evidence import Fact, FileEvidence, TerraformEvidence
from relinfra.plan.catalogue import load
from relinfra.plan.proofs import proofs


def test_what_proves_several_facts_is_told_once() -> None:
    """With the name of each, and how one follows where it does not stand there as it is."""
    line = (FileEvidence("release.yml", 16, "name: Release"),)
    facts = [Fact("w.file", "release.yml", "", line), Fact("w.name", "Release", "", line)]
    (found,) = proofs([*facts, Fact("w.quote", "…", "", line, "excerpt")], "", load("en"))
    assert found.text == "`release.yml:16`: file, name `name: Release`; quote (excerpt) `name: Release`"
    assert found.facts == ["w.file", "w.name", "w.quote"]


def test_an_attribute_names_itself() -> None:
    """Twice it would say nothing more."""
    alike = (TerraformEvidence("web", "aws_lb.main", "internal", False),)
    (found,) = proofs([Fact("b.internal", False, "", alike), Fact("b.told", False, "", alike)], "web", load("en"))
    assert found.text == "`aws_lb.main`: `internal` = `false`"
