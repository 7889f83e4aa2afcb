# Two commands: `make run` serves the demo, `make test` runs every test.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
TLS ?=
export PORT HOST TLS

BIN := .venv/bin
NPM := npm --prefix frontend --no-audit --no-fund
STAMPS := .make
APT := apt-get install -y -qq --no-install-recommends
TEST_PACKAGES := postgresql redis-server chromium fonts-noto-cjk fonts-hanazono poppler-utils qpdf openssl

.PHONY: run test check format build lock protocol screenshots system clean

run: $(STAMPS)/python build
	@$(BIN)/python manage.py serve

test: $(STAMPS)/python-dev build system
	@$(BIN)/python -m tests.suites

check: $(STAMPS)/python-dev $(STAMPS)/npm
	@$(BIN)/python -m tests.checks

format: $(STAMPS)/python-dev $(STAMPS)/npm
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(NPM) run --silent format

screenshots: $(STAMPS)/python-dev build system
	$(BIN)/python -m pytest tests/e2e/test_screenshots.py -q --screenshots

build: $(STAMPS)/python $(STAMPS)/front $(STAMPS)/words

# Environments, made from the locks and again when a lock changes.

$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && $(APT) python3-venv >/dev/null && $(PYTHON) -m venv --clear .venv; \
	  else echo "Python's venv module is missing: install the package python3-venv"; exit 1; fi; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

$(STAMPS)/python: requirements.txt | $(STAMPS)/venv
	@echo "Installing the Python packages"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/python-dev: requirements-dev.txt requirements.txt | $(STAMPS)/venv
	@echo "Installing the Python packages for tests"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@ $(STAMPS)/python

$(STAMPS)/npm: frontend/package-lock.json
	@mkdir -p $(STAMPS)
	@echo "Installing the npm packages"
	@$(NPM) ci --silent
	@touch $@

FRONT := $(shell find frontend/src frontend/styles -type f 2>/dev/null) frontend/vite.config.ts
$(STAMPS)/front: $(STAMPS)/npm $(FRONT)
	@echo "Building the front end"
	@$(NPM) run --silent build >/dev/null
	@touch $@

WORDS := $(shell find frontend/locale -name '*.po' 2>/dev/null)
$(STAMPS)/words: $(STAMPS)/python $(WORDS)
	@$(BIN)/python manage.py compile_words
	@touch $@

# What the tests need from the system; as root it is installed, otherwise it is named.

system:
	@missing=""; for p in $(TEST_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then echo "Installing$$missing"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(APT) $$missing >/dev/null; \
	  else echo "The tests need these Debian packages:$$missing"; exit 1; fi; fi

# For developers.

lock: $(STAMPS)/venv
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header --no-annotate requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.txt requirements-dev.in -o requirements-dev.txt

protocol: $(STAMPS)/python
	$(BIN)/python manage.py export_protocol

clean:
	rm -rf .venv .make frontend/node_modules frontend/dist var
