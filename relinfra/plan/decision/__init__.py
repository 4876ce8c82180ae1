"""The decision for a strategy: what the declared needs ask for, and whether each live service meets them.

The rule: each need that `release.needs` declares and a strategy meets is a point. The strategy with the most points is
recommended; of several, the earlier in `STRATEGIES`. A service before which no load balancer stands keeps what it has:
no other strategy could move its traffic. A flag that is raised in steps gives gradual exposure, whatever
replaces the tasks. A service disagrees where its own strategy leaves a need unmet, where the version before the release
does not work with its schema, since no strategy that serves meanwhile fits then, and where a major upgrade stops its
database although users are to notice nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from relinfra.claims import Verdict, previous_version_works
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.record import Field
from relinfra.evidence.records.release_file import Needs
from relinfra.evidence.records.rollout import CodeDeploy, Rolling
from relinfra.evidence.records.service import Service
from relinfra.plan.decision.traits import STRATEGIES, Traits
from relinfra.plan.missing import missing
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.say import label, reason, say
from relinfra.plan.sections.migrations import unborne_again
from relinfra.plan.sections.upgrades import against_needs
from relinfra.plan.stages import live_services

__all__ = ["STRATEGIES", "Choice", "Decision", "Need", "Option", "decide"]

_FLAGS, _GRADUAL, _STOPPING = "feature_flags", "gradual", "recreate"

_MET: dict[Field[Any], Callable[[Traits, object], bool]] = {
    Needs.zero_downtime: lambda one, wanted: one.uninterrupted or not wanted,
    Needs.rollback_within_minutes: lambda one, wanted: one.returns_within(_minutes(wanted)),
    Needs.exposure: lambda one, wanted: str(wanted) in one.exposures,
    Needs.double_capacity: lambda one, allowed: bool(allowed) or not one.doubles,
    Needs.mixed_versions: lambda one, allowed: bool(allowed) or not one.mixes,
}


@dataclass(frozen=True)
class Need:
    """One declared need, and whether a strategy meets it: `mark` says that in a sign."""

    name: str
    met: bool
    wanted: Statement
    mark: Statement


@dataclass(frozen=True)
class Option:
    """A strategy as it is weighed: `score` of `possible` points, both facts."""

    traits: Traits
    needs: tuple[Need, ...]
    score: Fact
    possible: Fact
    line: Line

    @property
    def unmet(self) -> tuple[Need, ...]:
        """The needs it leaves unmet."""
        return tuple(need for need in self.needs if not need.met)

    def misses(self, about: str, than: Option | None = None) -> Iterator[Statement]:
        """Yield what it leaves unmet, in words; `about` is what they are said of, `than` an option that meets them."""
        met = {need.name for need in than.needs if need.met} if than else {need.name for need in self.unmet}
        unmet = [need for need in self.unmet if need.name in met]
        for need in unmet:
            restored = self.traits.needs_data and need.name == Needs.rollback_within_minutes.name
            missed = "rollback_with_data" if restored else need.name
            yield say(f"decision.misses.{missed}", about, wanted=need.wanted.given["wanted"])
            yield label("decision.end" if need is unmet[-1] else "decision.further")


@dataclass(frozen=True)
class Choice:
    """The strategy a live service has, and whether it meets every need."""

    service: Service
    option: Option | None
    agrees: bool
    line: Line


@dataclass(frozen=True)
class Decision:
    """Every option, the best first; what each live service has; and which needs nobody has declared.

    `interrupts` is why no strategy deploys this release without interruption, nothing where that is not so.
    """

    options: tuple[Option, ...]
    services: tuple[Choice, ...]
    open: tuple[Line, ...]
    interrupts: Line = ()

    @property
    def recommended(self) -> Option | None:
        """The best option, None where no need is declared."""
        return self.options[0] if self.options else None


def decide(facts: Facts) -> Decision:
    """Weigh every strategy by the declared needs."""
    declared = {need: fact for need in _MET if (fact := need.of(facts.release.needs))}
    asked = tuple(
        (label(f"decision.undeclared.{need.name}"), missing(f"needs.{need.name}"))
        for need in _MET
        if need not in declared
    )
    if not declared:
        return Decision((), (), asked)
    steps = any(len(value_of(flag.rollout_percent) or ()) > 1 for flag in facts.release.flags)
    known = [one for one in STRATEGIES if one.name != _FLAGS or facts.release.flags]
    bound = bool(_interrupting(facts))
    traits = [replace(_with_flags(one) if steps else one, needs_data=bound) for one in known]
    weighed = [_weigh(one, declared) for one in traits]
    options = tuple(sorted(weighed, key=lambda one: -len(one.needs) + len(one.unmet)))
    return Decision(options, tuple(_choices(facts, options)), asked, _interrupting(facts))


def _interrupting(facts: Facts) -> Line:
    """Return that the version before does not work with the schema, where that is so for a live service."""
    claims = (previous_version_works(service) for _, service in live_services(facts))
    return next((reason(claim) for claim in claims if claim.verdict is Verdict.FAILS), ())


def _with_flags(one: Traits) -> Traits:
    """Return a strategy beside a flag that is raised in steps: users get the release gradually, whatever it does."""
    return replace(one, exposures=tuple(dict.fromkeys((*one.exposures, _GRADUAL))))


def _weigh(one: Traits, declared: dict[Field[Any], Fact]) -> Option:
    needs = tuple(_need(one, need, wanted) for need, wanted in declared.items())
    proofs = tuple(proof for fact in declared.values() for proof in fact.evidence)
    prefix, met = f"decision.{one.name}", sum(need.met for need in needs)
    score = Fact(f"{prefix}.score", met, "", proofs, "score_of_needs")
    possible = Fact(f"{prefix}.possible", len(needs), "", proofs, "count")
    line = (say("decision.score", one.name, score=score, possible=possible),)
    return Option(one, needs, score, possible, line)


def _need(one: Traits, need: Field[Any], wanted: Fact) -> Need:
    met = _MET[need](one, wanted.value)
    mark = "met" if met else "unmet"
    said = say(f"decision.need.{need.name}", "release.needs", wanted=wanted)
    return Need(need.name, met, said, label(f"decision.{mark}"))


def _choices(facts: Facts, options: tuple[Option, ...]) -> Iterator[Choice]:
    for stage, service in live_services(facts):
        named, given = _deployed(service)
        option = next((one for one in options if one.traits.name == named), None)
        if option is None:
            yield Choice(service, None, False, (say("decision.unknown", service.id, **given),))
            continue
        best = option if service.unbalanced else options[0]
        borne = previous_version_works(service).verdict is not Verdict.FAILS
        down = against_needs(facts, stage, service)
        agrees = (not option.unmet or option is best) and (borne or not option.traits.zero_downtime) and not down
        key = "decision.best" if option is best else "decision.disagrees"
        if service.unbalanced:
            key, given = "decision.only", {**given, "told": service.unbalanced}
        if not option.unmet:
            key = "decision.agrees" if agrees else "decision.alone"
        said = say(key, service.id, recommended=best.traits.name, score=option.score, possible=option.possible, **given)
        unmet = option.misses(service.id)
        yield Choice(service, option, agrees, (said, *unmet, *unborne_again(service), *down))


def _deployed(service: Service) -> tuple[str | None, dict[str, Given]]:
    """Return as which strategy that of a service is weighed, and what is said of it."""
    rollout = service.rollout
    stopping = rollout.minimum_healthy_percent if isinstance(rollout, Rolling) and rollout.may_stop_all else None
    strategy = (isinstance(rollout, CodeDeploy) and rollout.shift) or rollout.strategy
    named = _STOPPING if stopping else value_of(strategy)
    return named, {"name": service.name, "strategy": strategy, "stopping": stopping}


def _minutes(wanted: object) -> float:
    return float(wanted) if isinstance(wanted, int | float) else 0
