from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pytest

from relinfra.evidence import read_output
from tests.sabotage.generator import mutations
from tests.sabotage.harmless import FILE, groups, matches
from tests.sabotage.listing import sampled, serious
from tests.sabotage.mutation import Mutation
from tests.sabotage.mutation import Path as Place
from tests.sabotage.shares import Shares, survivors
from tests.sabotage.trial import Example, Tried, tried
from tests.yaml_file import read_yaml

ROOT = Path(__file__).parents[2]
LIMITS = read_yaml(FILE)["limits"]


@pytest.fixture(scope="module")
def example(synthesized: Callable[[str], Path]) -> Example:
    return Example(synthesized("shop"), ROOT / "examples/shop", "2.5.0")


@pytest.fixture(scope="module")
def sample(example: Example) -> Sequence[Tried]:
    return tuple(tried(example, sampled(serious(example), LIMITS["sample"]), fully=False))


def test_few_changes_pass_every_policy(sample: Sequence[Tried]) -> None:
    """What only `verify` notices, writing the documents anew hides. The limit may only be lowered."""
    assert Shares.of(sample).past_policies <= LIMITS["past_policies"], "\n".join(survivors(sample))


def test_few_changes_pass_policies_and_documents(sample: Sequence[Tried]) -> None:
    """Nobody would notice these. The limit may only be lowered."""
    assert Shares.of(sample).past_both <= LIMITS["past_both"], "\n".join(survivors(sample))


def test_nobody_notices_what_is_no_change(example: Example, sample: Sequence[Tried]) -> None:
    """Copies of a stack beside each other fail no policy, so that what is noticed of a change is the change."""
    assert sample, "the judges are the sample's"
    place: Place = ("terraform", "backend", "s3", "encrypt")
    same = [Mutation(name, "same", ((place, True),)) for name in read_output(example.folder).stacks]
    found = list(tried(example, [*same, *same]))

    assert [one.mutation.stack for one in found if one.documents or one.policies] == []


def test_each_change_is_one_of_its_own_and_changes_something(example: Example) -> None:
    """None is counted twice, and none leaves its stack as it is."""
    for name, stack in read_output(example.folder).stacks.items():
        found = list(mutations(name, stack.body))
        assert len({one.id for one in found}) == len(found)
        assert [one.id for one in found if one.applied(stack.body) == stack.body] == []


def test_every_group_of_harmless_changes_has_a_reason_and_is_needed(example: Example) -> None:
    """A pattern that meets nothing is a relic, or hides a misspelling."""
    stacks = read_output(example.folder).stacks
    every = [one for name, stack in stacks.items() for one in mutations(name, stack.body)]
    assert all(reason for reason in groups())
    assert [one for patterns in groups().values() for one in patterns if not _meets(one, every)] == []


def _meets(pattern: str, every: Sequence[Mutation]) -> bool:
    return any(matches(pattern, one) for one in every)


def test_the_sample_is_the_same_everywhere(example: Example) -> None:
    """It is chosen by the changes alone, and has all kinds of stacks in it."""
    changes = serious(example)
    chosen = sampled(changes, LIMITS["sample"])
    assert chosen == sampled(list(reversed(changes)), LIMITS["sample"])
    assert len([key for key, _ in groupby(sorted(one.stack for one in chosen))]) == 5
