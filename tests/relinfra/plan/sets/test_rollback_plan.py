"""The rollback plan of the set `release-master`: its steps in the order in which they are taken."""

from relinfra.plan.model import Subheading
from relinfra.plan.sets.release_master.rollback import rollback_plan
from tests.relinfra.plan.facts import facts, stage, text


def test_a_flag_is_turned_off_before_anything_is_deployed() -> None:
    """As the run sheet and the deployment plan say; without a flag nothing is said of any."""
    flags = {"new": {"service": "AWS AppConfig", "fallback": "The old page."}}
    headings = {name: _headings(flags) for name, flags in (("with", flags), ("without", {}))}
    assert headings["with"] == ["First, where a flag is the cause", *headings["without"]]
    assert headings["without"][0] == "Step 1: stop the deployment and return traffic"


def test_what_says_that_users_are_without_service_is_a_reason_to_go_back() -> None:
    """Every alarm on which whoever is on call turns back at once stands among the technical triggers."""
    alarms = {
        "gone": {"name": "web-gone", "subject": "healthy_hosts", "comparison": "below", "threshold": 1},
        "cpu": {"name": "web-cpu", "subject": "cpu", "comparison": "above", "threshold": 80},
    }
    criteria, *_ = rollback_plan(facts(production=stage(alarm=alarms)))
    named = [text(line) for block in criteria.blocks for line in block.lines if text(line).startswith("`web-")]
    assert [one for one in named if "fires" not in one] == ["`web-gone`: healthy tasks below 1"]


def _headings(flags: dict[str, dict[str, str]]) -> list[str]:
    service = {"name": "shop-web", "deployment": {"strategy": "rolling"}}
    known = facts(release={"flags": flags}, production=stage(service={"web": service}))
    _, procedure, *_ = rollback_plan(known)
    return [text(block.line) for block in procedure.blocks if isinstance(block, Subheading)]
