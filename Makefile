# Two commands do everything on a fresh Debian or Ubuntu with Python >= 3.11: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help setup setup-test demo up test check fast lint types contracts docs docs-check gallery bench mutants catalogue lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

demo: setup  ## one honest reporting day, end to end, on real input; results in var/demo
	@$(PY) scripts/demo.py

up: setup  ## the same desk, left running with Airflow's page on localhost:8080; Ctrl-C stops all of it
	@$(PY) scripts/demo.py --stay

test: setup-test check  ## everything that CI runs: check, then the tests with real services
	@$(PY) -m pytest -m services

check: setup-test lint types contracts docs-check fast  ## lint, types, contracts, generated docs, fast tests

fast:
	@$(PY) -m pytest -m "not services" -n 2

lint:
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@.venv/bin/sqlfluff lint --disable-progress-bar sql >.venv/sqlfluff.log 2>&1 || { cat .venv/sqlfluff.log; exit 1; }

types:
	@$(PY) -m mypy

contracts:
	@.venv/bin/lint-imports --no-logo

docs:  ## writes the generated pages anew
	@$(PY) scripts/generate_docs.py

docs-check:
	@$(PY) scripts/generate_docs.py --check

gallery:  ## writes docs/gallery and the spoken texts anew: every kind of report of fixed worlds, for review
	@$(PY) -m tests.golden.gallery && $(PY) -m tests.golden.looks

bench: setup-test  ## speed and memory, as ratios against what a user would otherwise use
	@$(PY) scripts/bench.py

catalogue:  ## English words: adds an entry for every new text of the editions, lists what must be translated
	@$(PY) scripts/catalogue.py

mutants: setup-test  ## mutation testing of gates, bins and ledger; fails on a survivor that docs/MUTANTS.md does not judge
	@$(PY) scripts/mutants.py

lock:  ## newest releases that resolve together, with hashes (needs uv)
	echo pip | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --upgrade -q -o requirements-pip.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --upgrade -q -o requirements-dev.lock

clean:
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
