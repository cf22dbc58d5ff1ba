# make run   installs everything and serves the demonstration on http://127.0.0.1:8000
# make test  runs the tests
# make check runs everything that has to pass before a change lands

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALLED := $(VENV)/installed

# Values only for checking the production settings: they serve nobody.
PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=bilateral.example DATABASE_URL=postgres://bilateral@localhost/bilateral \
	RATE_STORAGE_URL=redis://localhost:6379/0

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-annotate --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help install run test check lint types contracts django fuzz bench serving growth lock clean

help:  ## show what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

install: $(INSTALLED)  ## create .venv with everything the lock file pins

$(INSTALLED): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Bilateral needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $(INSTALLED)

run: install  ## install, load the demonstration data and serve it
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_reference
	$(MANAGE) load_article fixtures/articles/*.yaml
	$(MANAGE) create_demo_analyst
	$(MANAGE) runserver 127.0.0.1:8000

test: install  ## run the tests, on SQLite unless DATABASE_URL says otherwise
	$(BIN)/pytest -q -n auto

check: lint types contracts django test  ## everything that has to pass before a change lands

lint: install  ## style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files '*/templates/*.html')

types: install  ## types
	$(BIN)/mypy

contracts: install  ## which package may import which
	$(BIN)/lint-imports

django: install  ## migrations, production settings, the API's schema
	DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

FUZZ_CASES ?= 10000
fuzz: install  ## made-up requests to the whole API (FUZZ_CASES), on SQLite or DATABASE_URL
	FUZZ_CASES=$(FUZZ_CASES) $(BIN)/pytest -q -s -p no:randomly tests/fuzz/every_operation.py

bench: install  ## measure speed on PostgreSQL (BENCH_POSTGRES) and SQLite; about half an hour
	$(BIN)/python -m bench.import_speed --rows 100000 --rounds 5
	$(BIN)/python -m bench.import_speed --rows 100000 --held 0 --rounds 5 --sqlite
	$(BIN)/python -m bench.import_speed --rows 1000000 --rounds 3
	$(BIN)/python -m bench.export_speed
	$(BIN)/python -m bench.waiting_writer
	$(BIN)/python -m bench.waiting_writer --rows 100000 --held 0 --sqlite
	$(BIN)/python -m bench.status_growth

serving: install  ## measure the API beside its peers on PostgreSQL; about a quarter of an hour
	$(BIN)/python -m bench.serving

growth: install  ## measure the API with 0.1, 1 and 10 million figures
	$(BIN)/python -m bench.serving_growth

lock: install  ## pin the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade --group dev -o requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock -o deploy/requirements.lock pyproject.toml

clean:  ## remove the environment and the demonstration database
	rm -rf $(VENV) var staticfiles
