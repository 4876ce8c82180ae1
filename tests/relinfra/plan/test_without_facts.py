"""No sentence of the documents is invented: each carries a fact, or has a reason to stand without one."""

from __future__ import annotations

from pathlib import Path

from relinfra.plan import LANGUAGES
from tests.relinfra.plan.test_locales import SENTENCES
from tests.yaml_file import read_yaml

REVIEWED = {
    key: str(group["because"])
    for group in read_yaml(Path(__file__).parent / "without_facts.yaml")
    for key in group["sentences"]
}


def without_fact(text: str) -> bool:
    """Whether a text is a whole sentence into which nothing is filled."""
    return "{{" not in text and len(text) > 1 and text.rstrip("*").endswith(".")


def test_every_sentence_without_a_fact_was_reviewed() -> None:
    """One that is new is read by somebody, who says why it may stand or gives it a fact; one that is gone leaves."""
    found = {key for key, text in SENTENCES["en"].items() if without_fact(text)}
    assert found == REVIEWED.keys()


def test_every_review_has_a_reason() -> None:
    """In words."""
    assert all(len(reason.split()) > 5 for reason in REVIEWED.values())


def test_nothing_is_promised_of_all_times() -> None:
    """What the stacks cannot show of people and of every version is asked for and not asserted."""
    promised = ("nobody changes AWS", "cannot drift", "every role has", "every version works", "goes through this list")
    for language in LANGUAGES:
        assert not [key for key, text in SENTENCES[language].items() if any(one in text for one in promised)]
