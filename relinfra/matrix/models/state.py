"""The state: where Terraform keeps it."""

from pydantic import Field

from relinfra.matrix.values.names import BucketName
from relinfra.matrix.values.regions import Region
from relinfra.reading.model import Model

__all__ = ["State"]


class State(Model):
    """The S3 bucket of the Terraform state, one object per stack, locked by a file beside it."""

    bucket: BucketName = Field(description="Name of the bucket.", examples=["acme-shop-tfstate"])
    region: Region = Field(description="Region of the bucket.", examples=["us-east-1"])
