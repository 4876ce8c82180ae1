"""Deployment strategies are one closed set, spelled one way in every room."""

from __future__ import annotations

from typing import get_args

import pytest

from relinfra.domain.strategies import STRATEGIES
from relinfra.evidence.facts import Facts
from relinfra.evidence.records.rollout import OtherRollout, rollout
from relinfra.matrix.models.strategies import Rolling, Shifting
from relinfra.matrix.models.strategies.code_deploy import CodeDeploy
from relinfra.plan.catalogue import LANGUAGES, load
from tests.relinfra.plan.facts import facts


def named(model: type) -> set[str]:
    """Return the names by which the matrix chooses a strategy and those built on it."""
    own = get_args(model.model_fields["strategy"].annotation) if "strategy" in model.model_fields else ()
    return {str(one) for one in own}.union(*(named(below) for below in model.__subclasses__()))


def test_the_matrix_offers_every_strategy() -> None:
    """And none beside."""
    assert named(Rolling) | named(Shifting) | named(CodeDeploy) == set(STRATEGIES)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_facts_know_every_strategy(strategy: str) -> None:
    """By the name that the matrix has for it."""
    known: Facts = facts(web={"deployment": {"strategy": strategy}})
    assert not isinstance(rollout(known, "web"), OtherRollout)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_language_has_a_word_for_every_strategy(strategy: str, language: str) -> None:
    """Documents never show the spelling of the matrix."""
    assert strategy in load(language)._words["words"]["strategy"]
