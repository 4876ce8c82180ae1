"""The commits of a release, as Conventional Commits sort them.

git-cliff reads them, from the repository of the matrix or, for an application with a repository of its own, from what
`git cliff --context` printed there.
"""

from relinfra.evidence.history.collect import collect

__all__ = ["collect"]
