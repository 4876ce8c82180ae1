from checkov.terraform.graph_builder.variable_rendering.evaluate_terraform import find_brackets_pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from relinfra.policy.acceleration.brackets import pairs


@settings(deadline=None)
@given(st.text("ab[]{}", max_size=30), st.sampled_from(["[]", "{}"]))
def test_the_pairs_are_those_that_checkov_finds(text: str, kind: str) -> None:
    """Nested, crossed, unmatched and empty ones too."""
    assert pairs(text, *kind) == find_brackets_pairs(text, *kind)
