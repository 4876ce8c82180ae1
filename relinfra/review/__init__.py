"""Differences for whoever reviews them, people and CI: between revisions, outputs, states and environments."""

from relinfra.review.difference import Difference, find_difference
from relinfra.review.rendering import FORMATS, render

__all__ = ["FORMATS", "Difference", "find_difference", "render"]
