"""Release notes: for users, and for those who make, support and run the release."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import points, under
from relinfra.plan.changes import told_changes
from relinfra.plan.gaps import field, known
from relinfra.plan.history import breaking, commits, told, told_or_asked
from relinfra.plan.metrics import with_limit
from relinfra.plan.model import Bullet, Bullets, Line, Paragraph, Section, Subheading
from relinfra.plan.people import on_call, with_contact
from relinfra.plan.say import label, say
from relinfra.plan.scope import ticketed
from relinfra.plan.sections.conditions import condition
from relinfra.plan.stages import live

__all__ = ["internal_notes", "user_notes"]

_DEPLOYED = ("features", "fixes", "improvements")


def user_notes(facts: Facts) -> tuple[Section, ...]:
    """Return what users read."""
    release, support = facts.at("release"), facts.get("release.channels.support")
    features = [_feature(one) for one in release.nodes("features")] or _from_commits(facts, "feat")
    better = [_titled(one, "better") for one in release.nodes("improvements")] or _from_commits(facts, "perf")
    fixed = [_titled(one, "fix") for one in release.nodes("fixes")] or _from_commits(facts, "fix")
    contact = known(support, say("notes.contact", support=support), "channels.support")
    return (
        Section("notes.features", None, (points(features),)),
        Section("notes.improvements", None, (points(better),)),
        Section("notes.fixes", None, (points(fixed),)),
        Section("notes.changes", None, (points(_changed(one) for one in release.nodes("breaking_changes")),)),
        Section("notes.limitations", None, (points(_limitation(one, "user") for one in release.nodes("limitations")),)),
        Section("notes.support", None, (Paragraph((contact,)),)),
    )


def _from_commits(facts: Facts, kind: str) -> list[Line]:
    """Return what the commits of a kind say, for a release whose file says nothing."""
    return [(say("notes.commit", one.id, description=one.fact("description")),) for one in commits(facts, kind)]


def _feature(feature: Node) -> Line:
    given = {name: feature.fact(name) for name in ("title", "description")}
    example = feature.fact("example")
    said = say("notes.feature", feature.id, **given)
    return (said, say("notes.example", feature.id, example=example)) if example else (said,)


def _titled(node: Node, kind: str) -> Line:
    return (say(f"notes.{kind}", node.id, title=node.fact("title")),)


def _changed(change: Node) -> Line:
    title, migration = change.fact("title"), change.fact("migration")
    if not migration:
        return (say("notes.change", change.id, title=title),)
    return (say("notes.change_with", change.id, title=title, migration=migration),)


def _limitation(limitation: Node, where: str) -> Line:
    about = f"{where}.{limitation.id}"
    more = {name: limitation.fact(name) for name in ("workaround", "planned")}
    said = say("notes.limitation", about, description=limitation.fact("description"))
    return (said, *(say(f"notes.{name}", about, text=fact) for name, fact in more.items() if fact))


def internal_notes(facts: Facts) -> tuple[Section, ...]:
    """Return what developers, support, testers and operators read."""
    release = facts.at("release")
    contacts = (
        (label("notes.technical"), *on_call(facts, "notes")),
        (label("notes.business"), *with_contact(facts, "product_manager", "notes")),
    )
    developers = (
        *under("notes.deployed", _deployed(facts)),
        Subheading((label("notes.breaking"),)),
        Bullets(tuple(_broken(facts)) or (Bullet((label("none"),)),)),
        *under("notes.monitoring", _monitoring(facts)),
    )
    supporters = (
        *under("notes.new", (_helped(one) for one in release.nodes("features"))),
        *under("notes.issues", (_limitation(one, "support") for one in release.nodes("limitations"))),
        *under("notes.contacts", contacts),
    )
    operators = (*under("notes.cases", _cases(release)), *under("notes.infrastructure", told_changes(facts, "notes")))
    return (
        Section("notes.developers", None, developers),
        Section("notes.supporters", None, supporters),
        Section("notes.operators", None, operators),
    )


def _deployed(facts: Facts) -> Iterator[Line]:
    for kind in _DEPLOYED:
        for one in facts.at("release").nodes(kind):
            yield ticketed(one, "notes")
    yield from told_or_asked(facts, "notes")


def _broken(facts: Facts) -> Iterator[Bullet]:
    for change in facts.at("release").nodes("breaking_changes"):
        said = {name: change.fact(name) for name in ("reason", "migration", "removal")}
        more = tuple((say(f"notes.breaks.{name}", change.id, text=fact),) for name, fact in said.items() if fact)
        yield Bullet(ticketed(change, "notes.breaking"), more)
    for commit in breaking(facts):
        how = say("notes.broken", commit.key, how=commit.fact("breaking"))
        yield Bullet(told(commit, "notes.breaking"), ((how,),))
    for change in facts.at("release").nodes("database_changes"):
        yield _migrated(change)


def _migrated(change: Node) -> Bullet:
    cleanup = change.fact("cleanup")
    said = say("notes.database", change.id, change=change.key, description=change.fact("description"))
    later = ((say("notes.cleanup", change.id, text=cleanup),),) if cleanup else ()
    return Bullet((said,), ((field(change, "rollback", "notes.back"),), *later))


def _monitoring(facts: Facts) -> Iterator[Line]:
    stage = live(facts)
    for alarm in stage.nodes("alarm") if stage else ():
        if alarm.fact("name"):
            yield (say("notes.watch", alarm.id, name=alarm.fact("name")), *condition(alarm, "notes"))
    for service in stage.nodes("service") if stage else ():
        group = stage.node(f"log_group.{service.key}") if stage else service
        if group.fact("retention_days"):
            routed = service.fact("log_router.target")
            yield (say("notes.logs", group.id, name=routed or group.fact("name")),)
    for metric in facts.at("release").nodes("metrics"):
        yield (with_limit(metric, "notes.metric", "notes"),)


def _helped(feature: Node) -> Line:
    help_, path = feature.fact("help"), f"features.{feature.key}.help"
    given = {name: feature.fact(name) for name in ("title", "description")}
    said = say("notes.feature", f"support.{feature.id}", **given)
    return (said, known(help_, say("notes.help", feature.id, help=help_), "features.help", path))


def _cases(release: Node) -> Iterator[Line]:
    for journey in release.nodes("journeys"):
        test = journey.fact("test")
        said = say("notes.journey", journey.id, title=journey.fact("title"))
        yield (said, say("notes.test", journey.id, test=test) if test else label("notes.by_hand"))
    for fix in release.nodes("fixes"):
        check = fix.fact("check")
        if check:
            yield (say("notes.check", fix.id, title=fix.fact("title"), check=check),)
