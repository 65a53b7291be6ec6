# All set-up happens by itself; PYTHON only says which interpreter to start from.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: demo test lint docs fuzz wheel-test lock bench clean help

demo: ## the whole journey on the bundled fair; pages and calendars land in demo/
	@$(PYTHON) tools/setup.py
	@$(BIN)/meetwell demo --out demo

test: ## all tests
	@$(PYTHON) tools/setup.py --test
	POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS) # two workers are the parallelism

lint: ## style, types, and who may import whom
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: ## the guide as a site, into build/docs; a dead link is an error
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/python -m sphinx -q -n -W --keep-going -b html -d build/doctrees docs build/docs

fuzz: ## the same inputs for every reader each time, about two minutes of them
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/python tests/fuzz/fuzz.py --all

wheel-test: ## build, install in a fresh environment, run the demo outside the checkout
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/python tools/wheel_test.py

lock: ## write requirements/ anew (UPGRADE=1 takes newer versions)
	$(PYTHON) tools/lock.py

bench: ## speed and quality figures as one table each
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/python bench/run_all.py

clean: ## remove everything that was made here, the environment too
	rm -rf .venv demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## /  make \1\t/p' Makefile | expand -t 20
