# Two commands on a fresh machine: make demo, make test. `make help` lists the others.
# PYTHON=/path/to/python3.12 chooses the interpreter the virtual environment is made with.

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test lint format bench chaos mutation lock browser clean
.SUFFIXES:
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
# In the folders they vouch for, so that removing a folder removes its stamp.
PYTHON_READY := $(VENV)/.ctm-ready
ASSETS_READY := node_modules/.ctm-ready
MUTATION := $(VENV)/mutation
MUTATION_READY := $(MUTATION)/.ctm-ready

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(PYTHON_READY) $(ASSETS_READY)  ## virtual environment, locked dependencies, front-end assets

demo: setup  ## everything at once with synthetic complaints; Ctrl-C ends it, again continues it
	@exec $(BIN)/python manage.py demo $(ARGS)

demo-reset: setup  ## removes the demo's data, so that the next demo starts afresh
	@$(BIN)/python manage.py demo --reset

# The whole suite runs in a process for each processor; a narrow run is quicker in one.
WHOLE := --numprocesses auto --maxprocesses 4 --dist loadfile
test: setup  ## the whole test suite; ARGS="tests/sop -k closing" narrows it
	@$(BIN)/pytest $(or $(ARGS),$(WHOLE))

lint: setup  ## ruff, format, types, templates, missing migrations; all of them, then the verdict
	@failed=0; \
	check() { echo "$$*"; "$$@" || failed=1; }; \
	check ruff check .; \
	check ruff format --check .; \
	check mypy .; \
	check djlint templates --check --lint; \
	export CTM_DATA_DIR=$${CTM_DATA_DIR:-var/test}; \
	check python manage.py makemigrations --check --dry-run; \
	exit $$failed

format: setup  ## lets ruff and djlint rewrite what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint templates --reformat --quiet

bench: setup  ## benchmarks with their floors; ARGS="--complaints 100000" for more
	@$(BIN)/python -m benchmarks $(ARGS)

chaos: setup  ## uploads while all goes wrong at once, then every single fault; ARGS="--uploads 2000 --seed 7"
	@failed=0; \
	$(BIN)/python -m tests.chaos $(ARGS) || failed=1; \
	CTM_SWEEP_STRIDE=1 $(BIN)/pytest tests/chaos/test_nth_fault.py || failed=1; \
	exit $$failed

mutation: $(PYTHON_READY) $(MUTATION_READY)  ## how many small changes of SOP and clock the tests notice; ARGS="--sample 30"
	@$(MUTATION)/bin/python -m tests.mutation --python $(BIN)/python $(ARGS)

browser: $(PYTHON_READY)  ## finds Chromium for the browser tests; installs Debian's package as root
	@$(BIN)/python tests/browser/chromium.py --install

# Lock files name no host; uv comes into an environment of its own.
COMPILE = $(VENV)/lock-tools/bin/uv pip compile --universal --generate-hashes \
	--no-header --no-annotate --quiet
LOCK = $(COMPILE) pyproject.toml
lock: $(PYTHON_READY)  ## makes requirements*.txt and package-lock.json anew
	$(BIN)/python -m venv $(VENV)/lock-tools && $(VENV)/lock-tools/bin/pip install --quiet uv
	$(LOCK) --upgrade --extra dev --output-file requirements-dev.txt
	$(LOCK) --constraint requirements-dev.txt --output-file requirements.txt
	$(COMPILE) --upgrade --python-version 3.11 --group pyproject.toml:mutation \
		--output-file requirements-mutation.txt
	rm -rf node_modules package-lock.json && npm install --ignore-scripts

clean:  ## removes environment, assets and caches; keeps var/
	rm -rf $(VENV) node_modules static/vendor staticfiles .mypy_cache .pytest_cache .ruff_cache

$(PYTHON_READY): requirements-dev.txt
	@test -x $(BIN)/python || { \
	  python=$$(bash scripts/find-python $(PYTHON)) && echo "Virtual environment with $$python …" && \
	  "$$python" -m venv $(VENV); \
	}
	@echo "Python packages (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(MUTATION_READY): requirements-mutation.txt | $(PYTHON_READY)
	@$(BIN)/python -m venv $(MUTATION)
	@$(MUTATION)/bin/python -m pip install --quiet --require-hashes -r requirements-mutation.txt
	@touch $@

$(ASSETS_READY): package-lock.json package.json .npmrc $(wildcard frontend/*) | $(PYTHON_READY)
	@echo "Front-end packages …"
	@npm ci --no-progress --loglevel=error
	@touch $@
