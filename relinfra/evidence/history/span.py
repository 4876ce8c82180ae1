"""From where to where the commits of a release go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relinfra.errors import ToolError
from relinfra.evidence.history.git import Git, Revision
from relinfra.release import precedence

__all__ = ["Span", "span"]

_NAMED = re.compile(r"\d+\.\d+")
_VERSION = re.compile(r"v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """The commits after `first`, or from the very first one where that is None, up to `last`."""

    first: Revision | None
    last: Revision

    @property
    def empty(self) -> bool:
        """Whether it ends where it begins."""
        return self.first is not None and self.first.commit == self.last.commit

    @property
    def range(self) -> str:
        """The span as git and git-cliff take it."""
        return f"{self.first.commit}..{self.last.commit}" if self.first else self.last.commit


def span(
    git: Git, version: str, previous: str | None, since: Revision | None = None, until: Revision | None = None
) -> Span | None:
    """Return the commits of a release, or None where nothing says where they begin or there are none.

    They end with `until`, the tag of the version, or HEAD. They begin after `since`, the tag of the previous version,
    or where that is not named, the newest version below; a repository without such a tag makes its first release, which
    has every commit, unless it has tags that name versions in another form, such as `release-1.0`.
    Raises `ToolError` where a shallow clone lacks some of them.
    """
    version = version.removeprefix("v")
    last = until or git.tag(f"v{version}", version) or git.revision("HEAD")
    if last is None:
        return None
    last = Revision(last.commit[:12], last.commit) if last.name == "HEAD" else last
    first = since or (git.tag(f"v{previous}", previous) if previous else _newest_below(git, version, last))
    found = Span(first, last)
    if (git.shallow and not first) or git.cut_off(found.range):
        raise ToolError(_shallow(git, first))
    begins = first is not None or (previous is None and _VERSION.fullmatch(version) and not _named_otherwise(git, last))
    return found if begins else None


def _named_otherwise(git: Git, last: Revision) -> bool:
    """Whether tags name versions in a form that is not known to begin a release."""
    return any(_NAMED.search(tag) and not _VERSION.fullmatch(tag) for tag in git.tags(last))


def _newest_below(git: Git, version: str, last: Revision) -> Revision | None:
    """Return the tag of the highest version below; candidates do not begin the release of a final version."""
    if not _VERSION.fullmatch(version):
        return None
    own = precedence(version)
    known = {tag: precedence(tag.removeprefix("v")) for tag in git.tags(last) if _VERSION.fullmatch(tag)}
    below = [tag for tag, found in known.items() if found < own and (found.final or not own.final)]
    return git.tag(max(below, key=lambda tag: (known[tag], tag))) if below else None


def _shallow(git: Git, first: Revision | None) -> str:
    wanted = f"every commit since {first.name}" if first else "every commit and the tag of the version before"
    return (
        f"git: expected {wanted} in {git.top}, found a shallow clone; run `git fetch --unshallow --tags`, "
        "in GitHub Actions give `fetch-depth: 0` to actions/checkout"
    )
