"""Each act begins at the latest when all before it have taken as long as they may."""

from __future__ import annotations

from relinfra.evidence import Fact
from relinfra.plan.day.act import Act, Phase, turns


def act(key: str, minutes: float | str | None = None, *, endless: bool = False) -> Act:
    """Return an act that lasts some minutes."""
    lasts = None if minutes is None else Fact(f"{key}.minutes", minutes, "minutes", ())
    return Act(key, (), (), lasts=lasts, endless=endless)


def begun(*phases: Phase) -> dict[str, float | None]:
    """Return when each act begins."""
    return {turn.act.key: turn.at for turn in turns(phases)}


def test_what_goes_on_together_counts_once() -> None:
    """Of two deployments at a time the longer one counts; what takes none of the window moves nothing."""
    found = begun(
        Phase((act("proof", 90),), -120),
        Phase((act("change", 10),)),
        Phase((act("one", 31), act("two", 55))),
        Phase((act("look"),)),
        Phase((act("end"),)),
    )
    assert found == {"proof": -120, "change": 0, "one": 10, "two": 10, "look": 65, "end": 65}


def test_behind_what_has_no_limit_no_time_is_known() -> None:
    """Unless it has a time of its own, as the end of the window has."""
    found = begun(Phase((act("upgrade", endless=True),)), Phase((act("next", 10),)), Phase((act("end"),), 180))
    assert found == {"upgrade": 0, "next": None, "end": 180}


def test_a_limit_that_terraform_computes_is_none() -> None:
    """A number that only an apply knows adds up to nothing here."""
    assert begun(Phase((act("change", "${var.minutes}"),)), Phase((act("next"),))) == {"change": 0, "next": None}


def test_a_time_rests_on_every_limit_before_it() -> None:
    """So that verification sees when one of them changes."""
    *_, last = turns((Phase((act("change", 10),)), Phase((act("one", 31), act("two", 55))), Phase((act("look"),))))
    assert [fact.id for fact in last.rests] == ["change.minutes", "two.minutes"]
