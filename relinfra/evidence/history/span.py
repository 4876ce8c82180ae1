"""From where to where the commits of a release go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relinfra.errors import ToolError
from relinfra.evidence.history.git import Git, Revision

__all__ = ["Span", "span"]

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")
_Precedence = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]


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
    or where that is not named, the newest version below; a repository without such a tag makes its first release.
    Raises `ToolError` where a shallow clone lacks some of them.
    """
    last = until or git.tag(f"v{version}", version) or git.revision("HEAD")
    if last is None:
        return None
    last = Revision(last.commit[:12], last.commit) if last.name == "HEAD" else last
    first = since or (git.tag(f"v{previous}", previous) if previous else _newest_below(git, version, last))
    found = Span(first, last)
    if (git.shallow and not first) or git.cut_off(found.range):
        raise ToolError(_shallow(git, first.name if first else previous))
    return None if previous and not first else found


def _newest_below(git: Git, version: str, last: Revision) -> Revision | None:
    """Return the tag of the highest version below; candidates of other versions do not begin a release."""
    own = _precedence(version)
    if own is None:
        return None
    known = {tag: found for tag in git.tags(last) if (found := _precedence(tag)) and found < own}
    counted = [tag for tag, found in known.items() if found[1] or not own[1]]
    return git.tag(max(counted, key=lambda tag: (known[tag], tag))) if counted else None


def _precedence(tag: str) -> _Precedence | None:
    """Return what versions are compared by, as Semantic Versioning says; the second is whether it is no candidate."""
    match = _VERSION.fullmatch(tag)
    if not match:
        return None
    parts = (match[4] or "").split(".") if match[4] else []
    candidate = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
    return tuple(int(match[index]) for index in (1, 2, 3)), not parts, candidate


def _shallow(git: Git, since: str | None) -> str:
    wanted = f"every commit since {since}" if since else "every commit, and the tags of former versions"
    return (
        f"git: expected {wanted} in {git.top}, found a shallow clone; run `git fetch --unshallow --tags`, "
        "in GitHub Actions give `fetch-depth: 0` to actions/checkout"
    )
