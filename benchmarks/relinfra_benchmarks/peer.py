"""The libraries relinfra is compared with."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PEERS", "Peer"]


@dataclass(frozen=True)
class Peer:
    """A CDK with prebuilt typed bindings of the AWS provider.

    `times_faster` and `memory_share` are what relinfra is to reach against it: at least that many times faster, with at
    most one n-th of its memory.
    """

    name: str
    cdk: str
    bindings: str
    requirements: tuple[str, ...]
    times_faster: float
    memory_share: float

    @property
    def title(self) -> str:
        """The peer as the report names it."""
        return f"{self.name} + {self.requirements[-1].replace('==', ' ')}"


PEERS = (
    Peer(
        name="cdktf",
        cdk="cdktf",
        bindings="cdktf_cdktf_provider_aws",
        requirements=("cdktf==0.21.0", "cdktf-cdktf-provider-aws==21.22.1"),
        times_faster=10,
        memory_share=6,
    ),
    Peer(
        name="cdktn",
        cdk="cdktn",
        bindings="cdktn_provider_aws",
        requirements=("cdktn==0.24.0", "cdktn-provider-aws==25.8.1"),
        times_faster=4,
        memory_share=5,
    ),
)
