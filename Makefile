# The two commands of a fresh clone are `make demo` and `make test`; `make help` names the others.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --require-virtualenv

# jsii runs the constructs in Node.js. Where PATH has none that it supports, one comes from PyPI.
NODE_MAJOR := $(shell node --version 2> /dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
NODE_LOCK := $(if $(filter 22 24,$(NODE_MAJOR)),,requirements/node.lock)

.PHONY: help
help: ## Name the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

.PHONY: demo
demo: $(VENV)/.runtime ## Run the main job on examples/shop into examples/shop/out
	cd examples/shop && ../../$(BIN)/relinfra build --release 2.5.0 --set all --format md --format html

.PHONY: test
test: lint ## Lint, check the types and run every test
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

.PHONY: lint
lint: $(VENV)/.dev ## Everything of `make test` but the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: golden
golden: $(VENV)/.dev ## Write the golden files anew; read the difference before committing it
	RELINFRA_GOLDEN=write $(BIN)/python -m pytest -n auto -k golden

.PHONY: applied
applied: $(VENV)/.dev ## Apply with the real terraform whatever was not, and record it
	: > tests/applied.txt
	RELINFRA_GOLDEN=write $(BIN)/python -m pytest -n auto -k "terraform_applies or no_other_policy"

.PHONY: bench
bench: $(VENV)/.dev ## Measure against the peers
	PYTHONPATH=benchmarks $(BIN)/python -m relinfra_benchmarks

.PHONY: lock
lock: $(BIN)/python ## Pin the newest versions that pyproject.toml allows
	$(PIP) install 'uv>=0.9,<1'
	scripts/lock.sh $(BIN)/uv

.PHONY: clean
clean: ## Remove what the other commands made
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf examples/*/out examples/*/cdktf.out

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "relinfra needs Python 3.11 or newer on PATH" >&2; exit 3; }
	$(PYTHON) -m venv $(VENV)

# The project's own build is isolated, and its tools come from a lock too: what Checkov pins would clash with them.
$(VENV)/.runtime: requirements/runtime.lock requirements/build.lock $(NODE_LOCK) pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/runtime.lock $(NODE_LOCK:%=--requirement %)
	PIP_CONSTRAINT=requirements/build.lock $(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@
