from collections.abc import Callable

import pytest

from tests.relinfra.runbook.conftest import STRATEGIES, Project, Run
from tests.relinfra.runbook.emulator import Emulator
from tests.relinfra.runbook.seeds import REGION, Seeds

Projects = Callable[[str], Project]
Seeding = Callable[[Project], Seeds]
Running = Callable[..., Run]
IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web"
GOOD, BAD = f"{IMAGE}:1.4.0", f"{IMAGE}:1.5.0"
ECS = [one for one in STRATEGIES if one != "codedeploy"]
HELD = "workflow disable release.yml --repo acme/hello"
KEPT = "variable set WEB_IMAGE_TAG --repo acme/hello --body 1.4.0"
RELEASED = "workflow enable release.yml --repo acme/hello"


def runs(aws: Emulator) -> str:
    """Return the task definition that the service runs."""
    service = aws.client("ecs", REGION).describe_services(cluster="hello-production", services=["hello-production-web"])
    return str(service["services"][0]["taskDefinition"])


@pytest.mark.parametrize("strategy", ECS)
def test_a_release_is_undone_by_history(
    *, aws: Emulator, projects: Projects, seeds: Seeding, run: Running, strategy: str
) -> None:
    """The revision before is deployed, pages back in history; its tag is kept, the pipeline goes on.

    A run that waits for an approval is cancelled: it would deploy the bad version as soon as somebody gives it.
    """
    project = projects(strategy)
    seeded = seeds(project)
    good, never, bad = seeded.service(GOOD, f"{IMAGE}:never", BAD)
    seeded.alarms()
    history = [(good, "SUCCESSFUL"), (never, "ROLLBACK_SUCCESSFUL"), *[(bad, "SUCCESSFUL")] * 4]
    for one, status in history:
        aws.replies.deploys("hello-production-web", one, status)
    done = run(project, "rollback-production-service-web", WAITS_FOR_APPROVAL="9")
    assert done.code == 0, done.said
    assert runs(aws) == good
    assert aws.replies.deployments[-1]["status"] == "SUCCESSFUL"
    assert done.github == [HELD, "run cancel 9 --repo acme/hello", KEPT, RELEASED]
    assert done.logged("learnt")[-1] == "TAG=1.4.0"


@pytest.mark.parametrize("strategy", ECS)
def test_a_deployment_is_stopped_and_turned_back(
    *, aws: Emulator, projects: Projects, seeds: Seeding, run: Running, strategy: str
) -> None:
    """It is waited for until ECS says so, then for tasks, targets and alarms."""
    project = projects(strategy)
    seeded = seeds(project)
    (good,) = seeded.service(GOOD)
    seeded.alarms()
    aws.replies.deploys("hello-production-web", good, "SUCCESSFUL")
    running = aws.replies.deploys("hello-production-web", "the bad one", "IN_PROGRESS")
    done = run(project, "stop-production-service-web")
    assert done.code == 0, done.said
    assert running["status"] == "ROLLBACK_SUCCESSFUL"
    assert done.github == [HELD, KEPT, RELEASED]


@pytest.mark.parametrize(
    ("name", "status"),
    [("stop-production-service-web", "SUCCESSFUL"), ("rollback-production-service-web", "IN_PROGRESS")],
)
def test_nothing_is_changed_where_the_other_procedure_is_meant(
    *, aws: Emulator, projects: Projects, seeds: Seeding, run: Running, name: str, status: str
) -> None:
    """What has ended cannot be stopped, and what runs is not undone by deploying beside it."""
    project = projects("rolling")
    good, bad = seeds(project).service(GOOD, BAD)
    aws.replies.deploys("hello-production-web", good, "SUCCESSFUL")
    aws.replies.deploys("hello-production-web", bad, status)
    done = run(project, name)
    assert done.code == 1
    assert "nothing has been changed" in done.said
    assert runs(aws) == bad
    assert done.github == []


def test_a_rollback_that_fails_too_is_told(*, aws: Emulator, projects: Projects, seeds: Seeding, run: Running) -> None:
    """The wait ends with the word that ECS gives, and the program says what it has changed."""
    project = projects("rolling")
    good, bad = seeds(project).service(GOOD, BAD)
    aws.replies.deploys("hello-production-web", good, "SUCCESSFUL")
    aws.replies.deploys("hello-production-web", bad, "SUCCESSFUL")
    aws.replies.ends_as = "ROLLBACK_FAILED"
    done = run(project, "rollback-production-service-web")
    assert done.code == 1
    assert "found ROLLBACK_FAILED, which does not change any more" in done.said
    assert "changed so far" in done.said


def test_another_account_is_left_alone(*, aws: Emulator, projects: Projects, run: Running) -> None:
    """Before anything is asked of a service: credentials of another account end the program."""
    project = projects("rolling")
    script = project.scripts["stop-staging-service-web"]
    assert "333333333333" in script
    done = run(project, "stop-staging-service-web")
    assert done.code == 1
    assert "found 444444444444" in done.said
    assert len(aws.asked) == 1


@pytest.mark.parametrize("status", ["InProgress", "Baking"])
def test_a_deployment_of_code_deploy_is_stopped(
    *, aws: Emulator, projects: Projects, seeds: Seeding, run: Running, status: str
) -> None:
    """Also while it bakes, when all traffic has moved already; the deployment that turns it back is waited for."""
    project = projects("codedeploy")
    seeded = seeds(project)
    seeded.service(GOOD)
    seeded.alarms()
    aws.replies.code_deploys("good", "Succeeded")
    running = aws.replies.code_deploys("bad", status)
    if status == "InProgress":
        aws.replies.code_ends_as = "Succeeded"
    done = run(project, "stop-production-service-web")
    assert done.code == 0, done.said
    assert running["status"] == "Stopped"
    assert aws.replies.code[-1]["status"] == "Succeeded"
    assert done.github == [HELD, KEPT, RELEASED]


def test_an_earlier_deployment_of_code_deploy_is_repeated(
    *, aws: Emulator, projects: Projects, seeds: Seeding, run: Running
) -> None:
    """The last with another revision, on whatever page it stands, though the bad one was deployed twice."""
    project = projects("codedeploy")
    seeded = seeds(project)
    seeded.service(GOOD)
    seeded.alarms()
    for one in ("older", "good", "bad", "bad"):
        aws.replies.code_deploys(one, "Succeeded")
    done = run(project, "rollback-production-service-web")
    assert done.code == 0, done.said
    assert aws.replies.code[-1]["revision"]["appSpecContent"]["content"] == "good"
    assert aws.replies.code[-1]["status"] == "Succeeded"
