#!/usr/bin/env bash
# Pin what pyproject.toml asks for, on every platform. The argument is the uv to use.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$1

compile() {
  "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
    --no-emit-index-url --no-annotate --no-header "$@"
}

pyproject() {
  python3 -c 'import functools, sys, tomllib
print(*functools.reduce(lambda table, key: table[key], sys.argv[1:], tomllib.load(sys.stdin.buffer)), sep="\n")' \
    "$@" < pyproject.toml
}

compile pyproject.toml --generate-hashes --group dev --output-file requirements/dev.lock
compile pyproject.toml --generate-hashes --constraint requirements/dev.lock --output-file requirements/runtime.lock
pyproject project optional-dependencies node | compile - --generate-hashes --output-file requirements/node.lock
# What builds the project: hatchling, and what that asks for to install it editable. These are constraints of an
# isolated build, in which pip takes no hashes: an editable project has none.
{ pyproject build-system requires; echo editables; } | compile - --output-file requirements/build.lock
