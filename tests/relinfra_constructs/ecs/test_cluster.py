from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from tests.support import resource, synthesize


def test_tasks_and_containers_are_measured() -> None:
    """The dashboard counts tasks by it."""
    synthesized = synthesize(lambda stack: Cluster(stack, "cluster", ClusterProps(name="shop-production")))
    settings = resource(synthesized, "aws_ecs_cluster.main")["setting"]
    assert settings == [{"name": "containerInsights", "value": "enhanced"}]
    capacity = resource(synthesized, "aws_ecs_cluster_capacity_providers.main")
    assert capacity["capacity_providers"] == ["FARGATE", "FARGATE_SPOT"]
