"""Connections: the calls between services of an environment."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.values.names import Name
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Connect"]

RequestSeconds = Annotated[int, Field(ge=0, le=3600), expecting("a number of seconds from 0 to 3600")]


class Connect(Model):
    """Requests inside the environment, past the load balancer: names, balancing and retries of ECS Service Connect."""

    to: Annotated[tuple[Name, ...], DISTINCT] = Field(
        (),
        description="Keys of the services that this one calls, each as `http://KEY:PORT` with its own `port`. They are "
        "deployed before it, rolling; a called service needs no `domain`. Requests stay in the VPC, unencrypted. AWS "
        "recommends 256 CPU units and 64 MiB of each task at either end for its proxy; migrations have none.",
        examples=[["prices"]],
    )
    protocol: Annotated[
        Literal["http", "http2", "grpc", "tcp"],
        choices(
            {
                "http": "HTTP/1.1; counted by request.",
                "http2": "HTTP/2; counted by request.",
                "grpc": "gRPC; counted by request.",
                "tcp": "Anything else over TCP; counted by connection.",
            }
        ),
    ] = Field(
        "http", description="What it speaks with the services that call it; all but `tcp` are counted by request."
    )
    request_seconds: RequestSeconds | None = Field(
        None,
        description="How long it may work on a request of another service, in seconds; 0 is without end. If absent, "
        "Service Connect gives a request 15 seconds.",
    )
