from collections.abc import Callable

from tests.relinfra.runbook.conftest import Project, Run
from tests.relinfra.runbook.emulator import Emulator
from tests.relinfra.runbook.seeds import REGION, Seeds

STACK = "hello-production-service"
OBJECT = f"s3://acme-hello-tfstate/hello/{STACK}.tfstate.tflock"
Projects = Callable[[str], Project]


def test_the_lock_that_was_seen_is_removed(
    *, aws: Emulator, projects: Projects, seeds: Callable[[Project], Seeds], run: Callable[..., Run]
) -> None:
    """By its id, with whoever took it told before, and a plan that shows that the state can be read."""
    project = projects("rolling")
    lock = seeds(project).lock(STACK)
    done = run(project, "unlock-production", STACK=STACK, LOCKED=OBJECT)
    assert done.code == 0, done.said
    assert "HOLDER=runner@host OperationTypeApply 2026-01-31" in done.logged("learnt")
    assert f"-chdir=out/cdktf.out/stacks/{STACK} force-unlock -force {lock}" in done.terraform
    assert done.terraform[-1] == f"-chdir=out/cdktf.out/stacks/{STACK} plan -input=false"
    assert "Contents" not in aws.client("s3", REGION).list_objects_v2(Bucket="acme-hello-tfstate")


def test_what_is_not_locked_is_left_alone(
    *, projects: Projects, seeds: Callable[[Project], Seeds], run: Callable[..., Run]
) -> None:
    """A stack without a lock, of another stage or none of the project's, ends it before the pipeline is held."""
    project = projects("rolling")
    seeded = seeds(project)
    seeded.lock(STACK)
    seeded.lock("hello-staging-service")
    for stack in ("hello-production-network", "hello-staging-service", "another"):
        done = run(project, "unlock-production", STACK=stack)
        assert done.code == 1
        assert "nothing has been changed" in done.said
        assert (done.github, done.terraform) == ([], [])
