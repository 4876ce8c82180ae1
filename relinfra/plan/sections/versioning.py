"""Versioning: how releases are numbered, and what tells of them."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.project import VersioningTool
from relinfra.evidence.records.service import Service
from relinfra.plan.model import Bullet, Bullets, Line, Section
from relinfra.plan.say import say
from relinfra.plan.sections.contents import contents
from relinfra.plan.stages import deployed

__all__ = ["versioning"]


def versioning(facts: Facts) -> Section:
    """Return the section on versioning."""
    lines = (_tool(facts), _commits(facts), _changelog(facts), *_images(facts))
    return Section("versioning", None, (Bullets(tuple(Bullet(line) for line in lines)), *contents(facts)))


def _tool(facts: Facts) -> Line:
    tools = VersioningTool.tool.each(facts.project.repository.versioning)
    return (say("versioning.tools", tools=tools) if tools else say("versioning.no_tool"),)


def _commits(facts: Facts) -> Line:
    check = facts.project.repository.commit_check
    return (say("versioning.commits", file=check) if check else say("versioning.no_commit_check"),)


def _changelog(facts: Facts) -> Line:
    changelog = facts.project.repository.changelog
    return (say("versioning.changelog", file=changelog) if changelog else say("versioning.no_changelog"),)


def _images(facts: Facts) -> list[Line]:
    return [_image(service) for stage in deployed(facts) for service in stage.services]


def _image(service: Service) -> Line:
    name, image, variable = service.name, service.image, service.image_variable
    line = [say("versioning.images", service.id, name=name, image=image)]
    if variable:
        default = service.image_default
        line.append(say("versioning.image_variable", service.id, variable=variable, default=default))
    return tuple(line)
