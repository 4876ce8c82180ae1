from .checking import check as check
from .finding import Finding as Finding
from .finding import Status as Status
from .rendering import FORMATS as FORMATS
from .rendering import render as render
from .rendering import renderable as renderable
from .report import Report as Report
from .waiver import Waiver as Waiver
