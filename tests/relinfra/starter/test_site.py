from __future__ import annotations

import pytest

from relinfra.starter.site import github_repository


@pytest.mark.parametrize(
    "url",
    [
        "git@github.com:acme/shop.git",
        "https://github.com/acme/shop",
        "https://github.com/acme/shop.git/",
        "https://x-access-token:ghs_1@github.com/acme/shop.git",
        "ssh://git@github.com/acme/shop.git",
        "ssh://git@ssh.github.com:443/acme/shop.git",
    ],
)
def test_every_form_of_a_remote_on_github_is_read(url: str) -> None:
    """Git itself takes all of them."""
    assert github_repository(url) == "acme/shop"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/git/shop.git",
        "git@gitlab.com:acme/shop.git",
        "https://github.com.evil.example/acme/shop",
        "https://example.com/github.com/acme/shop",
        "https://evil.example/@github.com/acme/shop",
        "git@github.com:acme/sub/shop.git",
        "https://acme.ghe.com/acme/shop",
    ],
)
def test_other_remotes_are_no_repository_that_aws_trusts(url: str) -> None:
    """The trust names a repository of github.com; a name that only looks like it is another's."""
    assert github_repository(url) == ""
