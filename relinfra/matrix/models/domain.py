"""The domain at which a service is reached."""

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.names import DomainName
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Domain"]

PathPattern = Annotated[
    str,
    Field(pattern=r"^/[A-Za-z0-9_.$/~@:+&*?-]*$", max_length=128),
    expecting("a path such as /api/*, where * stands for any text and ? for one character"),
]
PathPatterns = Annotated[tuple[PathPattern, ...], Field(max_length=4), DISTINCT, expecting("at most four paths")]
Priority = Annotated[int, Field(ge=1, le=50_000), expecting("a priority from 1 to 50000")]


class Domain(Model):
    """A name in a public Route 53 zone, served over HTTPS."""

    name: DomainName = Field(description="Name the service answers to.", examples=["shop.example.com"])
    zone: DomainName = Field(
        description="Hosted zone that holds the name: the name itself or a parent of it.",
        examples=["example.com"],
    )
    paths: PathPatterns = Field(
        (),
        description="The service answers these paths alone. Services may share a name if all but one have paths; that "
        "one answers the rest, and certificate and DNS record bear its key.",
        examples=[["/api", "/api/*"]],
    )
    priority: Priority | None = Field(
        None,
        description="Rank among the rules of the load balancer, the lowest first. If absent, longer paths come before "
        "shorter ones and services without paths last, wherever they stand in the file.",
    )

    def answers(self, path: str) -> bool:
        """Whether a request for a path gets to the service, if no other service takes it first."""
        return not self.paths or any(fnmatchcase(path, pattern) for pattern in self.paths)
