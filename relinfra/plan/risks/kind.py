"""The kinds of risks that are derived, and what is done about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relinfra.comparison.risk import CHANGE_RISKS
from relinfra.domain.severity import ELSEWHERE
from relinfra.evidence import Fact, Facts
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.people import person, role_named
from relinfra.plan.risks.risk import Risk
from relinfra.plan.say import say
from relinfra.release import Role

__all__ = ["KINDS", "Kind", "raised"]


@dataclass(frozen=True)
class Kind:
    """A kind of risk: how likely and how bad it is by its nature, and the role of `people` that watches it.

    `mitigation`, `contingency` and `criteria` name the sentences `risk.NAME.mitigation.*` and so on of the locales.
    """

    name: str
    category: str
    probability: str
    impact: str
    owner: Role
    mitigation: tuple[str, ...]
    contingency: tuple[str, ...]
    criteria: tuple[str, ...]


def _kind(line: str) -> Kind:
    name, category, probability, impact, owner, *named = line.split()
    mitigation, contingency, criteria = (tuple(one.split(",")) for one in named)
    return Kind(name, category, probability, impact, role_named(owner), mitigation, contingency, criteria)


def _of_changes(line: str) -> Kind:
    """Return a kind that follows from changes, whose probability and impact the comparison says."""
    name, category, *rest = line.split()
    risk = CHANGE_RISKS[name]
    return _kind(" ".join((name, category, risk.probability, risk.impact, *rest)))


_OF_CHANGES = """
data_loss           data         database_administrator copy,confirm      restore  copied
begins_empty        data         database_administrator keep              back     planned
left_behind         operations   devops_engineer        decide            back     decided
state_move          data         devops_engineer        move              reattach planned
logs_lost           operations   devops_engineer        export            evidence exported
traffic_interrupted availability devops_engineer        twice,window      return   planned
database_upgrade    data         database_administrator snapshot,rehearse restore  rehearsed
database_restart    availability database_administrator window            wait     timed
database_storage    performance  database_administrator watch             wait     quiet
wider_access        security     security_engineer      review            narrow   approved
more_permissions    security     security_engineer      review            narrow   approved
less_capacity       availability technical_lead         measure           raise    measured
less_recovery       data         database_administrator justify           restore  agreed
less_sight          operations   devops_engineer        watch             restore  agreed
irreversible        operations   technical_lead         confirm           bear     agreed
no_way_back         operations   technical_lead         watch             by_hand  agreed
"""
_TABLE = """
no_rollback_alarms      operations    medium  high      devops_engineer         alarms,watch      by_hand    watched
nothing_counted         operations    medium  medium    devops_engineer         watch             by_hand    watched
short_bake              operations    medium  medium    devops_engineer         lengthen          redeploy   agreed
single_nat              availability  low     high      technical_lead          per_zone          move       accepted
single_zone_database    availability  low     high      database_administrator  multi_az          restore    accepted
no_backups              data          low     critical  database_administrator  enable,snapshot   rebuild    enabled
nobody_told             operations    medium  high      devops_engineer         subscribe         look       tried
not_rehearsed           quality       medium  high      qa_lead                 rehearse          stop       rehearsed
waiver_ends             process       medium  low       security_engineer       renew             stop       decided
incompatible_migration  data          medium  critical  database_administrator  split,snapshot    restore    rehearsed
unrehearsed_migration   data          medium  high      database_administrator  rehearse          restore    rehearsed
breaking_change         quality       medium  high      technical_lead          tell              restore    told
tests_failed            quality       medium    high      qa_lead                 mend              return     passed
flag_without_fallback   operations    low     medium    product_manager         decide            return     decided
external_system         integration   low     high      technical_lead          check             call       checked
absence                 people        medium  medium    release_manager         cover             call       covered
"""

KINDS = {
    kind.name: kind
    for kind in (*map(_of_changes, _OF_CHANGES.strip().splitlines()), *map(_kind, _TABLE.strip().splitlines()))
}
"""Every kind by name: category, probability, impact, owner, and what is done before, then and at go or no-go."""


def raised(
    facts: Facts,
    name: str,
    about: str,
    why: tuple[Line, ...],
    given: dict[str, Given],
    *,
    live: bool = True,
    owner: Fact | None = None,
    asked: Mapping[str, Statement] | None = None,
) -> Risk:
    """Return a risk of a kind about one thing. Outside the live stage it is one step less bad, and medium at most.

    `given` fills every sentence of the kind; `owner` is who watches this one, where the release file names somebody;
    `asked` are open questions in place of sentences, such as `contingency.restore`, that need what nobody has said.
    """
    open_ = asked or {}
    kind = KINDS[name]

    def lines(part: str, names: tuple[str, ...]) -> tuple[Line, ...]:
        return tuple((open_.get(f"{part}.{one}") or say(f"risk.{name}.{part}.{one}", about, **given),) for one in names)

    key = f"{name}.{about}" if about else name
    return Risk(
        key=key,
        category=kind.category,
        probability=kind.probability,
        impact=kind.impact if live else ELSEWHERE[kind.impact],
        title=say(f"risk.{name}.title", about, **given),
        description=(say(f"risk.{name}.description", about, **given),),
        why=why,
        mitigation=lines("mitigation", kind.mitigation),
        contingency=lines("contingency", kind.contingency),
        criteria=lines("criteria", kind.criteria),
        owner=(say("risk.owner", key, owner=owner),) if owner else person(facts, kind.owner, f"risk.{key}"),
    )
