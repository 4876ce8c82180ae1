"""Documents as one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from relinfra.plan.catalogue import load
from relinfra.plan.page.article import Part, article

__all__ = ["page"]


def page(title: str, language: str, parts: Sequence[Part]) -> str:
    """Return documents as HTML in one file, to be read on a screen, a phone or paper.

    It loads nothing and runs nothing; a policy in it forbids both. `title` is plain text. The same parts give the same
    bytes.
    """
    catalogue = load(language)
    depth = 1 if len(parts) > 1 else 0
    articles = [article(part, catalogue, depth=depth) for part in parts]
    words = {name: catalogue.words(f"page.{name}") for name in ("skip", "contents")}
    text = _template().render(title=title, language=language, articles=articles, words=words, several=depth == 1)
    return text.rstrip("\n") + "\n"


@cache
def _template() -> Template:
    loader = PackageLoader("relinfra.plan.page", "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
    return environment.get_template("page.html.j2")
