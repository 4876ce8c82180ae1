"""Anti-patterns of releases, looked for in the matrix, the release file and the workflows.

for finding in lint(Matrix.load("relinfra.yaml"), Path("."), version="2.5.0"):
    print(finding)
"""

from relinfra.linter.finding import LintFinding
from relinfra.linter.looking import lint, lint_rules

__all__ = ["LintFinding", "lint", "lint_rules"]
