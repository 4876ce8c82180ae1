import random

import pytest

from relinfra.errors import UsageError
from relinfra.release import Version, precedence
from relinfra.release.version import LONGEST

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


VERSIONS = (
    *ORDER,
    *("0.0.0", "1.0.0-0", "1.0.0-0a", "1.0.0-a-b.c", "1.0.0+20130313144700", "1.0.0-beta+exp.sha.5114f85", "1.0.0--"),
)
NO_VERSIONS = (
    *("", "-x", "1", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "v1.2.3"),
    *("2.5.O", "newest", "1.2.3\n", " 1.2.3", "1.2.3 ", "1\u0662.0.0", "1.2.3-\u202e", "1.2.3-\ud800"),
    *("../relinfra", "x/../../../../victim", "/etc/passwd", "1.2.3/../1.2.3", "1.2.3-a/b", "1.2.3\\a", "1.2.3\0"),
    "1.2.3-" + "a" * LONGEST,
)


@pytest.mark.parametrize("text", VERSIONS)
def test_a_version_is_what_semantic_versioning_says(text: str) -> None:
    """It stays the text that it is."""
    assert Version(text) == text
    assert Version.read(text) == text
    assert Version(Version(text)) == text


@pytest.mark.parametrize("text", NO_VERSIONS)
def test_nothing_else_is_a_version(text: str) -> None:
    """No text that leads to another folder, hides something or only looks like a version ever becomes a path."""
    assert Version.read(text) is None
    with pytest.raises(UsageError, match=r"^release \".*: expected a version such as 2\.5\.0 or 2\.5\.0-rc\.1") as told:
        Version(text)
    assert str(told.value).isprintable()


def test_a_leading_v_is_advised_against() -> None:
    """Tags bear one, versions do not."""
    with pytest.raises(UsageError, match=r"write it without the v: 2\.5\.0$"):
        Version("v2.5.0")
