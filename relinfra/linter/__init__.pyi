from .drift import Difference as Difference
from .finding import LintFinding as LintFinding
from .finding import Remedy as Remedy
from .looking import lint as lint
from .looking import lint_rules as lint_rules
from .waivers import LINT_WAIVERS as LINT_WAIVERS
