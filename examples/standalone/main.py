"""Two constructs without a matrix: a network without a way out, and a bucket whose access is recorded."""

from relinfra_constructs import aws
from relinfra_constructs.cdk import App, S3Backend, TerraformOutput, TerraformStack
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.networking.network import Network, NetworkProps
from relinfra_constructs.placement import Placement
from relinfra_constructs.storage.bucket import Bucket, BucketProps
from relinfra_constructs.storage.log_bucket import LogBucket, LogBucketProps

HERE = Placement(account="555555555555", region="eu-central-1")
REPORTS = f"acme-reports-{HERE.account}"


class Reports(TerraformStack):
    """Where reports are made and kept."""

    def __init__(self, app: App) -> None:
        super().__init__(app, "reports")
        aws.Provider(self, region=HERE.region, allowed_account_ids=[HERE.account])
        S3Backend(self, bucket="acme-tfstate", key="reports.tfstate", region=HERE.region)
        network = Network(
            self,
            "network",
            NetworkProps(
                name="reports",
                placement=HERE,
                cidr="10.40.0.0/20",
                public_subnets=["10.40.8.0/24", "10.40.9.0/24"],
                private_subnets=["10.40.0.0/22", "10.40.4.0/22"],
                database_subnets=["10.40.12.0/24", "10.40.13.0/24"],
                nat="none",
            ),
        )
        key = EncryptionKey(
            self,
            "key",
            EncryptionKeyProps(name="reports", terraform_name="reports", description="Reports", placement=HERE),
        )
        access_logs = LogBucket(
            self,
            "access-logs",
            LogBucketProps(
                name=f"acme-reports-access-{HERE.account}",
                terraform_name="access_logs",
                placement=HERE,
                source_buckets=[REPORTS],
            ),
        )
        reports = Bucket(
            self,
            "reports",
            BucketProps(
                name=REPORTS,
                terraform_name="reports",
                placement=HERE,
                key_arn=key.arn,
                access_log_bucket=access_logs.id,
            ),
        )
        TerraformOutput(self, "vpc_id", value=network.vpc_id)
        TerraformOutput(self, "reports_arn", value=reports.arn)


app = App()
Reports(app)
app.synth()
