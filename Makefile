# Needs only make and python3 (3.11 or newer, with venv). Everything else comes from the lock files.
PY ?= python3
PORT ?= 8000
V := .venv
BIN := $(CURDIR)/$(V)/bin
PYTHON := $(BIN)/python
MANAGE := $(PYTHON) manage.py
# The lock files are complete, so nothing is resolved anew: an older pip would take a newer release for a name with extras.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes --only-binary :all:
PARALLEL := $(MAKE) --no-print-directory -j2

export PATH := $(BIN):$(PATH)
# node trusts the certificates that the machine trusts, as python does.
export NODE_USE_SYSTEM_CA := 1

STATIC_SOURCES := $(shell find static -type f 2>/dev/null)
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
CHECKS := check-lint check-format check-templates check-types check-contracts check-migrations check-messages check-drawn

.DEFAULT_GOAL := help
.PHONY: help demo test check browser-test services-test county bench docs requirements lock fmt setup setup-dev seeded $(CHECKS)

help:  ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | while IFS='	' read -r name said; do printf '  %-20s %s\n' "$$name" "$$said"; done

# --- for people who want to see it ---------------------------------------------------------------------------------
demo:  ## sets up everything and serves a working district on http://127.0.0.1:8000 (PORT=… for another port)
	@$(PARALLEL) var/static/.done seeded
	@exec $(MANAGE) up --demo --bind 127.0.0.1:$(PORT)

seeded: $(V)/.run $(V)/.messages .env
	@$(MANAGE) up --demo --prepare-only

# --- for people who change it --------------------------------------------------------------------------------------
test: setup-dev  ## every test that needs neither a browser nor a service, on SQLite
	$(PYTHON) -m pytest -q -n auto

check: setup-dev  ## format, lint, types, import contracts, migrations, translations, drawn docs
	@$(PARALLEL) --output-sync=target --keep-going $(CHECKS) && echo "Every check passed."

browser-test: setup-dev var/static/.done  ## the tests in a real Chromium (installs it by apt as root, else says what it lacks)
	@tools/install_services.sh browser
	NO_SKIPS=1 $(PYTHON) -m pytest -p tools.no_skips -q -n 3 --dist worksteal -m browser

# Each test takes back what it wrote, and leaves dead rows that every later one would read past.
services-test: export POSTGRES_OPTIONS = -c autovacuum_naptime=1s -c autovacuum_vacuum_cost_delay=0 \
	-c autovacuum_vacuum_threshold=1000 -c autovacuum_vacuum_scale_factor=0
services-test: setup-dev var/static/.done  ## the whole suite on a private PostgreSQL and Redis (installs them by apt as root), and a journey
	@tools/install_services.sh services
	NO_SKIPS=1 tools/services.sh $(PYTHON) -m pytest -p tools.no_skips -q -n auto -m "not browser and not once"
	@tools/install_services.sh browser
	NO_SKIPS=1 tools/services.sh $(PYTHON) -m pytest -p tools.no_skips -q -m browser tests/journeys/test_patrol_log.py

county: setup-dev  ## writes a whole county into the PostgreSQL of DATABASE_URL (a private one for this run, unless told)
	@tools/install_services.sh services
	@$(if $(findstring postgres,$(DATABASE_URL)),,tools/services.sh) $(PYTHON) -m tools.county $(COUNTY)

bench: setup-dev var/static/.done  ## how fast pages, acts and the morning run are at a tenth, one and four counties
	@tools/install_services.sh services
	@tools/services.sh $(PYTHON) -m tools.bench $(BENCH)

docs: setup-dev  ## draws docs/generated from the code
	@$(MANAGE) draw_house

requirements: setup-dev  ## which core requirements are proven by a test, and which are not yet
	@$(PYTHON) tools/requirements.py

fmt: setup-dev  ## formats the Python code
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

lock: ## resolves the lock files anew from pyproject.toml and package.json
	$(PY) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		pyproject.toml -o requirements.txt
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra dev pyproject.toml -o requirements-dev.txt
	npm install --package-lock-only
	rm -rf .venv-lock

# --- the checks, one by one ----------------------------------------------------------------------------------------
check-lint:
	@$(BIN)/ruff check .
check-format:
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check . ; exit 1; }
check-templates:
	@$(BIN)/djlint --quiet --lint templates
check-types:
	@$(BIN)/mypy --no-incremental patrol_ops teams recruitment training duty discipline funding
check-contracts:
	@$(BIN)/lint-imports
check-migrations:
	@LINEAR_MIGRATIONS=1 $(MANAGE) makemigrations --check --dry-run
check-messages:
	@$(PYTHON) tools/messages.py check
check-drawn:
	@$(MANAGE) draw_house --check

# --- what they stand on --------------------------------------------------------------------------------------------
setup: $(V)/.run node_modules/.done .env $(V)/.messages  ## what the product needs to run
setup-dev: setup $(V)/.dev  ## and what its tests need

$(V)/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	@$(PY) -m venv $(V) || { rm -rf $(V); echo "python3 lacks venv. On Debian: apt-get install python3-venv"; exit 1; }

$(V)/.run: requirements.txt | $(V)/bin/python
	@echo "Installing what it runs on …"
	@$(PIP) -r requirements.txt
	@touch $@

$(V)/.dev: requirements-dev.txt $(V)/.run
	@echo "Installing what its tests need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.done: package-lock.json $(V)/.run
	@echo "Installing what its pages need …"
	@$(BIN)/npm ci --silent || $(BIN)/npm ci
	@touch $@

.env:
	@$(PY) tools/write_env.py

$(V)/.messages: $(CATALOGUES) $(V)/.run
	@$(PYTHON) tools/messages.py compile
	@touch $@

var/static/.done: $(STATIC_SOURCES) node_modules/.done $(V)/.run patrol_ops/settings.py .env
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
