"""The numbers of a GitHub repository, which stay when its name changes."""

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["RepositoryIds"]

GithubId = Annotated[int, Field(ge=1, le=10**15), expecting("a number that GitHub gives, such as 123456")]


class RepositoryIds(Model):
    """The ids by which GitHub knows a repository and its owner, whatever they are called; none is given twice."""

    owner: GithubId = Field(description="Id of the user or organization that owns it.", examples=[123456])
    repository: GithubId = Field(description="Id of the repository.", examples=[456789])

    def name_with_ids(self, repository: str) -> str:
        """Return `owner/name` as immutable subjects have it: `acme@123456/shop@456789`."""
        owner, _, name = repository.partition("/")
        return f"{owner}@{self.owner}/{name}@{self.repository}"
