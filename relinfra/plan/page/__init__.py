"""A set of documents as one page: HTML that needs no network and no script."""

from relinfra.plan.page.article import Part
from relinfra.plan.page.page import page

__all__ = ["Part", "page"]
