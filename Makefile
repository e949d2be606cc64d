# Needs: make, Python 3.11 or newer, a network to the public package index. `make PYTHON=python3.12 run` names another.
PYTHON ?= python3
VENV ?= .venv
TEST_PROCESSES ?= 3
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test lint format clean drill-webhooks drill-scrapes drill-drift

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

run: $(VENV)/installed ## all of propscrape on this machine; Ctrl-C stops it (PORT=8001 make run: another port)
	@exec $(BIN)/python manage.py up

test: $(VENV)/installed-dev ## the whole suite, on servers of its own or on DATABASE_URL / REDIS_URL (TESTS="-k price": some; TEST_PROCESSES=1)
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal $(TESTS)

lint: $(VENV)/installed-dev ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

drill-webhooks: $(VENV)/installed-dev ## is an event ever lost? worker, broker and database are killed while 5,000 are sent (9 minutes)
	@$(BIN)/python -m bench.drills.webhooks

drill-scrapes: $(VENV)/installed-dev ## is a scrape ever lost or doubled, a portal ever pressed? the same is killed during 1,000 (8 minutes)
	@$(BIN)/python -m bench.drills.scrapes

drill-drift: $(VENV)/installed-dev ## is a scraper that falls sick found within a day, and none called sick that is well? 60 days of 100 portals
	@$(BIN)/python -m bench.drills.drift

format: $(VENV)/installed-dev ## what can be put right by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the environment and every cache; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "propscrape needs Python 3.11 or newer; '$(PYTHON)' is not. Name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	    { echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing requirements-dev.txt"
	@$(PIP) install -r requirements-dev.txt
	@touch $@ $(VENV)/installed
