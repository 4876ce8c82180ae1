"""Check a synthesized folder and print, as JSON, how often each policy passed and failed: `check.py FOLDER`."""

import json
import sys
from collections import Counter

import relinfra

report = relinfra.check(sys.argv[1])
kinds = {"passed": "passed", "failed": "failed", "waived": "failed"}
print(json.dumps(Counter(f"{one.policy} {kinds[one.status]}" for one in report.findings)))
