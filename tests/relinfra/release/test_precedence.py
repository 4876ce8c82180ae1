import random

from relinfra.release import precedence

# The order that https://semver.org/#spec-item-11 gives as an example, and numbers that text would sort otherwise.
ORDER = (
    *("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"),
    *("1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0"),
)


def test_versions_are_ordered_as_semantic_versioning_says() -> None:
    """Numbers as numbers, candidates before their release; what was built how does not count."""
    shuffled = random.Random(7).sample(ORDER, len(ORDER))  # noqa: S311 - no secret
    assert tuple(sorted(shuffled, key=precedence)) == ORDER
    assert precedence("1.0.0+linux") == precedence("1.0.0+windows")
