"""Anti-patterns of releases, looked for in the matrix, its stacks, the release file and the workflows.

for finding in lint(Matrix.load("relinfra.yaml"), Path("."), Path("out/cdktf.out"), today=date.today()):
    print(finding)
"""

from relinfra.linter.drift import Difference
from relinfra.linter.finding import LintFinding, Remedy
from relinfra.linter.looking import lint, lint_rules
from relinfra.linter.waivers import RULE as LINT_WAIVERS

__all__ = ["LINT_WAIVERS", "Difference", "LintFinding", "Remedy", "lint", "lint_rules"]
