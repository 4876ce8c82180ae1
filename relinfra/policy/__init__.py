"""Policy as code: Checkov over the synthesized stacks, the matrix's waivers, and the report.

Importing this room loads no Checkov; `check` does.
"""

from relinfra.policy.checking import check
from relinfra.policy.finding import Finding, Status
from relinfra.policy.rendering import FORMATS, render, renderable
from relinfra.policy.report import Report
from relinfra.policy.waiver import Waiver

__all__ = ["FORMATS", "Finding", "Report", "Status", "Waiver", "check", "render", "renderable"]
